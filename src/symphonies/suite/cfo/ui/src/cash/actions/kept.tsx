/** The plans that are kept for the viewer and those others share, each with its versions and a way to it. */
import { useBoard } from '@symphony/board'
import { Dialog, FailedNote, Icon, Note, reasonOf, Skeleton } from '@symphony/kit'
import { dayText, momentText, percent, shortText, shownValue, useLoad, whole } from '@symphony/sdk'
import { useState } from 'preact/hooks'
import DELETE from '../../../../operations/cash_mitigation_delete.graphql'
import LEVERS from '../../../../operations/cash_levers.graphql'
import SHARE from '../../../../operations/cash_mitigation_share.graphql'
import KEPT from '../../../../operations/cash_mitigations.graphql'
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
  const change = (document: string, variables: Readonly<Record<string, unknown>>): void => {
    setRefused('')
    context.gql(document, variables, { fresh: true }).then(whole).then(() => setTurn(turn + 1), (error: unknown) => setRefused(reasonOf(error)))
  }
  return (
    <Dialog title="Kept plans" onClose={onClose}>
      <FailedNote load={load} retry={retry} />
      {refused && <p class="strip bad" role="alert">{refused}</p>}
      {!plans && load.phase === 'loading' && <Skeleton height={96} />}
      {plans?.length === 0 && <Note icon="info" title="No plan is kept yet" text="A plan that you ask for is kept by itself; on new figures it becomes a new version." />}
      <ul class="versions">
        {plans?.map((plan) => <KeptPlan key={plan.id} plan={plan} name={`${percent(plan.confidence)} sure, ${leversText(plan.levers, kinds).toLowerCase()}`} change={change} onClose={onClose} />)}
      </ul>
    </Dialog>
  )
}

interface KeptPlanProps {
  readonly plan: Kept
  readonly name: string
  readonly change: (document: string, variables: Readonly<Record<string, unknown>>) => void
  readonly onClose: () => void
}

function KeptPlan({ plan: { id, confidence, entities, levers, owner, mine, shared, versions }, name, change, onClose }: KeptPlanProps) {
  const { context } = useBoard()
  return (
    <li>
      <span class="kept-head">
        <a class="figure-name" href={actionsHref(context.symphony, levers, confidence)} onClick={onClose}>{name}</a>
        {shared && <span class="badge">{mine ? 'Shared' : `By ${owner}`}</span>}
        {mine && <button type="button" class="btn small" aria-label={`${shared ? 'Hide from others' : 'Share'}: the plan ${name}`} onClick={() => change(SHARE, { id, shared: !shared })}>{shared ? 'Hide from others' : 'Share'}</button>}
        {mine && <button type="button" class="icon" aria-label={`Delete the plan ${name}`} onClick={() => change(DELETE, { id })}><Icon name="close" /></button>}
      </span>
      <small>{entities.length > MOST_NAMED ? `${entities.length} companies` : entities.join(', ')}</small>
      {versions.map(({ version, madeAt, current, plan: { asOf, chance, cost, currency, verdict } }) => (
        <small key={version}>Version {version}, {momentText(madeAt)}, on figures of {dayText(asOf)}{current ? ', which still hold' : ', since changed'}: floor kept in {percent(chance)}, {OUTCOMES[verdict] ?? verdict}, {cost < 0 ? 'gain' : 'cost'} {shortText(Math.abs(cost), { unit: 'money', currency })}</small>
      ))}
    </li>
  )
}
