/** From plan to actual by the groups of one dimension. */
import { fetchMetric, pathTo, periodText, useLoad, type MetricDefinition, type MetricResult } from '@symphony/sdk'
import { useBoard } from '../context'
import type { BridgeTile } from '@symphony/sdk'
import { askFor, newest, unitOf } from '../queries'
import { bridgeSpec } from '../specs/bridge'
import { newestRows } from '../specs/groups'
import { ChartFrame } from './frame'
import { Hidden } from './hidden'

const MOST_STEPS = 5

export function BridgeView({ tile }: { readonly tile: BridgeTile }) {
  const metric = useBoard().catalogue.get(tile.metric)
  return metric ? <Bridge tile={tile} metric={metric} /> : <Hidden tile={tile} metrics={[tile.metric]} />
}

function Bridge({ tile, metric }: { readonly tile: BridgeTile; readonly metric: MetricDefinition }) {
  const { context, dashboard, state } = useBoard()
  const { query, ignored } = askFor(metric, state, dashboard.filters, { by: [tile.by], compare: ['TARGET'], period: newest(state, context.company.asOf) })
  const { load, retry } = useLoad(JSON.stringify(query), (fresh) => fetchMetric(context.gql, query, fresh))
  const title = tile.title ?? `${metric.title} from plan to actual`
  const by = pathTo(tile.by, metric.dimensions) ?? tile.by
  const start = load.phase === 'ready' ? newestRows(load.value.rows)[0]?.periodStart : null
  return (
    <ChartFrame
      tile={tile}
      title={title}
      subtitle={[tile.subtitle ?? 'Plan to actual', start && periodText(start, state.grain)].filter(Boolean).join(', ')}
      load={load}
      retry={retry}
      lead={(value) => value}
      spec={(value: MetricResult) => bridgeSpec({ title, unit: unitOf(metric, value.currency), rows: value.rows, by, most: MOST_STEPS })}
      ignored={ignored}
      query={query}
    />
  )
}
