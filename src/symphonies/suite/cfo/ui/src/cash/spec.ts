/** The cash forecast as a chart: what was in ink, what may be in accent, the plan dotted once a lever moves. */
import type { LineSpec, Pointer, Series } from '@symphony/charts/spec'
import { axisText, dayText, share, shortText, type MetricRow } from '@symphony/sdk'
import type { Day, Forecast } from './model'

type Dated = { readonly on: string; readonly value: number | null }

/** Builds the chart of a forecast beside the baseline it is held against. */
export function cashSpec(title: string, past: readonly MetricRow[], shown: Forecast, baseline: Forecast | null): LineSpec {
  const before = past.flatMap(({ periodStart, value }) => (periodStart === null || periodStart > shown.asOf ? [] : [{ on: periodStart, value }]))
  const history: readonly Dated[] = before.at(-1)?.on === shown.asOf ? before : [...before, { on: shown.asOf, value: shown.opening }]
  const units = { unit: 'money', currency: shown.currency }
  const today = history.length - 1
  const blank = Array.from<null>({ length: today }).fill(null)
  const ahead = (of: Forecast, pick: (day: Day) => number): readonly (number | null)[] => [...blank, of.opening, ...of.days.map(pick)]
  const days = [...history.map(({ on }) => on), ...shown.days.map(({ on }) => on)]
  const happens = happeningsOf(shown)
  const { lowPoint } = shown
  const index = days.indexOf(lowPoint.on)
  const low = shown.days.find(({ on }) => on === lowPoint.on)
  return {
    kind: 'line',
    title,
    finding: findingOf(shown),
    units,
    categories: days.map((on, i) => ({ label: axisText(on, 'DAY', i === 0), name: [dayText(on, shown.asOf), happens.get(on)?.said].filter(Boolean).join(': ') })),
    series: [
      { name: 'History', role: 'actual', values: [...history.map(({ value }) => value), ...shown.days.map(() => null)] },
      { name: 'Median', role: 'forecast', values: ahead(shown, ({ p50 }) => p50) },
      ...(baseline ? [{ name: 'No levers', role: 'plan' as const, values: ahead(baseline, ({ p50 }) => p50) }] : []),
      ...facility(shown, blank),
    ],
    bands: [
      { name: '80% range', low: ahead(shown, ({ p10 }) => p10), high: ahead(shown, ({ p90 }) => p90) },
      { name: '50% range', low: ahead(shown, ({ p25 }) => p25), high: ahead(shown, ({ p75 }) => p75) },
    ],
    levels: [{ name: 'Floor', value: shown.floor, tone: 'floor' }, ...liquidityCovenants(shown)],
    events: [...happens].flatMap(([on, { title: text }]): readonly Pointer[] => (days.includes(on) ? [{ index: days.indexOf(on), text }] : [])),
    today,
    fromZero: true,
    ...(low && index >= 0 ? { low: { index, value: low.p50, text: `Lowest ${dayText(lowPoint.on, shown.asOf)}` } } : {}),
  }
}

/** What was, before any forecast is there. */
export function pastSpec(title: string, past: readonly MetricRow[], currency: string, asOf: string): LineSpec {
  const known = past.flatMap(({ periodStart, value }) => (periodStart === null || value === null ? [] : [{ on: periodStart, value }]))
  const last = known.at(-1)
  const units = { unit: 'money', currency }
  return {
    kind: 'line',
    title,
    finding: last ? `${shortText(last.value, units)} on ${dayText(last.on, asOf)}; the forecast is not there yet.` : 'There is no figure yet.',
    units,
    categories: known.map(({ on }, i) => ({ label: axisText(on, 'DAY', i === 0), name: dayText(on, asOf) })),
    series: [{ name: 'History', role: 'actual', values: known.map(({ value }) => value) }],
    levels: [],
    today: null,
    fromZero: true,
  }
}

/** Cash and what credit lines still offer: the limit that moves. */
function facility({ days, opening }: Forecast, blank: readonly null[]): readonly Series[] {
  const [first] = days
  if (!first || days.every(({ undrawn }) => undrawn === 0)) return []
  return [{ name: 'With credit', role: 'limit', values: [...blank, opening + first.undrawn, ...days.map(({ p50, undrawn }) => p50 + undrawn)] }]
}

/** Covenants that are tested in money; cash and undrawn credit must stay over them. */
function liquidityCovenants({ covenants }: Forecast): LineSpec['levels'] {
  const limits = new Map(covenants.filter(({ measure }) => measure === 'liquidity').map(({ name, limit }) => [name, limit]))
  return [...limits].map(([name, value]) => ({ name: `${name} (covenant)`, value, tone: 'ceiling' }))
}

interface Happening {
  readonly title: string
  readonly said: string
}

/** The payments and covenant tests by day; payments first where both fall on one. */
function happeningsOf({ events, covenants, currency }: Forecast): ReadonlyMap<string, Happening> {
  const found = new Map<string, Happening>()
  const add = (on: string, title: string, said: string): void => {
    const before = found.get(on)
    found.set(on, before ? { title: before.title, said: `${before.said}, ${said}` } : { title, said })
  }
  for (const { on, title, amount } of events) add(on, title, `${title.toLowerCase()} ${shortText(amount, { unit: 'money', currency })}`)
  for (const on of new Set(covenants.map((test) => test.on))) add(on, 'Covenants', 'covenant test')
  return found
}

function findingOf({ lowPoint, chanceBelowFloor, floor, asOf, currency }: Forecast): string {
  const units = { unit: 'money', currency }
  return `The median is lowest on ${dayText(lowPoint.on, asOf)}; the low point lies between ${shortText(lowPoint.p10, units)} and ${shortText(lowPoint.p90, units)} on eight of ten paths, and the chance of falling below the floor of ${shortText(floor, units)} is ${share(chanceBelowFloor)}.`
}
