/** What keeps the cash floor at least cost: the promise, its price, and the steps. */
import { useBoard, type PartProps } from '@symphony/board'
import { Card, DataTable, Segmented, type Column } from '@symphony/kit'
import { dayText, percent, shortText, signed, whole } from '@symphony/sdk'
import { useState } from 'preact/hooks'
import MITIGATION from '../../../../operations/cash_mitigation.graphql?raw'
import { Awaiting, isBusy } from '../awaiting'
import { Pending, useLatest } from '../latest'
import { Fact } from '../results'
import type { Bundle, Mitigation, Plan, Step } from './model'
import { UnderChip, useUnder } from './under'

const CONFIDENCES = [{ value: '0.9', title: '90%' }, { value: '0.95', title: '95%' }, { value: '0.99', title: '99%' }] as const
const VIEWS = [{ value: 'together', title: 'Together' }, { value: 'each', title: 'Each step' }] as const
const WAITING = { title: 'The plan is being worked out', text: 'It is searched over the simulated paths and tried on fresh ones, and shows here by itself.' }

export function PlanPart({ tile }: PartProps) {
  const { context } = useBoard()
  const under = useUnder()
  const [confidence, setConfidence] = useState<(typeof CONFIDENCES)[number]['value']>('0.95')
  const asked = JSON.stringify({ confidence: Number(confidence), under })
  const found = useLatest(asked, async (fresh) => {
    const { plan } = whole(await context.gql<{ cashMitigation: Mitigation }>(MITIGATION, JSON.parse(asked), { fresh })).cashMitigation
    if (!plan) throw new Pending()
    return plan
  })
  const height = tile.height ?? 300
  const plan = found.of === asked ? found.value : null
  return (
    <Card title={tile.title ?? 'What keeps the floor'} subtitle="The cheapest plan that keeps cash over the floor as often as you ask" span={tile.span ?? 12} busy={isBusy(found)} tools={<Segmented label="Keep the floor in so many futures" value={confidence} options={CONFIDENCES} onChange={setConfidence} />}>
      <UnderChip levers={under} />
      <div class="planned" style={{ minHeight: `${height}px` }}>
        {plan ? <Told plan={plan} asOf={context.company.asOf} /> : <Awaiting of={found} height={height} waiting={WAITING} />}
      </div>
    </Card>
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
        {suppliers && <Fact title="Suppliers paid late" value={percent(suppliers.lateShareAfter)} about={`${percent(suppliers.lateShareBefore)} with no action; ${suppliers.daysLater.toFixed(1)} days later on average`} />}
      </dl>
      {rule && <p class="plan-rule"><b>Standing order.</b> {rule.title}. Every {rule.everyDays} days, to stay {money(rule.buffer)} over the floor; at most {money(rule.peakHigh)} in nine of ten futures, interest {money(rule.cost)}. {rule.owner}.</p>}
      {plan.steps.length > 0 && <Steps plan={plan} asOf={asOf} />}
    </>
  )
}

function Steps({ plan, asOf }: { readonly plan: Plan; readonly asOf: string }) {
  const [view, setView] = useState<(typeof VIEWS)[number]['value']>('together')
  return (
    <section class="steps" aria-label="Steps of the plan">
      <div class="half-head"><h3>{plan.steps.length} {plan.steps.length === 1 ? 'step' : 'steps'}, the most helpful first</h3><Segmented label="Steps" value={view} options={VIEWS} onChange={setView} /></div>
      {view === 'each'
        ? <DataTable caption="Table of steps" columns={stepColumns(plan.currency, asOf)} rows={plan.steps} rowKey={({ id }) => id} />
        : <DataTable caption="Table of steps together" columns={bundleColumns(plan.currency, asOf)} rows={plan.bundles} rowKey={({ kind, on }) => `${kind} ${on}`} />}
    </section>
  )
}

function stepColumns(currency: string, asOf: string): readonly Column<Step>[] {
  return [
    { title: 'Step', cell: ({ title, risk, assumption }) => <span class="beside"><span class="wrap">{title}</span><small class="wrap">{[risk, assumption].filter(Boolean).join(' ')}</small></span> },
    ...shared<Step>(currency, asOf),
  ]
}

function bundleColumns(currency: string, asOf: string): readonly Column<Bundle>[] {
  return [
    { title: 'Step', cell: ({ title, steps }) => <span class="beside"><span class="wrap">{title}</span><small>{steps} {steps === 1 ? 'step' : 'steps'}</small></span> },
    ...shared<Bundle>(currency, asOf),
  ]
}

function shared<Row extends Step | Bundle>(currency: string, asOf: string): readonly Column<Row>[] {
  const units = { unit: 'money', currency }
  return [
    { title: 'Owner', roomy: true, cell: ({ owner }) => owner },
    { title: 'On', end: true, wideOnly: true, by: ({ on }) => on, cell: ({ on }) => dayText(on, asOf) },
    { title: 'Amount', end: true, wideOnly: true, by: ({ amount }) => amount, cell: ({ amount }) => shortText(amount, units) },
    { title: 'Adds', end: true, by: ({ gain }) => gain.expected, cell: ({ gain }) => <span class="beside" title="On the lowest day of each future; eight of ten lie between">{shortText(gain.expected, units)}<small>{shortText(gain.low, units)} to {shortText(gain.high, units)}</small></span> },
    { title: 'Cost', end: true, by: ({ cost }) => cost, cell: ({ cost }) => shortText(cost, units) },
  ]
}
