/** How often the bands of a forecast held before, said beside them. */
import { useBoard } from '@symphony/board'
import { percent, share } from '@symphony/sdk'
import type { Coverage } from './model'

/** The page that tells all of it. */
export const ACCURACY = 'accuracy'

export function CoverageLine({ coverage }: { readonly coverage: readonly Coverage[] }) {
  const { context } = useBoard()
  if (coverage.length === 0) return null
  return (
    <p class="cash-held">
      {heldText(coverage)} <a class="link" href={`/${context.symphony}/${ACCURACY}`}>How it was tested</a>
    </p>
  )
}

/** The widest band's coverage, to end a subtitle. */
export function bandText(coverage: readonly Coverage[]): string {
  const [widest] = coverage.toSorted((a, b) => b.level - a.level)
  if (!widest) return ''
  return widest.covered === null ? '; not tested on the past yet' : `; the ${share(widest.level)} band held ${percent(widest.covered)} from ${daysText(widest)}`
}

/** What each band held, or why nobody knows. */
export function heldText(coverage: readonly Coverage[]): string {
  const known = coverage.filter(({ covered }) => covered !== null)
  if (known.length === 0) return `Not known how often the bands hold. ${coverage[0]?.reason ?? ''}`.trim()
  const said = known.toSorted((a, b) => b.level - a.level).map(({ level, covered }) => `the ${share(level)} band held ${percent(covered!)}`)
  return `Tested from ${daysText(known[0]!)}: ${said.join(', ')} of what came.`
}

/** From how many past days it was tested, and out of how many while the test goes on. */
export const daysText = ({ origins, planned }: { readonly origins: number; readonly planned: number }): string =>
  planned > origins ? `${origins} of ${planned} past days so far` : `${origins} past days`
