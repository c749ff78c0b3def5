/** The forecast under levers, the baseline it is held against, and what cash was before. */
import { askFor, useBoard } from '@symphony/board'
import { fetchMetric, shownValue, useLoad, whole, type MetricRow } from '@symphony/sdk'
import { useMemo } from 'preact/hooks'
import FORECAST from '../../../operations/cash_forecast.graphql'
import { useTestFollowed } from './coverage'
import type { Forecast, Setting } from './model'
import { cashSpec } from './spec'
import { CASH, useViewed, type CashView } from './view'

const PAST = { grain: 'DAY', period: { last: 60 } } as const

/** The question without levers. */
export const NO_LEVERS = '[]'

export function useForecast(title: string, levers: readonly Setting[]) {
  const { context, state, dashboard, catalogue } = useBoard()
  const ask = async (given: readonly Setting[], fresh: boolean, view: CashView): Promise<Forecast> => whole(await context.gql<{ cash: Forecast }>(FORECAST, { levers: given, view }, { fresh })).cash
  const baseline = useViewed(NO_LEVERS, (fresh, view) => ask([], fresh, view))
  const shown = useViewed(JSON.stringify(levers), (fresh, view) => ask(levers, fresh, view))
  useTestFollowed(shown.value?.coverage, shown.retry)
  const metric = catalogue.get(CASH)
  const query = metric ? askFor(metric, state, dashboard.filters, PAST).query : { id: CASH, ...PAST }
  const { load } = useLoad(JSON.stringify(query), (fresh) => fetchMetric(context.gql, query, fresh))
  const past = shownValue(load)
  const rows: readonly MetricRow[] = past?.rows ?? []
  const moved = shown.of !== null && shown.of !== NO_LEVERS
  const against = moved ? baseline.value : null
  const spec = useMemo(() => shown.value && cashSpec(title, rows, shown.value, against), [title, past, shown.value, against])
  return { shown, moved, spec, past, waitsForPast: load.phase === 'loading' && past === null }
}
