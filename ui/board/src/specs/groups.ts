/** Rows by dimensions as bars, stacks and heat maps. */
import type { BarSpec, Category, HeatSpec, Role, Series, StackedSpec } from '@symphony/charts/spec'
import { axisText, periodText, share, shortText, type Comparison, type Grain, type MetricRow, type Unit } from '@symphony/sdk'

export interface GroupInput {
  readonly title: string
  readonly name: string
  readonly unit: Unit
  readonly rows: readonly MetricRow[]
  readonly by: readonly string[]
  readonly order?: readonly string[] | undefined
  readonly grain: Grain
}

const REST = 'Rest'
const MOST_HUES = 6
const NONE = 'Not given'

/** Key and label of one dimension of a row. */
export function groupOf(row: MetricRow, dimension: string): { readonly key: string | null; readonly label: string } {
  const found = row.dimensions.find((value) => value.name === dimension)
  if (row.isRest && (found?.key ?? null) === null) return { key: null, label: REST }
  const label = found?.label ?? found?.key ?? NONE
  return { key: found?.key ?? null, label: label === found?.key ? label.replaceAll('_', ' ') : label }
}

/** Only the rows of the newest period; all rows when there is no period. */
export function newestRows(rows: readonly MetricRow[]): readonly MetricRow[] {
  const last = rows.reduce<string | null>((max, row) => (row.periodStart !== null && (max === null || row.periodStart > max) ? row.periodStart : max), null)
  return rows.filter((row) => row.periodStart === last)
}

/** A ranking, largest first, the rest at the end. */
export function barSpec(input: GroupInput, compare: Comparison | undefined): BarSpec {
  const [by = ''] = input.by
  const rows = newestRows(input.rows).toSorted((a, b) => Number(a.isRest) - Number(b.isRest) || Math.abs(b.value ?? 0) - Math.abs(a.value ?? 0))
  const categories = rows.map((row) => category(row, by))
  const series: Series[] = [{ name: input.name, role: 'actual', values: rows.map((row) => row.value) }]
  if (compare) {
    const values = rows.map((row) => row.comparisons.find((found) => found.kind === compare)?.value ?? null)
    if (values.some((value) => value !== null)) series.push({ name: compare === 'TARGET' ? 'Plan' : 'Year ago', role: 'plan', values })
  }
  return { kind: 'bar', title: input.title, finding: largest(input, categories, rows), units: input.unit, categories, series }
}

/** Stacked columns: over time for one dimension, over the first dimension for two. */
export function stackedSpec(input: GroupInput): StackedSpec {
  const overTime = input.by.length === 1
  const rows = overTime ? input.rows : newestRows(input.rows)
  const stackBy = input.by[overTime ? 0 : 1] ?? ''
  const axis = overTime ? timeAxis(rows, input.grain) : groupAxis(rows, input.by[0] ?? '')
  const place = (row: MetricRow): string => (overTime ? (row.periodStart ?? '') : groupOf(row, input.by[0] ?? '').label)
  const stacks = ordered([...new Set([...(rows.length > 0 ? (input.order ?? []) : []), ...rows.map((row) => groupOf(row, stackBy).label)])], input.order)
  const cells = new Map(rows.map((row) => [`${place(row)}\n${groupOf(row, stackBy).label}`, row.value]))
  const all: Series[] = stacks.map((label) => ({ name: label, role: 'group' satisfies Role, values: axis.map(({ id }) => cells.get(`${id}\n${label}`) ?? null) }))
  const series = input.order ? all : folded(all)
  const finding = series.length === 0 ? 'There is no figure in this period.' : stackFinding(input, series, axis.map(({ category: at }) => at))
  return { kind: 'stacked', title: input.title, finding, units: input.unit, categories: axis.map(({ category: at }) => at), series, ordered: input.order !== undefined, grouped: !overTime }
}

/** Two dimensions as a grid: the first down, the second across. */
export function heatSpec(input: GroupInput): HeatSpec {
  const [down = '', across = ''] = input.by
  const rows = newestRows(input.rows)
  const lines = groupAxis(rows, down)
  const columns = ordered([...new Set(rows.map((row) => groupOf(row, across).label))], input.order)
  const cells = new Map(rows.map((row) => [`${groupOf(row, down).label}\n${groupOf(row, across).label}`, row.value]))
  const top = rows.toSorted((a, b) => Math.abs(b.value ?? 0) - Math.abs(a.value ?? 0))[0]
  const finding = top ? `Largest is ${groupOf(top, down).label}, ${groupOf(top, across).label} with ${shortText(top.value, input.unit)}.` : 'There is no figure in this period.'
  return {
    kind: 'heat', title: input.title, finding, units: input.unit,
    columns: columns.map((label) => ({ label, name: label })),
    rows: lines.map(({ category: at }) => at),
    values: lines.map(({ id }) => columns.map((label) => cells.get(`${id}\n${label}`) ?? null)),
  }
}

function category(row: MetricRow, by: string): Category {
  const { key, label } = groupOf(row, by)
  return { label, name: label, key }
}

interface Place {
  readonly id: string
  readonly category: Category
}

function timeAxis(rows: readonly MetricRow[], grain: Grain): readonly Place[] {
  const days = [...new Set(rows.map((row) => row.periodStart ?? ''))].toSorted()
  return days.map((id, i) => ({ id, category: { label: axisText(id, grain, i === 0), name: periodText(id, grain) } }))
}

function groupAxis(rows: readonly MetricRow[], by: string): readonly Place[] {
  const sums = new Map<string, { total: number; key: string | null }>()
  for (const row of rows) {
    const { key, label } = groupOf(row, by)
    sums.set(label, { total: (sums.get(label)?.total ?? 0) + Math.abs(row.value ?? 0), key })
  }
  return [...sums].toSorted((a, b) => b[1].total - a[1].total).map(([label, { key }]) => ({ id: label, category: { label, name: label, key } }))
}

/** The largest series, and all others as one: more hues could not be told apart. */
function folded(series: readonly Series[]): readonly Series[] {
  if (series.length <= MOST_HUES) return series
  const size = ({ values }: Series): number => values.reduce<number>((sum, value) => sum + Math.abs(value ?? 0), 0)
  const kept = new Set(series.toSorted((a, b) => size(b) - size(a)).slice(0, MOST_HUES - 1))
  const others = series.filter((one) => !kept.has(one))
  const length = series[0]?.values.length ?? 0
  const values = Array.from({ length }, (_, i) => others.reduce((sum, other) => sum + (other.values[i] ?? 0), 0))
  return [...series.filter((one) => kept.has(one)), { name: 'Others', role: 'group', values }]
}

function ordered(labels: readonly string[], order: readonly string[] | undefined): readonly string[] {
  if (!order) return labels.toSorted((a, b) => Number(a === REST) - Number(b === REST))
  const place = (label: string): number => (order.includes(label) ? order.indexOf(label) : order.length)
  return labels.toSorted((a, b) => place(a) - place(b))
}

function largest(input: GroupInput, categories: readonly Category[], rows: readonly MetricRow[]): string {
  const [first] = rows
  if (!first || first.value === null) return 'There is no figure in this period.'
  const total = rows.reduce((sum, row) => sum + (row.value ?? 0), 0)
  const part = input.unit.unit === 'money' && total > 0 && first.value > 0 ? `, ${share(first.value / total)} of the total` : ''
  return `${categories[0]?.name} leads with ${shortText(first.value, input.unit)}${part}.`
}

function stackFinding(input: GroupInput, series: readonly Series[], categories: readonly Category[]): string {
  const last = categories.length - 1
  const total = (index: number): number => series.reduce((sum, { values }) => sum + (values[index] ?? 0), 0)
  if (input.by.length === 1) return `${shortText(total(last), input.unit)} in ${categories[last]?.name}.`
  return `${categories[0]?.name} is largest with ${shortText(total(0), input.unit)}.`
}
