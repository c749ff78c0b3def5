/** The levers that actions are worked out under: those of the address, as the forecast page wrote them. */
import { useBoard } from '@symphony/board'
import { Icon } from '@symphony/kit'
import { whole } from '@symphony/sdk'
import LEVERS from '../../../../operations/cash_levers.graphql'
import { useLatest } from '../latest'
import { readLevers, type LeverKind, type Setting } from '../model'
import { leversText } from '../scenarios/words'

const TARGETS = 40

export function useUnder(): readonly Setting[] {
  return readLevers(useBoard().state.own['lever'] ?? [])
}

/** Says which levers are set, with a way to take them away. */
export function UnderChip({ levers }: { readonly levers: readonly Setting[] }) {
  const { context, state, go } = useBoard()
  const kinds = useLatest(levers.length > 0 ? 'levers' : 'none', async (fresh) => (levers.length === 0 ? [] : whole(await context.gql<{ cashLevers: readonly LeverKind[] }>(LEVERS, { targets: TARGETS }, { fresh })).cashLevers))
  if (levers.length === 0) return null
  const { lever: _, ...others } = state.own
  return (
    <ul class="chips under" aria-label="Levers in force">
      <li>{leversText(levers, kinds.value ?? [])}<button type="button" aria-label="Take the levers away" onClick={() => go({ own: others }, { replace: true })}><Icon name="close" /></button></li>
    </ul>
  )
}
