/** From plan to actual by the groups of one dimension. */
import { fetchMetric, magnitude, pathTo, periodText, useLoad, type MetricDefinition, type MetricResult, type Unit } from '@symphony/sdk'
import { useBoard } from '../context'
import type { BridgeTile } from '../dashboard'
import { askFor, newest } from '../queries'
import { bridgeSpec } from '../specs/bridge'
import { newestRows } from '../specs/groups'
import { ChartFrame } from './frame'
import { Unknown } from './line'

const MOST_STEPS = 6

export function BridgeView({ tile }: { readonly tile: BridgeTile }) {
  const metric = useBoard().catalogue.get(tile.metric)
  return metric ? <Bridge tile={tile} metric={metric} /> : <Unknown tile={tile} />
}

function Bridge({ tile, metric }: { readonly tile: BridgeTile; readonly metric: MetricDefinition }) {
  const { context, dashboard, state } = useBoard()
  const { query, ignored } = askFor(metric, state, dashboard.filters, { by: [tile.by], compare: ['TARGET'], period: newest(state, context.company.asOf) })
  const { load, retry } = useLoad(JSON.stringify(query), (fresh) => fetchMetric(context.gql, query, fresh))
  const title = tile.title ?? `${metric.title} from plan to actual`
  const by = pathTo(tile.by, metric.dimensions) ?? tile.by
  const unitOf = (value: MetricResult): Unit => ({ unit: metric.unit, currency: value.currency })
  const scale = load.phase === 'ready' ? magnitude(sumOf(load.value), unitOf(load.value)) : ''
  const start = load.phase === 'ready' ? newestRows(load.value.rows)[0]?.periodStart : null
  return (
    <ChartFrame
      tile={tile}
      title={title}
      subtitle={[tile.subtitle ?? 'Plan to actual', start && periodText(start, state.grain), scale].filter(Boolean).join(', ')}
      load={load}
      retry={retry}
      lead={(value) => value}
      spec={(value: MetricResult) => bridgeSpec({ title, unit: unitOf(value), rows: value.rows, by, most: MOST_STEPS })}
      ignored={ignored}
      query={query}
    />
  )
}

const sumOf = ({ rows }: MetricResult): number => newestRows(rows).reduce((sum, { value }) => sum + (value ?? 0), 0)
