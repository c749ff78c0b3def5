/** The table twin of a chart: the same figures for those who read, copy or listen. */
import type { ChartSpec } from './spec'

export interface Twin {
  readonly head: readonly string[]
  readonly rows: readonly TwinRow[]
}

export interface TwinRow {
  readonly name: string
  readonly values: readonly (number | null)[]
}

/** The figures behind a chart, row by row. */
export function twinOf(spec: ChartSpec): Twin {
  switch (spec.kind) {
    case 'bridge':
      return { head: ['Step', 'Change', 'Balance'], rows: balances(spec.steps).map(({ name, total, value, to }) => ({ name, values: [total ? null : value, to] })) }
    case 'heat':
      return { head: ['', ...spec.columns.map((column) => column.name)], rows: spec.rows.map((row, i) => ({ name: row.name, values: spec.values[i] ?? [] })) }
    default: {
      const levels = spec.kind === 'line' ? spec.levels : []
      const bands = spec.kind === 'line' ? (spec.bands ?? []) : []
      return {
        head: ['', ...spec.series.map((series) => series.name), ...bands.flatMap(({ name }) => [`${name} from`, `${name} to`]), ...levels.map((level) => level.name)],
        rows: spec.categories.map((category, i) => ({
          name: category.name,
          values: [...spec.series.map((series) => series.values[i] ?? null), ...bands.flatMap(({ low, high }) => [low[i] ?? null, high[i] ?? null]), ...levels.map((level) => level.value)],
        })),
      }
    }
  }
}

export interface Balance {
  readonly name: string
  readonly value: number
  readonly total: boolean
  readonly from: number
  readonly to: number
}

/** The running balance of a bridge. */
export function balances(steps: readonly { readonly name: string; readonly value: number; readonly total: boolean }[]): readonly Balance[] {
  let balance = 0
  return steps.map((step) => {
    const from = step.total ? 0 : balance
    balance = step.total ? step.value : balance + step.value
    return { ...step, from, to: balance }
  })
}

/** The largest size in a chart whose labels share one magnitude; null where each label has its own. */
export function largestOf(spec: ChartSpec): number | null {
  if (spec.kind === 'bridge') return Math.max(0, ...balances(spec.steps).map(({ to }) => Math.abs(to)))
  return spec.kind === 'heat' ? Math.max(0, ...spec.values.flat().map((value) => Math.abs(value ?? 0))) : null
}
