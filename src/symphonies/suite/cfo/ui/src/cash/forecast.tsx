/** The cash forecast with its levers: drag one, and the chart answers while the baseline stays. */
import { useBoard, type PartProps } from '@symphony/board'
import { Card, Chart, FailedNote, Note, Segmented, Skeleton } from '@symphony/kit'
import { fetchMetric, ProblemError, useLoad, whole } from '@symphony/sdk'
import { useState } from 'preact/hooks'
import FORECAST from '../../../operations/cash_forecast.graphql?raw'
import LEVERS from '../../../operations/cash_levers.graphql?raw'
import REASONS from '../../../operations/cash_reasons.graphql?raw'
import { useLatest } from './latest'
import { Levers } from './levers'
import { settings, type Forecast, type LeverKind, type Moved, type Reasons } from './model'
import { Preparing } from './preparing'
import { Reason } from './reason'
import { Results, sentenceOf } from './results'
import { cashSpec } from './spec'

const PAST = { id: 'corp.cash', grain: 'DAY', period: { last: 60 } } as const
const TARGETS = 40
const VIEWS = [{ value: 'chart', title: 'Chart' }, { value: 'table', title: 'Table' }] as const

export function CashForecastPart({ tile }: PartProps) {
  const { context, state, go } = useBoard()
  const [moved, setMoved] = useState<Moved>({})
  const levers = settings(moved)
  const key = JSON.stringify(levers)
  const ask = async (given: unknown, fresh: boolean): Promise<Forecast> => whole(await context.gql<{ cash: Forecast }>(FORECAST, { levers: given }, { fresh })).cash
  const baseline = useLatest('baseline', (fresh) => ask([], fresh))
  const shown = useLatest(key, (fresh) => ask(levers, fresh))
  const kinds = useLatest('levers', async (fresh) => whole(await context.gql<{ cashLevers: readonly LeverKind[] }>(LEVERS, { targets: TARGETS }, { fresh })).cashLevers)
  const reasons = useLatest(shown.of ?? '', async (fresh) => (shown.of === null ? null : whole(await context.gql<{ cash: Reasons }>(REASONS, { levers: JSON.parse(shown.of) }, { fresh })).cash))
  const past = useLoad('past', (fresh) => fetchMetric(context.gql, PAST, fresh))
  const asTable = state.tables.includes(tile.id)
  const toggle = (): void => go({ tables: asTable ? state.tables.filter((id) => id !== tile.id) : [...state.tables, tile.id] }, { replace: true })
  const title = tile.title ?? 'Cash forecast'
  const height = tile.height ?? 320
  const forecast = shown.value
  const rows = past.load.phase === 'ready' ? past.load.value.rows : []
  const spec = forecast && cashSpec(title, rows, forecast, shown.of === '[]' ? null : baseline.value)
  const first = !forecast && shown.busy && shown.preparing === null
  return (
    <Card title={title} span={tile.span ?? 12} busy={first || past.load.phase === 'loading'} subtitle={forecast ? `Daily closing cash with 50% and 80% ranges, ${forecast.paths.toLocaleString('en')} simulated paths` : 'Daily closing cash with 50% and 80% ranges'} tools={<Segmented label={`${title} as`} value={asTable ? 'table' : 'chart'} options={VIEWS} onChange={toggle} />}>
      <div class="cash-split" style={{ minHeight: `${height + 16}px` }}>
        <div class="plot">
          {spec ? <Chart spec={spec} height={height} asTable={asTable} onToggle={toggle} /> : <Waiting />}
        </div>
        {kinds.value ? <Levers kinds={kinds.value} moved={moved} onMove={setMoved} /> : <div class="levers">{!refused(shown.error) && <Skeleton height={height} lines={5} />}</div>}
      </div>
      {forecast && shown.error !== null && <FailedNote load={{ phase: 'failed', error: shown.error, last: { value: forecast, at: Date.now() } }} retry={shown.retry} />}
      <div class="cash-below">
        {forecast && <Results forecast={forecast} moved={shown.of !== '[]'} />}
        <p class="cash-said" role="status">{forecast && shown.of !== '[]' && reasons.of === shown.of ? sentenceOf(reasons.value) : ''}</p>
        {forecast && forecast.gaps.length > 0 && <p class="cash-gaps">Not known: {forecast.gaps.map(({ what, why }) => `${what} (${why})`).join('; ')}</p>}
        {reasons.value && <Reason reasons={reasons.value} />}
      </div>
    </Card>
  )

  function Waiting() {
    if (shown.preparing !== null) return <Preparing since={shown.preparing} />
    if (refused(shown.error)) return <Note icon="lock" title="Hidden by policy" text={(shown.error as ProblemError).problem.hint} />
    if (shown.error !== null) return <FailedNote load={{ phase: 'failed', error: shown.error, last: null }} retry={shown.retry} />
    return <Skeleton height={height} lines={4} />
  }
}

const refused = (error: unknown): boolean => error instanceof ProblemError && error.problem.code === 'FORBIDDEN'
