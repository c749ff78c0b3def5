/** Three ways to the low point, each as parts that add up: from today's cash, from an earlier forecast, by the levers. */
import type { BridgeSpec, BridgeStep } from '@symphony/charts/spec'
import { useBoard } from '@symphony/board'
import { dayText, magnitude, shortText, signed, whole, type Unit } from '@symphony/sdk'
import { useMemo } from 'preact/hooks'
import SINCE from '../../../operations/cash_since.graphql'
import { useReasons } from './forecast'
import type { Latest } from './latest'
import { readLevers, type Part, type Reasons, type Since } from './model'
import { useViewed } from './view'

/** What the bridge begins with. */
export type Why = 'opening' | 'since' | 'levers'

export const WHYS: Readonly<Record<Why, { readonly title: string; readonly said: string }>> = {
  opening: { title: 'From today', said: 'Mean of all paths on the day of the low point' },
  since: { title: 'Last forecast', said: 'From the forecast a week ago, on what was known then, to that of today' },
  levers: { title: 'Levers', said: 'From the middle low point without levers to that with them' },
}

/** The steps from one amount to another. */
export interface Way {
  readonly units: Unit
  readonly start: { readonly name: string; readonly value: number }
  readonly end: string
  readonly parts: readonly Part[]
  readonly said: string
  spec(title: string): BridgeSpec
}

/** The way that the page has chosen, as soon as it is known. */
export function useWhy(): { readonly why: Why; readonly found: Latest<unknown> & { retry(): void }; readonly told: Way | null; readonly reasons: Reasons | null } {
  const { state, context } = useBoard()
  const [asked] = state.own['why'] ?? []
  const why: Why = asked === 'since' || asked === 'levers' ? asked : 'opening'
  const levers = JSON.stringify(readLevers(state.own['lever'] ?? []))
  const reasons = useReasons(levers)
  const since = useViewed(why === 'since' ? 'since' : '', async (fresh, view) => (why === 'since' ? whole(await context.gql<{ cashSince: Since }>(SINCE, { view }, { fresh })).cashSince : null))
  const { asOf } = context.company
  const told = useMemo(() => {
    if (why === 'since') return since.value && sinceWay(since.value, asOf)
    return reasons.value && (why === 'levers' ? leversWay(reasons.value) : openingWay(reasons.value, asOf, levers !== '[]'))
  }, [why, since.value, reasons.value, asOf, levers])
  return { why, found: why === 'since' ? since : reasons, told, reasons: reasons.value }
}

/** From the opening cash over the drivers to the low point. */
export function openingWay({ currency, explanation, lowPoint }: Reasons, asOf: string, moved: boolean): Way {
  const opening = explanation.find(({ id }) => id === 'opening')?.amount ?? 0
  const said = `Mean of all paths on ${dayText(lowPoint.on, asOf)}, the day of the low point${moved ? ', with the levers as set' : ''}`
  return way({ unit: 'money', currency }, { name: 'Cash today', value: opening }, explanation.filter(({ id }) => id !== 'opening'), `Low ${dayText(lowPoint.on, asOf)}`, said)
}

/** From the low point of the earlier forecast to that of today. */
export function sinceWay({ currency, before, now, parts }: Since, asOf: string): Way {
  const said = `Lowest mean of the forecast of ${dayText(before.asOf, asOf)}, on what was known then, to that of today`
  return way({ unit: 'money', currency }, { name: `Low of ${dayText(before.asOf, now.asOf)}`, value: before.mean }, parts, 'Low of today', said)
}

/** From the low point without levers to that with them. */
export function leversWay({ currency, lowPoint, change }: Reasons): Way {
  return way({ unit: 'money', currency }, { name: 'No levers', value: lowPoint.p50 - change.lowPoint }, change.parts, 'With levers', WHYS.levers.said)
}

function way(units: Unit, start: Way['start'], parts: readonly Part[], end: string, said: string): Way {
  const told = { units, start, end, parts }
  const scale = Math.max(Math.abs(start.value), ...parts.map(({ amount }) => Math.abs(amount)))
  return { ...told, said: `${said}, ${magnitude(scale, units)}`, spec: (title) => specOf(title, told) }
}

/** Steps that are told apart; what is left stands together. */
const MOST_STEPS = 6
/** Share of the largest balance below which a step could not be seen. */
const LEAST_STEP = 0.002

function specOf(title: string, { units, start, end, parts }: Pick<Way, 'units' | 'start' | 'end' | 'parts'>): BridgeSpec {
  const strongest = strongestOf(parts)
  const least = LEAST_STEP * Math.abs(start.value)
  const seen = strongest.slice(0, MOST_STEPS).filter(({ amount }) => Math.abs(amount) >= least)
  const rest = sumOf(strongest.slice(seen.length))
  const told: readonly BridgeStep[] = [...seen.map(({ title: name, amount }) => ({ name, value: amount, total: false })), ...(Math.abs(rest) < least ? [] : [{ name: 'Others', value: rest, total: false }])]
  const total = start.value + sumOf(strongest)
  const [most] = strongest
  const finding = `From ${shortText(start.value, units)} to ${shortText(total, units)}${most ? `; the most by ${most.title.toLowerCase()}, ${signed(most.amount, units)}` : ''}.`
  return { kind: 'bridge', title, finding, units, steps: [{ ...start, total: true }, ...told, { name: end, value: total, total: true }] }
}

/** Parts that are not nothing, what weighs most first. */
export const strongestOf = (parts: readonly Part[]): readonly Part[] => parts.filter(({ amount }) => amount !== 0).toSorted((a, b) => Math.abs(b.amount) - Math.abs(a.amount))

export const sumOf = (parts: readonly Part[]): number => parts.reduce((sum, { amount }) => sum + amount, 0)

const OTHERS = 'others'

/** The heaviest parts of a driver, and all others in one, so that they still add up. */
export function customersOf({ parts = [] }: Part, most: number): readonly Part[] {
  const named = strongestOf(parts.filter(({ id }) => id !== OTHERS))
  const shown = named.slice(0, most)
  const rest = sumOf(parts) - sumOf(shown)
  return Math.round(rest) === 0 ? shown : [...shown, { id: OTHERS, title: 'All others', amount: rest }]
}
