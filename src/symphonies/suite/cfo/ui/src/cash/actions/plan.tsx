/** What keeps the cash floor at least cost: the promise, its price, and the steps. */
import { useBoard, type PartProps } from '@symphony/board'
import { Card, Segmented } from '@symphony/kit'
import { momentText, percent, shortText, signed, whole } from '@symphony/sdk'
import { useState } from 'preact/hooks'
import MITIGATION from '../../../../operations/cash_mitigation.graphql'
import { Awaiting, isBusy } from '../awaiting'
import { Pending } from '../latest'
import { Fact } from '../results'
import { useSaidView, useViewed } from '../view'
import { KeptDialog } from './kept'
import type { Mitigation, Plan } from './model'
import { Steps } from './steps'
import { UnderChip, useUnder } from './under'

const CONFIDENCES = [{ value: '0.9', title: '90%' }, { value: '0.95', title: '95%' }, { value: '0.99', title: '99%' }] as const
type Confidence = (typeof CONFIDENCES)[number]['value']
const USUAL: Confidence = '0.95'
const WAITING = { title: 'The plan is being worked out', text: 'It is searched over the simulated paths and tried on fresh ones, and shows here by itself.' }

export function PlanPart({ tile }: PartProps) {
  const { context, state, go } = useBoard()
  const under = useUnder()
  const confidence = CONFIDENCES.find(({ value }) => value === state.own['keep']?.[0])?.value ?? USUAL
  const choose = (value: Confidence): void => go({ own: { ...state.own, keep: value === USUAL ? [] : [value] } }, { replace: true })
  const asked = JSON.stringify({ confidence: Number(confidence), under })
  const found = useViewed(asked, async (fresh, view) => {
    const answer = whole(await context.gql<{ cashMitigation: Mitigation }>(MITIGATION, { ...JSON.parse(asked), view }, { fresh })).cashMitigation
    if (!answer.plan) throw new Pending()
    return { ...answer, plan: answer.plan }
  })
  const height = tile.height ?? 300
  const answer = found.of === asked ? found.value : null
  const split = useSaidView(answer && answer.plan)
  return (
    <Card title={tile.title ?? 'What keeps the floor'} subtitle={`The cheapest plan that keeps cash over the floor as often as you ask${split}`} span={tile.span ?? 12} busy={isBusy(found)} tools={<Segmented label="Keep the floor in so many futures" value={confidence} options={CONFIDENCES} onChange={choose} />}>
      <UnderChip levers={under} />
      <div class="planned" style={{ minHeight: `${height}px` }}>
        {answer ? <Told plan={answer.plan} asOf={context.company.asOf} /> : <Awaiting of={found} height={height} waiting={WAITING} />}
        <Keeping answer={answer} />
      </div>
    </Card>
  )
}

/** Which version is shown, and the way to all plans that are kept. */
function Keeping({ answer }: { readonly answer: Mitigation | null }) {
  const [open, setOpen] = useState(false)
  return (
    <div class="pager">
      <span role="status">{answer?.madeAt ? `Kept for you: version ${answer.version}, made ${momentText(answer.madeAt)}` : ''}</span>
      <button type="button" class="btn small" onClick={() => setOpen(true)}>Kept plans</button>
      {open && <KeptDialog onClose={() => setOpen(false)} />}
    </div>
  )
}

const METHODS: Readonly<Record<string, string>> = { programme: 'stochastic programme', policy: 'learned policy' }

function Told({ plan, asOf }: { readonly plan: Plan; readonly asOf: string }) {
  const { summary, chanceBefore, chance, standardError, paths, cost, regret, rule, suppliers, currency, method } = plan
  const money = (value: number): string => shortText(value, { unit: 'money', currency })
  return (
    <>
      <p class="plan-said">{plan.verdict === 'unreachable' && <span class="badge warn">Out of reach</span>}{summary}</p>
      <dl class="facts-grid cash-results">
        <Fact title="Floor kept" value={percent(chance)} about={`tried on ${paths.toLocaleString('en')} fresh paths, ± ${percent(standardError).replace('%', ' pp')}`} />
        <Fact title="With no action" value={percent(chanceBefore)} about={`${signed(chance - chanceBefore, { unit: 'ratio' })} by the plan`} />
        <Fact title={cost < 0 ? 'Gain' : 'Cost'} value={money(Math.abs(cost))} about={regret === null ? 'mean over all futures' : `${money(regret)} more than had the future been known`} />
        <Fact title="Found by" value={METHODS[method] ?? method} about={plan.contenders.map((each) => `${METHODS[each.method] ?? each.method} ${percent(each.chance)} for ${money(each.cost)}`).join('; ')} />
        {suppliers && <Fact title="Suppliers paid late" value={percent(suppliers.lateShareAfter)} about={`${percent(suppliers.lateShareBefore)} with no action; ${suppliers.daysLater > 0 ? `what is moved is paid ${suppliers.daysLater.toFixed(1)} days later` : 'no payment is moved'}`} />}
      </dl>
      {rule && <p class="plan-rule"><b>Standing order.</b> {rule.title}. Every {rule.everyDays} days, to stay {money(rule.buffer)} over the floor; at most {money(rule.peakHigh)} in nine of ten futures, interest {money(rule.cost)}. {rule.owner}.</p>}
      {plan.steps.length > 0 && <Steps plan={plan} asOf={asOf} />}
    </>
  )
}
