/** From the columns and rows of an answer to a chart and its table. */
import type { ChartSpec, Role, Series } from '@symphony/charts/spec'
import { axisText, dayText, full, periodText, type Grain, type Unit } from '@symphony/sdk'
import type { Answer, AnswerCell, AnswerChart, AnswerColumn, AnswerRow } from './server'

/** Bars and lines beyond these are left to the table. */
export const MOST_BARS = 12
export const MOST_LINES = 5

const DAY = /^\d{4}-\d{2}-\d{2}/
const GRAINS: readonly Grain[] = ['DAY', 'WEEK', 'MONTH', 'QUARTER', 'YEAR']

/** In which steps the answer's periods come, as asked or as they look; null without periods. */
export function grainOf({ query, columns, rows }: Pick<Answer, 'query' | 'columns' | 'rows'>): Grain | null {
  const grain: unknown = query && (JSON.parse(query) as { readonly grain?: unknown }).grain
  const asked = GRAINS.find((known) => known === String(grain).toUpperCase())
  if (asked) return asked
  const at = columns.findIndex(({ name }) => name === 'period')
  const days = at < 0 ? [] : rows.map(({ cells }) => cells[at]?.text ?? '')
  return days.length > 0 && days.every((day) => /^\d{4}-\d{2}-01/.test(day)) ? 'MONTH' : null
}

/** The columns people read: names instead of keys, and no marks. */
export function shownColumns({ columns }: Pick<Answer, 'columns'>): readonly { readonly column: AnswerColumn; readonly at: number }[] {
  const names = new Set(columns.map(({ name }) => name))
  return columns.flatMap((column, at) => (names.has(`${column.name}__label`) || column.name === 'complete' || column.name === 'is_rest' ? [] : [{ column, at }]))
}

/** One cell in words. */
export function cellText({ number, text }: AnswerCell, unit: Unit, grain: Grain | null, write: typeof full = full): string {
  if (number !== null) return write(number, unit)
  if (text === null) return full(null, unit)
  return DAY.test(text) ? (grain ? periodText(text, grain) : dayText(text)) : text
}

/** The unit of a column; those of engines share the unit of the chart. */
export function unitOf(column: AnswerColumn, chart: AnswerChart | null): Unit {
  const { low = '', high = '' } = chart?.band ?? {}
  const own = column.unit ?? (chart && [low, high, ...chart.series].includes(column.name) ? chart.unit : 'number')
  return { unit: own, currency: column.currency ?? (own === 'money' ? (chart?.currency ?? null) : null) }
}

/** What can be drawn of an answer; null where the sentence or a table says it better. */
export function specOf(answer: Answer): ChartSpec | null {
  const { chart, rows } = answer
  if (!chart || rows.length < 2) return null
  const table = new Table(answer, chart)
  if (chart.kind === 'bar') return bars(table)
  if (chart.kind === 'line') return lines(table)
  return chart.kind === 'stacked' && chart.split !== null ? stacks(table) : null
}

/** Reads cells by the names of columns. */
class Table {
  readonly answer: Answer
  readonly chart: AnswerChart
  readonly grain: Grain | null
  readonly #at: ReadonlyMap<string, number>

  constructor(answer: Answer, chart: AnswerChart) {
    this.answer = answer
    this.chart = chart
    this.grain = grainOf(answer)
    this.#at = new Map(answer.columns.map(({ name }, i) => [name, i]))
  }

  cell(row: AnswerRow, name: string | null): AnswerCell {
    return row.cells[this.#at.get(name ?? '') ?? -1] ?? { number: null, text: null }
  }

  name(row: AnswerRow, column: string | null): string {
    return this.cell(row, column).text ?? 'Not given'
  }

  title(column: string): string {
    return this.answer.columns.find(({ name }) => name === column)?.title ?? column
  }

  get common() {
    const { title, unit, currency } = this.chart
    return { title, finding: this.answer.sentence, units: { unit, currency } }
  }
}

function bars(table: Table): ChartSpec {
  const { answer, chart, common } = table
  const [first = ''] = chart.series
  const size = (row: AnswerRow): number => Math.abs(table.cell(row, first).number ?? 0)
  const rest = (row: AnswerRow): number => Number(table.cell(row, 'is_rest').text === 'yes')
  const rows = answer.rows.toSorted((a, b) => rest(a) - rest(b) || size(b) - size(a)).slice(0, MOST_BARS)
  const named = (row: AnswerRow): string => (rest(row) ? 'Rest' : placeName(table, row))
  return {
    kind: 'bar', ...common,
    categories: rows.map((row) => ({ label: named(row), name: named(row) })),
    series: chart.series.slice(0, 2).map((name, i) => ({ name: table.title(name), role: i === 0 ? 'actual' : 'plan', values: rows.map((row) => table.cell(row, name).number) })),
  }
}

function placeName(table: Table, row: AnswerRow): string {
  const text = table.name(row, table.chart.x)
  return DAY.test(text) ? periodText(text, table.grain ?? 'DAY') : text
}

interface Axis {
  readonly keys: readonly string[]
  readonly categories: readonly { readonly label: string; readonly name: string }[]
}

function axisOf(table: Table): Axis {
  const keys = [...new Set(table.answer.rows.map((row) => table.name(row, table.chart.x)))]
  const dated = keys.every((key) => DAY.test(key))
  const grain = table.grain ?? 'DAY'
  const ordered = dated ? keys.toSorted() : keys
  return { keys: ordered, categories: ordered.map((key, i) => (dated ? { label: axisText(key, grain, i === 0), name: periodText(key, grain) } : { label: key, name: key })) }
}

function lines(table: Table): ChartSpec {
  const { chart, common } = table
  const axis = axisOf(table)
  const series = chart.split === null ? chart.series.map((name) => seriesOf(table, axis, name)) : splitOf(table, axis).slice(0, MOST_LINES)
  const ends = (name: string): Series['values'] => seriesOf(table, axis, name).values
  const bands = chart.band ? [{ name: '80% range', low: ends(chart.band.low), high: ends(chart.band.high) }] : []
  return { kind: 'line', ...common, categories: axis.categories, series, bands, levels: [], today: null, fromZero: chart.unit !== 'ratio' }
}

function stacks(table: Table): ChartSpec {
  const axis = axisOf(table)
  const all = splitOf(table, axis)
  const others = all.slice(MOST_LINES)
  const sum = (i: number): number => others.reduce((total, { values }) => total + (values[i] ?? 0), 0)
  const series = others.length > 1 ? [...all.slice(0, MOST_LINES), { name: 'Others', role: 'group' as const, values: axis.keys.map((_, i) => sum(i)) }] : all
  return { kind: 'stacked', ...table.common, categories: axis.categories, series, ordered: false, grouped: !axis.keys.every((key) => DAY.test(key)) }
}

function seriesOf(table: Table, axis: Axis, name: string): Series {
  const values = new Map(table.answer.rows.map((row) => [table.name(row, table.chart.x), table.cell(row, name).number]))
  return { name: table.title(name), role: roleOf(table, name), values: axis.keys.map((key) => values.get(key) ?? null) }
}

/** What an engine foretells, and beside it what that is held against. */
function roleOf({ chart }: Table, name: string): Role {
  const [, suffix = ''] = name.split('__')
  if (chart.band) return name === chart.series[0] ? 'forecast' : 'plan'
  if (suffix === 'target') return 'plan'
  return suffix.startsWith('previous') ? 'previous' : suffix ? 'group' : 'actual'
}

/** One series for each value of the splitting column, the largest first. */
function splitOf(table: Table, axis: Axis): readonly Series[] {
  const { chart, answer } = table
  const [measure = ''] = chart.series
  const names = [...new Set(answer.rows.map((row) => table.name(row, chart.split)))]
  const cells = new Map(answer.rows.map((row) => [`${table.name(row, chart.x)}\n${table.name(row, chart.split)}`, table.cell(row, measure).number]))
  const series = names.map((name): Series => ({ name, role: 'group', values: axis.keys.map((key) => cells.get(`${key}\n${name}`) ?? null) }))
  const size = ({ values }: Series): number => values.reduce<number>((total, value) => total + Math.abs(value ?? 0), 0)
  return series.toSorted((a, b) => size(b) - size(a))
}

/** How many groups the chart leaves to the table. */
export function leftOut(answer: Answer, spec: ChartSpec): number {
  if (spec.kind === 'bar') return answer.rows.length - spec.categories.length
  if (spec.kind !== 'line' || !answer.chart?.split) return 0
  const at = answer.columns.findIndex(({ name }) => name === answer.chart?.split)
  return new Set(answer.rows.map((row) => row.cells[at]?.text)).size - spec.series.length
}

/** The answer for the clipboard: question, sentence, and the table with tabs. */
export function copyText(answer: Answer, sentence = answer.sentence): string {
  const grain = grainOf(answer)
  const columns = shownColumns(answer)
  const lineOf = (row: AnswerRow): string => columns.map(({ column, at }) => cellText(row.cells[at] ?? { number: null, text: null }, unitOf(column, answer.chart), grain)).join('\t')
  const table = answer.rows.length > 0 ? ['', columns.map(({ column }) => column.title).join('\t'), ...answer.rows.map(lineOf)] : []
  return [answer.question, sentence, ...table].join('\n')
}
