/** From the state of a page to questions for the semantic layer. */
import { apply, COMPARISON, pathTo, shift, type Applied, type Comparison, type FilterDeclaration, type Grain, type MetricDefinition, type MetricQuery, type PageState, type PeriodInput, type Unit } from '@symphony/sdk'

/** What the page asks of one metric. */
export interface Asked extends Applied {
  readonly query: MetricQuery
}

type Options = Partial<Pick<MetricQuery, 'by' | 'compare' | 'top' | 'rest' | 'share' | 'grain' | 'period' | 'variant'>>

/** A question about one metric within the page's period, filters and currency. */
export function askFor(metric: MetricDefinition, state: PageState, filters: readonly FilterDeclaration[], options: Options = {}): Asked {
  const applied = apply(state.filters, filters, metric)
  const compare = (options.compare ?? []).filter((kind) => kind !== 'TARGET' || metric.target !== null)
  const variant = options.variant ?? state.variants[metric.id]
  const by = (options.by ?? []).map((wanted) => pathTo(wanted, metric.dimensions) ?? wanted)
  return {
    ...applied,
    query: {
      id: metric.id,
      grain: options.grain === undefined ? state.grain : options.grain,
      period: options.period ?? state.period,
      currency: state.currency,
      ...(applied.where.length > 0 && { where: applied.where }),
      ...(compare.length > 0 && { compare }),
      ...(by.length > 0 && { by }),
      ...(variant && { variant }),
      ...(options.top !== undefined && { top: options.top, rest: options.rest ?? true }),
      ...(options.share && { share: true }),
    },
  }
}

/** What figures are held against: the chosen one first, then plan and a year ago. */
export function comparisons(state: PageState): readonly Comparison[] {
  return [...new Set([COMPARISON[state.versus], 'TARGET' as const, 'PREVIOUS_YEAR' as const])].slice(0, state.versus === 'period' ? 3 : 2)
}

/** The newest period of the page alone. */
export function newest(state: PageState, asOf: string): PeriodInput {
  if (state.period.last !== undefined || !state.period.to) return { last: 1 }
  const to = state.period.to < asOf ? state.period.to : asOf
  return { from: startOf(to, state.grain), to }
}

/** All of the page's period as days from and to, for one figure over the whole of it. */
export function whole(state: PageState, asOf: string): PeriodInput {
  if (state.period.last === undefined) return state.period
  let from = startOf(asOf, state.grain)
  for (let n = 1; n < state.period.last; n++) from = startOf(shift(from, -1), state.grain)
  return { from, to: asOf }
}

/** The first day of the civil period a day lies in. */
export function startOf(iso: string, grain: Grain): string {
  const [year = '', month = ''] = iso.split('-')
  if (grain === 'YEAR') return `${year}-01-01`
  if (grain === 'QUARTER') return `${year}-${String(Math.floor((Number(month) - 1) / 3) * 3 + 1).padStart(2, '0')}-01`
  if (grain === 'MONTH') return `${year}-${month}-01`
  if (grain === 'DAY') return iso
  const date = new Date(`${iso}T00:00:00Z`)
  return new Date(date.getTime() - ((date.getUTCDay() + 6) % 7) * 864e5).toISOString().slice(0, 10)
}

/** The last day of the period some grains after the one a day lies in. */
export function endAfter(iso: string, grain: Grain, periods: number): string {
  const start = new Date(`${startOf(iso, grain)}T00:00:00Z`)
  const months = { YEAR: 12, QUARTER: 3, MONTH: 1, WEEK: 0, DAY: 0 }[grain]
  const days = { YEAR: 0, QUARTER: 0, MONTH: 0, WEEK: 7, DAY: 1 }[grain]
  const end = new Date(Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + months * (periods + 1), start.getUTCDate() + days * (periods + 1) - 1))
  return end.toISOString().slice(0, 10)
}

/** Reads the question in the address of a followed figure; null where none can be read. */
export function readFigure(text: string | null): MetricQuery | null {
  try {
    const found: unknown = JSON.parse(text ?? 'null')
    return found !== null && typeof found === 'object' && 'id' in found ? (found as MetricQuery) : null
  } catch {
    return null
  }
}

/** What the figures of a metric are told in. */
export const unitOf = ({ unit, most }: MetricDefinition, currency: string | null = null): Unit => ({ unit, currency, most })
