/** A metric by one or two dimensions: bars, stacks or a heat map. */
import type { ChartSpec } from '@symphony/charts/spec'
import { dayText, fetchMetric, pathTo, periodText, rangeText, useLoad, type MetricDefinition, type MetricResult } from '@symphony/sdk'
import { useBoard, type Board } from '../context'
import type { GroupTile } from '@symphony/sdk'
import { withValue } from '../filters'
import { askFor, newest, whole, unitOf } from '../queries'
import { barSpec, heatSpec, newestRows, stackedSpec, type GroupInput } from '../specs/groups'
import { ChartFrame } from './frame'
import { Hidden } from './hidden'

export function GroupsView({ tile }: { readonly tile: GroupTile }) {
  const metric = useBoard().catalogue.get(tile.metric)
  return metric ? <Groups tile={tile} metric={metric} /> : <Hidden tile={tile} metrics={[tile.metric]} />
}

function Groups({ tile, metric }: { readonly tile: GroupTile; readonly metric: MetricDefinition }) {
  const board = useBoard()
  const { context, dashboard, state } = board
  const overTime = tile.kind === 'stacked' && tile.by.length === 1
  const atOnce = tile.over === 'period' && !overTime
  const { query, ignored } = askFor(metric, state, dashboard.filters, {
    by: tile.by,
    grain: atOnce ? null : state.grain,
    period: overTime ? state.period : (atOnce ? whole : newest)(state, context.company.asOf),
    ...(tile.top !== undefined && { top: tile.top }),
    ...(tile.compare && { compare: [tile.compare] }),
  })
  const { load, retry } = useLoad(JSON.stringify(query), (fresh) => fetchMetric(context.gql, query, fresh))
  const title = tile.title ?? metric.title
  const input = (result: MetricResult): GroupInput => ({ title, name: metric.title, unit: unitOf(metric, result.currency), rows: result.rows, by: query.by ?? [], order: tile.order, grain: state.grain })
  const result = load.phase === 'ready' ? load.value : null
  return (
    <ChartFrame
      tile={tile}
      title={title}
      subtitle={tile.subtitle ?? (overTime || atOnce ? rangeText(state.period, state.grain) : whenOf(result, board))}
      load={load}
      retry={retry}
      lead={(value) => value}
      spec={(value) => specOf(tile, input(value))}
      ignored={ignored}
      query={query}
      onPick={picker(board, tile, metric)}
    />
  )
}

function specOf(tile: GroupTile, input: GroupInput): ChartSpec {
  if (tile.kind === 'bar') return barSpec(input, tile.compare)
  return tile.kind === 'stacked' ? stackedSpec(input) : heatSpec(input)
}

function whenOf(result: MetricResult | null, { context, state }: Board): string {
  const row = result && newestRows(result.rows)[0]
  if (!row?.periodStart) return `at ${dayText(context.company.asOf)}`
  return row.complete ? periodText(row.periodStart, state.grain) : `${periodText(row.periodStart, state.grain)}, so far`
}

/** A click drills down, or narrows the page where one of its filters runs along the same dimension. */
function picker(board: Board, tile: GroupTile, metric: MetricDefinition): ((spec: ChartSpec, index: number) => void) | undefined {
  if (tile.kind !== 'bar' && !(tile.kind === 'stacked' && tile.by.length === 2)) return undefined
  const filter = board.dashboard.filters.find(({ path }) => pathTo(path, metric.dimensions) === pathTo(tile.by[0] ?? '', metric.dimensions))
  if (!tile.drill && !filter) return undefined
  return (spec, index) => {
    const key = 'categories' in spec ? spec.categories[index]?.key : null
    if (!key) return
    if (tile.drill) board.go({ drill: [...board.state.drill, { kind: tile.drill, key }] })
    else if (filter) board.go({ filters: withValue(board, filter.name, key, !(board.state.filters[filter.name] ?? []).includes(key)) })
  }
}
