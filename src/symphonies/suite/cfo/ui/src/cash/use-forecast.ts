/** The forecast under levers, the baseline it is held against, and what cash was before. */
import { useBoard } from '@symphony/board'
import { fetchMetric, shownValue, useLoad, whole, type MetricRow } from '@symphony/sdk'
import { useMemo } from 'preact/hooks'
import FORECAST from '../../../operations/cash_forecast.graphql?raw'
import { useLatest, type Latest } from './latest'
import type { Forecast, Setting } from './model'
import { cashSpec } from './spec'

const PAST = { id: 'corp.cash', grain: 'DAY', period: { last: 60 } } as const

/** The question without levers. */
export const NO_LEVERS = '[]'

export function useForecast(title: string, levers: readonly Setting[]) {
  const { context } = useBoard()
  const ask = async (given: readonly Setting[], fresh: boolean): Promise<Forecast> => whole(await context.gql<{ cash: Forecast }>(FORECAST, { levers: given }, { fresh })).cash
  const baseline = useLatest(NO_LEVERS, (fresh) => ask([], fresh))
  const shown = useLatest(JSON.stringify(levers), (fresh) => ask(levers, fresh))
  const { load } = useLoad('past', (fresh) => fetchMetric(context.gql, PAST, fresh))
  const past = shownValue(load)
  const rows: readonly MetricRow[] = past?.rows ?? []
  const moved = shown.of !== NO_LEVERS
  const against = moved ? baseline.value : null
  const spec = useMemo(() => shown.value && cashSpec(title, rows, shown.value, against), [title, past, shown.value, against])
  return { shown, moved, spec, past, waitsForPast: load.phase === 'loading' && past === null }
}

/** What the page's choices do not change about a forecast; empty when there is nothing to say. */
export function useWhole(shown: Latest<Forecast>): string {
  const { state, dashboard } = useBoard()
  const ignored = dashboard.filters.filter(({ name }) => state.filters[name]).map(({ title }) => title.toLowerCase())
  const split = ignored.length > 0 ? ` · whole group, not split by ${ignored.join(', ')}` : ''
  const other = state.currency !== 'group' && shown.value ? ` · in ${shown.value.currency}` : ''
  return split + other
}
