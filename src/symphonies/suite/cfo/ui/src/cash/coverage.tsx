/** How often the bands of a forecast held before, said beside them. */
import { useBoard } from '@symphony/board'
import { percent, share } from '@symphony/sdk'
import { useEffect } from 'preact/hooks'
import type { Coverage } from './model'

/** The page that tells all of it. */
export const ACCURACY = 'accuracy'
const AGAIN_MS = 15_000

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
  if (widest.covered === null) return goesOn(widest) ? `; being tested, ${daysText(widest)}` : '; not tested on the past yet'
  return `; the ${share(widest.level)} band held ${percent(widest.covered)} from ${daysText(widest)}`
}

/** What each band held, or why nobody knows. */
export function heldText(coverage: readonly Coverage[]): string {
  const known = coverage.filter(({ covered }) => covered !== null)
  if (known.length === 0) return `Not known how often the bands hold. ${coverage[0]?.reason ?? ''}`.trim()
  const said = known.toSorted((a, b) => b.level - a.level).map(({ level, covered }) => `the ${share(level)} band held ${percent(covered!)}`)
  return `${goesOn(known[0]!) ? 'Being tested,' : 'Tested from'} ${daysText(known[0]!)}: ${said.join(', ')} of what came.`
}

/** Whether a test is not over yet. */
export const goesOn = ({ origins, planned }: Pick<Coverage, 'origins' | 'planned'>): boolean => planned > origins

/** Asks again while it may become known how often bands held, so that it shows by itself. */
export function useTestFollowed(coverage: readonly Coverage[] | undefined, retry: () => void): void {
  const isOpen = coverage?.some((band) => band.covered === null || goesOn(band)) ?? false
  useEffect(() => {
    if (!isOpen) return
    const timer = setInterval(() => document.hidden || retry(), AGAIN_MS)
    return () => clearInterval(timer)
  }, [isOpen])
}

/** From how many past days it was tested, and out of how many while the test goes on. */
export const daysText = ({ origins, planned }: { readonly origins: number; readonly planned: number }): string =>
  goesOn({ origins, planned }) ? `${origins} of ${planned} past days so far` : `${origins} past days`
