/** The plans that are kept for the viewer, each with its versions and a way to it. */
import { useBoard } from '@symphony/board'
import { Dialog, FailedNote, Icon, Note, reasonOf, Skeleton } from '@symphony/kit'
import { dayText, momentText, percent, shortText, shownValue, useLoad, whole } from '@symphony/sdk'
import { useState } from 'preact/hooks'
import DELETE from '../../../../operations/cash_mitigation_delete.graphql?raw'
import LEVERS from '../../../../operations/cash_levers.graphql?raw'
import KEPT from '../../../../operations/cash_mitigations.graphql?raw'
import type { LeverKind } from '../model'
import { actionsHref, leversText } from '../scenarios/words'
import type { Kept } from './model'

const TARGETS = 40
const MOST_NAMED = 4
const OUTCOMES: Readonly<Record<string, string>> = { needless: 'no action needed', met: 'promise kept', unreachable: 'out of reach' }

export function KeptDialog({ onClose }: { readonly onClose: () => void }) {
  const { context } = useBoard()
  const [turn, setTurn] = useState(0)
  const [refused, setRefused] = useState('')
  const { load, retry } = useLoad(`kept ${turn}`, async () => whole(await context.gql<{ cashMitigations: readonly Kept[] }>(KEPT, {}, { fresh: true })).cashMitigations)
  const kinds = shownValue(useLoad('levers', async () => whole(await context.gql<{ cashLevers: readonly LeverKind[] }>(LEVERS, { targets: TARGETS }, {})).cashLevers).load) ?? []
  const plans = shownValue(load)
  const erase = (id: string): void => {
    setRefused('')
    context.gql(DELETE, { id }, { fresh: true }).then(whole).then(() => setTurn(turn + 1), (error: unknown) => setRefused(reasonOf(error)))
  }
  return (
    <Dialog title="Kept plans" onClose={onClose}>
      <FailedNote load={load} retry={retry} />
      {refused && <p class="strip bad" role="alert">{refused}</p>}
      {!plans && load.phase === 'loading' && <Skeleton height={96} />}
      {plans?.length === 0 && <Note icon="info" title="No plan is kept yet" text="A plan that you ask for is kept by itself; on new figures it becomes a new version." />}
      <ul class="versions">
        {plans?.map((plan) => (
          <li key={plan.id}>
            <span class="kept-head">
              <a class="figure-name" href={actionsHref(context.symphony, plan.levers, plan.confidence)} onClick={onClose}>{percent(plan.confidence)} sure, {leversText(plan.levers, kinds).toLowerCase()}</a>
              <button type="button" class="icon" aria-label={`Delete the plan ${percent(plan.confidence)} sure, ${leversText(plan.levers, kinds).toLowerCase()}`} onClick={() => erase(plan.id)}><Icon name="close" /></button>
            </span>
            <small>{plan.entities.length > MOST_NAMED ? `${plan.entities.length} companies` : plan.entities.join(', ')}</small>
            {plan.versions.map(({ version, madeAt, current, plan: { asOf, chance, cost, currency, verdict } }) => (
              <small key={version}>Version {version}, {momentText(madeAt)}, on figures of {dayText(asOf)}{current ? ', which still hold' : ', since changed'}: floor kept in {percent(chance)}, {OUTCOMES[verdict] ?? verdict}, {cost < 0 ? 'gain' : 'cost'} {shortText(Math.abs(cost), { unit: 'money', currency })}</small>
            ))}
          </li>
        ))}
      </ul>
    </Dialog>
  )
}
