/** The cash forecast as a chart: what was in ink, what may be in accent, the plan dotted once a lever moves. */
import type { LineSpec } from '@symphony/charts/spec'
import { axisText, dayText, share, shortText, type MetricRow } from '@symphony/sdk'
import type { Day, Forecast } from './model'

/** Builds the chart of a forecast beside the baseline it is held against. */
export function cashSpec(title: string, past: readonly MetricRow[], shown: Forecast, baseline: Forecast | null): LineSpec {
  const before = past.flatMap(({ periodStart, value }) => (periodStart === null || periodStart > shown.asOf ? [] : [{ on: periodStart, value }]))
  const history = before.at(-1)?.on === shown.asOf ? before : [...before, { on: shown.asOf, value: shown.opening }]
  const units = { unit: 'money', currency: shown.currency }
  const today = history.length - 1
  const blank = Array.from<null>({ length: today }).fill(null)
  const ahead = (of: Forecast, pick: (day: Day) => number): readonly (number | null)[] => [...blank, of.opening, ...of.days.map(pick)]
  const days = [...history.map(({ on }) => on), ...shown.days.map(({ on }) => on)]
  const { lowPoint } = shown
  const index = days.indexOf(lowPoint.on)
  const low = shown.days.find(({ on }) => on === lowPoint.on)
  const tests = [...new Set(shown.covenants.map(({ on }) => on))].map((on) => days.indexOf(on)).filter((at) => at >= 0)
  return {
    kind: 'line',
    title,
    finding: findingOf(shown),
    units,
    categories: days.map((on, i) => ({ label: axisText(on, 'DAY', i === 0), name: dayText(on, shown.asOf) })),
    series: [
      { name: 'History', role: 'actual', values: [...history.map(({ value }) => value), ...shown.days.map(() => null)] },
      { name: 'Median', role: 'forecast', values: ahead(shown, ({ p50 }) => p50) },
      ...(baseline ? [{ name: 'No levers', role: 'plan' as const, values: ahead(baseline, ({ p50 }) => p50) }] : []),
    ],
    bands: [
      { name: '80% range', low: ahead(shown, ({ p10 }) => p10), high: ahead(shown, ({ p90 }) => p90) },
      { name: '50% range', low: ahead(shown, ({ p25 }) => p25), high: ahead(shown, ({ p75 }) => p75) },
    ],
    levels: [{ name: 'Floor', value: shown.floor, tone: 'floor' }],
    events: tests.map((at) => ({ index: at, text: 'Covenant test' })),
    today,
    fromZero: true,
    ...(low && index >= 0 ? { low: { index, value: low.p50, text: `Lowest ${dayText(lowPoint.on, shown.asOf)}` } } : {}),
  }
}

function findingOf({ lowPoint, chanceBelowFloor, floor, asOf, currency }: Forecast): string {
  const units = { unit: 'money', currency }
  return `The median is lowest on ${dayText(lowPoint.on, asOf)}; the low point lies between ${shortText(lowPoint.p10, units)} and ${shortText(lowPoint.p90, units)} on eight of ten paths, and the chance of falling below the floor of ${shortText(floor, units)} is ${share(chanceBelowFloor)}.`
}
