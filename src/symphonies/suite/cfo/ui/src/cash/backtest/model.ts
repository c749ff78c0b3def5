/** How past forecasts did, and what is drawn of it. */
import type { LineSpec, Series } from '@symphony/charts/spec'
import { axisText, dayText, percent, share, shortText } from '@symphony/sdk'
import type { Coverage } from '../model'

export interface Backtest {
  readonly model: number | null
  readonly asOf: string | null
  readonly currency: string
  readonly origins: number
  /** From how many it is to be, while the test goes on; else as many. */
  readonly planned: number
  readonly reason: string | null
  readonly error: number | null
  readonly coverage: readonly Coverage[]
  readonly rivalErrors: readonly Rival[]
  readonly weeks: readonly Week[]
  readonly horizons: readonly Horizon[]
}

/** Something that invoices to come may be told from besides past ones. */
export interface Input {
  readonly id: string
  readonly title: string
  readonly state: string
  readonly why: string
  readonly notes: readonly string[]
}

/** All forecasts so many weeks ahead, the oldest first. */
export interface Horizon {
  readonly weeks: number
  readonly level: number
  readonly covered: number
  readonly error: number
  readonly forecasts: readonly { readonly madeOn: string; readonly on: string; readonly forecast: number; readonly low: number; readonly high: number; readonly came: number }[]
}

export interface Rival {
  readonly id: string
  readonly title: string
  readonly error: number | null
}

/** A week of the horizon under one band. */
export interface Week {
  readonly week: number
  readonly level: number
  readonly covered: number | null
  readonly error: number | null
  readonly rivalErrors: readonly Pick<Rival, 'id' | 'error'>[]
}

/** Points of a share by which a band may miss its promise and still be called right. */
const TOLERANCE = 0.05

/** Whether a band held about as often as it promises, in words. */
export function verdictOf({ level, covered, chance }: Coverage): string {
  if (covered === null) return 'not known'
  const miss = covered - level
  if (Math.abs(miss) <= TOLERANCE) return 'as promised'
  const verdict = miss < 0 ? 'less often than promised' : 'more often than promised'
  if (!chance) return verdict
  const isLuck = chance.low <= covered && covered <= chance.high
  return `${verdict}, ${isLuck ? 'no more than chance does' : 'more than chance does'}: a right band holds ${share(chance.low)} to ${share(chance.high)} in such a test`
}

/** By how much the forecast is nearer than a rival. */
export function leadText(error: number | null, rival: Rival): string {
  if (error === null || rival.error === null || rival.error === 0) return 'not known'
  const lead = 1 - error / rival.error
  return lead >= 0 ? `the forecast is ${percent(lead)} nearer` : `the forecast is ${percent(-lead)} further off`
}

const categories = (weeks: readonly number[]) => weeks.map((week) => ({ label: String(week), name: `Week ${week}` }))
const COMMON = { kind: 'line', units: { unit: 'ratio' }, today: null } as const

/** How often each band held, by week of the horizon, against what it promises. */
export function coverageSpec({ weeks, coverage }: Backtest): LineSpec {
  const { numbers, at } = byWeek(weeks)
  const levels = coverage.map(({ level }) => level).toSorted((a, b) => b - a)
  const known = coverage.filter(({ covered }) => covered !== null).map((band) => `the ${share(band.level)} band held ${percent(band.covered!)}, ${verdictOf(band)}`)
  return {
    ...COMMON,
    title: 'How often the bands held',
    finding: known.length > 0 ? `Over all weeks ${known.join('; ')}.` : 'It is not known how often the bands held.',
    categories: categories(numbers),
    series: levels.map((level, index): Series => ({ name: `${share(level)} band`, role: index === 0 ? 'forecast' : 'actual', values: numbers.map((week) => at(week, level)?.covered ?? null) })),
    levels: levels.map((level) => ({ name: 'Promised', value: level, tone: 'target' })),
    fromZero: true,
  }
}

/** How far the forecast and its rivals were from what came, by week of the horizon. */
export function errorSpec({ weeks, rivalErrors, error }: Backtest): LineSpec {
  const { numbers, at } = byWeek(weeks)
  const level = weeks[0]?.level ?? 0
  const rivals = rivalErrors.map((rival, index): Series => ({
    name: SHORT[rival.id] ?? rival.title,
    role: index === 0 ? 'previous' : 'plan',
    values: numbers.map((week) => at(week, level)?.rivalErrors.find(({ id }) => id === rival.id)?.error ?? null),
  }))
  const leads = rivalErrors.map((rival) => `against ${rival.title.toLowerCase()}, ${leadText(error, rival)}`)
  return {
    ...COMMON,
    title: 'Forecast against what came',
    finding: `The weekly net flow missed by ${error === null ? 'an unknown share' : percent(error)} of its usual size: ${leads.join('; ')}.`,
    categories: categories(numbers),
    series: [{ name: 'Forecast', role: 'forecast', values: numbers.map((week) => at(week, level)?.error ?? null) }, ...rivals],
    levels: [],
    fromZero: true,
  }
}

/** Each forecast so many weeks ahead, with its band, beside what came. */
export function horizonSpec({ weeks, level, covered, error, forecasts }: Horizon, currency: string): LineSpec {
  const units = { unit: 'money', currency }
  return {
    kind: 'line',
    title: 'Forecast and actual',
    finding: `${weeks} ${weeks === 1 ? 'week' : 'weeks'} ahead the forecast was ${shortText(error, units)} off on average; its ${share(level)} band held ${percent(covered)} of ${forecasts.length} forecasts.`,
    units,
    categories: forecasts.map(({ madeOn, on }, i) => ({ label: axisText(on, 'DAY', i === 0), name: `${dayText(on)}, forecast on ${dayText(madeOn)}` })),
    series: [
      { name: 'Actual', role: 'actual', values: forecasts.map(({ came }) => came) },
      { name: 'Forecast', role: 'forecast', values: forecasts.map(({ forecast }) => forecast) },
    ],
    bands: [{ name: `${share(level)} range`, low: forecasts.map(({ low }) => low), high: forecasts.map(({ high }) => high) }],
    levels: [],
    today: null,
    fromZero: false,
  }
}

/** Names that fit at the end of a line. */
const SHORT: Readonly<Record<string, string>> = { last_year: 'Last year', total_alone: 'Total alone' }

function byWeek(weeks: readonly Week[]) {
  const numbers = [...new Set(weeks.map(({ week }) => week))].toSorted((a, b) => a - b)
  return { numbers, at: (week: number, level: number): Week | undefined => weeks.find((found) => found.week === week && found.level === level) }
}
