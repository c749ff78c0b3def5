/** A metric over time with its plan, its past and its limits. */
import type { Level } from '@symphony/charts/spec'
import { COMPARISON, fetchMetric, rangeText, useLoad, type MetricDefinition, type MetricResult } from '@symphony/sdk'
import { useBoard, type Board } from '../context'
import type { LineTile } from '@symphony/sdk'
import { askFor, endAfter, startOf, unitOf } from '../queries'
import { actuals, compared, lineSpec, type LineInput } from '../specs/line'
import { ChartFrame } from './frame'
import { Hidden } from './hidden'

interface Loaded {
  readonly main: MetricResult
  /** The plan beyond today. */
  readonly ahead: MetricResult | null
  readonly levels: readonly { readonly level: Omit<Level, 'value'>; readonly result: MetricResult }[]
  readonly beside: readonly { readonly metric: MetricDefinition; readonly result: MetricResult }[]
}

export function LineView({ tile }: { readonly tile: LineTile }) {
  const board = useBoard()
  const metric = board.catalogue.get(tile.metric)
  return metric ? <Lines tile={tile} metric={metric} /> : <Hidden tile={tile} metrics={[tile.metric]} />
}

function Lines({ tile, metric }: { readonly tile: LineTile; readonly metric: MetricDefinition }) {
  const board = useBoard()
  const { state, dashboard } = board
  const compare = COMPARISON[state.versus]
  const { query, ignored } = askFor(metric, state, dashboard.filters, { compare: [compare] })
  const { load, retry } = useLoad(JSON.stringify([query, tile.id]), (fresh) => fetchAll(board, tile, metric, fresh))
  return (
    <ChartFrame
      tile={tile}
      title={tile.title ?? metric.title}
      subtitle={tile.subtitle ?? `${metric.description.replace(/\.$/, '')}, ${rangeText(state.period, state.grain)}`}
      load={load}
      retry={retry}
      lead={({ main }) => main}
      spec={(value) => {
        const spec = lineSpec(inputOf(board, tile, metric, value))
        return spec.categories.length > 0 ? spec : null
      }}
      ignored={ignored}
      query={query}
    />
  )
}

async function fetchAll(board: Board, tile: LineTile, metric: MetricDefinition, fresh: boolean): Promise<Loaded> {
  const { context, catalogue, dashboard, state } = board
  const one = (id: string, options: Parameters<typeof askFor>[3]): Promise<MetricResult | null> => {
    const found = catalogue.get(id)
    return found ? fetchMetric(context.gql, askFor(found, state, dashboard.filters, options).query, fresh).catch(() => null) : Promise.resolve(null)
  }
  const beyond = tile.ahead && state.versus === 'plan' && metric.target && state.period.last !== undefined
  const asOf = context.company.asOf
  const [main, ahead, levels, beside] = await Promise.all([
    fetchMetric(context.gql, askFor(metric, state, dashboard.filters, { compare: [COMPARISON[state.versus]] }).query, fresh),
    beyond ? one(metric.target, { period: { from: startOf(asOf, state.grain), to: endAfter(asOf, state.grain, tile.ahead) } }) : null,
    Promise.all((tile.levels ?? []).map(async ({ metric: id, name, tone }) => ({ level: { name, tone }, result: await one(id, { period: { last: 1 } }) }))),
    Promise.all((tile.beside ?? []).map(async (id) => ({ metric: catalogue.get(id), result: await one(id, {}) }))),
  ])
  return {
    main,
    ahead,
    levels: levels.flatMap(({ level, result }) => (result ? [{ level, result }] : [])),
    beside: beside.flatMap(({ metric: found, result }) => (found && result ? [{ metric: found, result }] : [])),
  }
}

const NAMES = { plan: 'Plan', year: 'Year ago', period: 'Before' } as const

function inputOf({ context, state }: Board, tile: LineTile, metric: MetricDefinition, { main, ahead, levels, beside }: Loaded): LineInput {
  const others = beside.map(({ metric: found, result }) => ({ name: found.title, role: 'group' as const, points: actuals(result.rows) }))
  const held = { name: NAMES[state.versus], role: state.versus === 'plan' ? ('plan' as const) : ('previous' as const), points: [...compared(main.rows, COMPARISON[state.versus]), ...(ahead ? actuals(ahead.rows) : [])] }
  return {
    title: tile.title ?? metric.title,
    unit: unitOf(metric, main.currency),
    grain: state.grain,
    lines: [{ name: others.length > 0 ? metric.title : 'Actual', role: 'actual', points: actuals(main.rows) }, held, ...others],
    levels: levels.flatMap(({ level, result }) => {
      const value = result.rows.findLast((row) => row.value !== null)?.value
      return value === null || value === undefined ? [] : [{ ...level, value }]
    }),
    fromZero: metric.unit !== 'ratio',
    today: startOf(context.company.asOf, state.grain),
  }
}
