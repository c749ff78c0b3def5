/** The steps of a plan, together by kind or each on its own, with all that a decision on one needs. */
import { DataTable, Segmented, type Column } from '@symphony/kit'
import { dayText, percent, shortText } from '@symphony/sdk'
import { useState } from 'preact/hooks'
import type { Bundle, Plan, Step } from './model'

const VIEWS = [{ value: 'together', title: 'Together' }, { value: 'each', title: 'Each step' }] as const
/** Ids that are named; the rest is counted. */
const NAMED = 3

export function Steps({ plan, asOf }: { readonly plan: Plan; readonly asOf: string }) {
  const [view, setView] = useState<(typeof VIEWS)[number]['value']>('together')
  return (
    <section class="steps" aria-label="Steps of the plan">
      <div class="half-head"><h3>{plan.steps.length} {plan.steps.length === 1 ? 'step' : 'steps'}, the most helpful first</h3><Segmented label="Steps" value={view} options={VIEWS} onChange={setView} /></div>
      {view === 'each'
        ? <DataTable caption="Table of steps" columns={stepColumns(plan.currency, asOf)} rows={plan.steps} rowKey={({ id }) => id} />
        : <DataTable caption="Table of steps together" columns={bundleColumns(plan, asOf)} rows={plan.bundles} rowKey={({ kind, on }) => `${kind} ${on}`} />}
    </section>
  )
}

function stepColumns(currency: string, asOf: string): readonly Column<Step>[] {
  return [
    {
      title: 'Step',
      cell: (step) => (
        <span class="beside">
          <span class="wrap">{step.title}</span>
          <Small text={doneText(step, asOf)} />
          <Small text={step.risk} />
          <Small text={step.assumption && `Assumed: ${step.assumption}.`} />
          <Small text={practiceText([step])} />
          <Small text={evidenceText(step.evidence)} />
        </span>
      ),
    },
    ...shared<Step>(currency, asOf),
  ]
}

function bundleColumns({ currency, steps }: Plan, asOf: string): readonly Column<Bundle>[] {
  const of = ({ kind }: Bundle): readonly Step[] => steps.filter((step) => step.kind === kind)
  const all = (mine: readonly Step[], pick: (step: Step) => string | null): string => [...new Set(mine.map(pick))].filter(Boolean).join(' ')
  return [
    {
      title: 'Step',
      cell: (bundle) => {
        const mine = of(bundle)
        return (
          <span class="beside">
            <span class="wrap">{bundle.title}</span>
            <Small text={`${bundle.steps} ${bundle.steps === 1 ? 'step' : 'steps'}. ${all(mine, ({ risk }) => risk)}`} />
            <Small text={all(mine, ({ assumption }) => assumption && `Assumed: ${assumption}.`)} />
            <Small text={practiceText(mine)} />
            <Small text={evidenceText([...new Set(mine.flatMap(({ evidence }) => evidence))])} />
          </span>
        )
      },
    },
    ...shared<Bundle>(currency, asOf),
  ]
}

function Small({ text }: { readonly text: string | null }) {
  return text ? <small class="wrap">{text}</small> : null
}

/** How much of it is done, and until when. */
function doneText({ share, until }: Step, asOf: string): string {
  return [share < 1 && `${percent(share)} of it`, until && `until ${dayText(until, asOf)}`].filter(Boolean).join(', ')
}

function evidenceText(ids: readonly string[]): string {
  if (ids.length === 0) return ''
  const rest = ids.length - NAMED
  return `Rests on ${ids.slice(0, NAMED).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}.`
}

/** What suppliers see of some steps. */
function practiceText(steps: readonly Step[]): string {
  const seen = steps.flatMap(({ practice, amount }) => (practice ? [{ ...practice, amount }] : []))
  if (seen.length === 0) return ''
  const weight = seen.reduce((sum, { amount }) => sum + amount, 0) || 1
  const mean = (pick: (each: (typeof seen)[number]) => number): string => (seen.reduce((sum, each) => sum + pick(each) * each.amount, 0) / weight).toFixed(1)
  const names = [...new Set(seen.flatMap(({ suppliers }) => suppliers))]
  const whom = names.length === 0 ? 'Suppliers' : names.length <= NAMED ? names.join(', ') : `${names.slice(0, NAMED).join(', ')} and ${names.length - NAMED} more`
  return `${whom}: paid ${mean(({ daysLater }) => daysLater)} days later, ${mean(({ daysBeyondTerms }) => daysBeyondTerms)} of them beyond terms.`
}

function shared<Row extends Step | Bundle>(currency: string, asOf: string): readonly Column<Row>[] {
  const units = { unit: 'money', currency }
  return [
    { title: 'Owner', roomy: true, cell: ({ owner }) => owner },
    { title: 'On', end: true, wideOnly: true, by: ({ on }) => on, cell: ({ on }) => dayText(on, asOf) },
    { title: 'Amount', end: true, wideOnly: true, by: ({ amount }) => amount, cell: ({ amount }) => shortText(amount, units) },
    { title: 'Adds', end: true, by: ({ gain }) => gain.expected, cell: ({ gain }) => <span class="beside" title={`On the lowest day of each future; eight of ten lie between, and it adds something in ${percent(gain.chance)}`}>{shortText(gain.expected, units)}<small>{shortText(gain.low, units)} to {shortText(gain.high, units)}</small></span> },
    { title: 'Cost', end: true, by: ({ cost }) => cost, cell: ({ cost }) => shortText(cost, units) },
  ]
}
