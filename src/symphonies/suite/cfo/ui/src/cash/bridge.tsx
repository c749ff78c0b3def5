/** Why the low point is where it is: from today's cash to it, or from the forecast of last week to this one. */
import type { BridgeSpec, BridgeStep } from '@symphony/charts/spec'
import { useBoard, type PartProps } from '@symphony/board'
import { Card, Chart, Segmented } from '@symphony/kit'
import { dayText, magnitude, shortText, signed, whole, type Unit } from '@symphony/sdk'
import { useMemo, useState } from 'preact/hooks'
import SINCE from '../../../operations/cash_since.graphql?raw'
import { Awaiting, isBusy } from './awaiting'
import { useReasons } from './forecast'
import { useLatest } from './latest'
import { readLevers, type Part, type Reasons, type Since } from './model'

const FROM = [{ value: 'opening', title: 'From today' }, { value: 'since', title: 'Since last forecast' }] as const
/** Steps that are told apart; what is left stands together. */
const MOST_STEPS = 6
/** Share of the largest balance below which a step could not be seen. */
const LEAST_STEP = 0.002

export function CashBridgePart({ tile }: PartProps) {
  const { state, go } = useBoard()
  const [from, setFrom] = useState<(typeof FROM)[number]['value']>('opening')
  const title = tile.title ?? 'Why the low point is there'
  const asTable = state.tables.includes(tile.id)
  const toggle = (): void => go({ tables: asTable ? state.tables.filter((id) => id !== tile.id) : [...state.tables, tile.id] }, { replace: true })
  const frame = { tile, title, asTable, toggle, tools: <Segmented label="Begin" value={from} options={FROM} onChange={setFrom} /> }
  return from === 'opening' ? <FromOpening {...frame} /> : <SinceLast {...frame} />
}

interface FrameProps extends PartProps {
  readonly title: string
  readonly asTable: boolean
  readonly toggle: () => void
  readonly tools: preact.JSX.Element
}

function FromOpening(frame: FrameProps) {
  const { state, context } = useBoard()
  const levers = JSON.stringify(readLevers(state.own['lever'] ?? []))
  const found = useReasons(levers)
  const spec = useMemo(() => found.value && levelSpec(frame.title, found.value, context.company.asOf), [frame.title, found.value])
  const said = found.value ? `Mean of all paths on ${dayText(found.value.lowPoint.on, context.company.asOf)}, the day of the low point${levers === '[]' ? '' : ', with the levers as set'}` : 'Mean of all paths on the day of the low point'
  return <Bridge {...frame} of={found} spec={spec} said={said} />
}

function SinceLast(frame: FrameProps) {
  const { context } = useBoard()
  const found = useLatest('since', async (fresh) => whole(await context.gql<{ cashSince: Since }>(SINCE, {}, { fresh })).cashSince)
  const spec = useMemo(() => found.value && sinceSpec(frame.title, found.value), [frame.title, found.value])
  const said = found.value ? `Lowest mean of the forecast of ${dayText(found.value.before.asOf, context.company.asOf)}, on what was known then, to that of today` : 'From the forecast a week ago, on what was known then, to that of today'
  return <Bridge {...frame} of={found} spec={spec} said={said} />
}

interface BridgeProps extends FrameProps {
  readonly of: Parameters<typeof Awaiting>[0]['of']
  readonly spec: BridgeSpec | null
  readonly said: string
}

function Bridge({ tile, title, asTable, toggle, tools, of, spec, said }: BridgeProps) {
  const height = tile.height ?? 240
  const scale = spec ? `, ${magnitude(Math.max(...spec.steps.map(({ value }) => Math.abs(value))), spec.units)}` : ''
  return (
    <Card title={title} subtitle={said + scale} span={tile.span ?? 12} busy={isBusy(of)} tools={tools}>
      <div class="plot" style={{ minHeight: `${height + 8}px` }}>
        {spec ? <Chart spec={spec} height={height} asTable={asTable} onToggle={toggle} /> : <Awaiting of={of} height={height} />}
      </div>
    </Card>
  )
}

/** From the opening cash over the drivers to the low point. */
export function levelSpec(title: string, { currency, explanation, lowPoint }: Reasons, asOf: string): BridgeSpec {
  const opening = explanation.find(({ id }) => id === 'opening')?.amount ?? 0
  const drivers = explanation.filter(({ id }) => id !== 'opening')
  return specOf(title, { unit: 'money', currency }, { name: 'Cash today', value: opening }, drivers, `Low ${dayText(lowPoint.on, asOf)}`)
}

/** From the low point of the earlier forecast to that of today. */
export function sinceSpec(title: string, { currency, before, now, parts }: Since): BridgeSpec {
  return specOf(title, { unit: 'money', currency }, { name: `Low of ${dayText(before.asOf, now.asOf)}`, value: before.mean }, parts, 'Low of today')
}

function specOf(title: string, units: Unit, start: { readonly name: string; readonly value: number }, drivers: readonly Part[], end: string): BridgeSpec {
  const strongest = drivers.filter(({ amount }) => amount !== 0).toSorted((a, b) => Math.abs(b.amount) - Math.abs(a.amount))
  const least = LEAST_STEP * Math.abs(start.value)
  const seen = strongest.slice(0, MOST_STEPS).filter(({ amount }) => Math.abs(amount) >= least)
  const rest = strongest.slice(seen.length).reduce((sum, { amount }) => sum + amount, 0)
  const told: readonly BridgeStep[] = [...seen.map(({ title: name, amount }) => ({ name, value: amount, total: false })), ...(Math.abs(rest) < least ? [] : [{ name: 'Others', value: rest, total: false }])]
  const total = start.value + strongest.reduce((sum, { amount }) => sum + amount, 0)
  const [most] = strongest
  const finding = `From ${shortText(start.value, units)} to ${shortText(total, units)}${most ? `; the most by ${most.title.toLowerCase()}, ${signed(most.amount, units)}` : ''}.`
  return { kind: 'bridge', title, finding, units, steps: [{ ...start, total: true }, ...told, { name: end, value: total, total: true }] }
}
