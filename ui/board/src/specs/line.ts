/** Rows over time as a line chart. */
import type { Category, Level, LineSpec, Role, Series } from '@symphony/charts/spec'
import { axisText, change, periodText, shortText, type Grain, type MetricRow, type Unit } from '@symphony/sdk'

export interface LineInput {
  readonly title: string
  readonly unit: Unit
  readonly grain: Grain
  readonly lines: readonly { readonly name: string; readonly role: Role; readonly points: readonly Dated[] }[]
  readonly levels: readonly Level[]
  readonly fromZero: boolean
  /** First day of the period the figures stand at. */
  readonly today: string
}

export interface Dated {
  readonly at: string
  readonly value: number | null
}

/** The values of rows by period. */
export function actuals(rows: readonly MetricRow[]): readonly Dated[] {
  return rows.flatMap((row) => (row.periodStart === null ? [] : [{ at: row.periodStart, value: row.value }]))
}

/** A comparison of rows by period. */
export function compared(rows: readonly MetricRow[], kind: string): readonly Dated[] {
  return rows.flatMap((row) => (row.periodStart === null ? [] : [{ at: row.periodStart, value: row.comparisons.find((found) => found.kind === kind)?.value ?? null }]))
}

/** The chart of lines that share one axis; lines without a single value are left out. */
export function lineSpec(input: LineInput): LineSpec {
  const lines = input.lines.filter((line) => line.points.some((point) => point.value !== null))
  const known = [...new Set(lines.flatMap((line) => line.points.filter(({ value }) => value !== null).map(({ at }) => at)))].toSorted()
  const days = [...new Set(lines.flatMap((line) => line.points.map(({ at }) => at)))].toSorted().filter((at) => at >= known[0]! && at <= known.at(-1)!)
  const series: Series[] = lines.map((line) => {
    const values = new Map(line.points.map((point) => [point.at, point.value]))
    return { name: line.name, role: line.role, values: days.map((at) => values.get(at) ?? null) }
  })
  const categories: Category[] = days.map((at, i) => ({ label: axisText(at, input.grain, i === 0), name: periodText(at, input.grain) }))
  const today = days.indexOf(input.today)
  const last = series[0]?.values.findLastIndex((value) => value !== null) ?? -1
  return {
    kind: 'line',
    title: input.title,
    finding: finding(input, series, categories, last),
    units: input.unit,
    categories,
    series,
    levels: input.levels,
    today: today >= 0 && today < days.length - 1 ? today : null,
    fromZero: input.fromZero,
  }
}

function finding(input: LineInput, series: readonly Series[], categories: readonly Category[], last: number): string {
  const [main, other] = series
  const value = main?.values[last]
  if (value === null || value === undefined) return 'There is no figure in this period.'
  const said = `${shortText(value, input.unit)} in ${categories[last]?.name}`
  const against = other?.values[last]
  if (other && against !== null && against !== undefined && other.role !== 'group') {
    const gap = value - against
    const words = gap === 0 ? `equal to ${other.name.toLowerCase()}` : `${change(gap, input.unit)} ${gap > 0 ? 'above' : 'below'} ${other.name.toLowerCase()}`
    return `${said}, ${words}.`
  }
  return `${said}.`
}
