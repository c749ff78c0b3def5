/** The groups of a dimension as rows, largest first by the first metric, with further metrics beside it. */
import { Card, DataTable, FailedNote, Note, noteOf, Skeleton, SlowNote, type Column } from '@symphony/kit'
import { dayText, fetchMetric, full, pathTo, shortText, shownValue, useLoad, type MetricDefinition, type MetricResult } from '@symphony/sdk'
import { useBoard, type Board } from '../context'
import type { RankingTile } from '@symphony/sdk'
import { askFor, newest, unitOf } from '../queries'
import { groupOf, newestRows } from '../specs/groups'
import { Menu } from './frame'
import { Hidden } from './hidden'

/** Height of a table row in pixels. */
const LINE = 37

interface Ranked {
  readonly lead: MetricResult
  readonly rows: readonly RankedRow[]
}

interface RankedRow {
  readonly key: string | null
  readonly label: string
  readonly values: ReadonlyMap<string, { readonly value: number | null; readonly currency: string | null }>
}

export function RankingView({ tile }: { readonly tile: RankingTile }) {
  const { catalogue } = useBoard()
  const metrics = tile.metrics.flatMap((id) => catalogue.get(id) ?? [])
  const [first] = metrics
  return first ? <Ranking tile={tile} metrics={metrics} first={first} /> : <Hidden tile={tile} metrics={tile.metrics} />
}

function Ranking({ tile, metrics, first }: { readonly tile: RankingTile; readonly metrics: readonly MetricDefinition[]; readonly first: MetricDefinition }) {
  const board = useBoard()
  const { query } = leadQuery(board, tile, first)
  const { load, retry } = useLoad(JSON.stringify([query, tile.metrics]), (fresh) => fetchRanked(board, tile, metrics, first, fresh))
  const ranked = shownValue(load)
  const note = ranked && noteOf(ranked.lead)
  const title = tile.title ?? first.title
  const lines = note || load.phase === 'failed' ? 3 : (ranked?.rows.length ?? tile.top ?? 10) + 1
  return (
    <Card title={title} subtitle={tile.subtitle ?? `at ${dayText(board.context.company.asOf)}`} span={tile.span ?? 12} busy={load.phase === 'loading'} tools={<Menu title={title} asTable toggle={null} query={query} />}>
      <SlowNote load={load} />
      <div class="list" style={{ minHeight: `${LINE * lines}px` }}>
        {load.phase === 'failed' && <FailedNote load={load} retry={retry} />}
        {load.phase === 'loading' && !ranked && <Skeleton height={LINE * lines} lines={5} />}
        {note && <Note {...note} />}
        {ranked && !note && <DataTable caption={`Table of ${title.toLowerCase()}`} columns={columnsOf(board, tile, metrics)} rows={ranked.rows} rowKey={(row) => row.label} />}
      </div>
    </Card>
  )
}

function leadQuery({ context, state, dashboard }: Board, tile: RankingTile, first: MetricDefinition) {
  return askFor(first, state, dashboard.filters, { by: [tile.by], period: newest(state, context.company.asOf), top: tile.top ?? 10, rest: false })
}

async function fetchRanked(board: Board, tile: RankingTile, metrics: readonly MetricDefinition[], first: MetricDefinition, fresh: boolean): Promise<Ranked> {
  const { context, state, dashboard } = board
  const lead = await fetchMetric(context.gql, leadQuery(board, tile, first).query, fresh)
  const path = pathTo(tile.by, first.dimensions) ?? tile.by
  const groups = newestRows(lead.rows).filter((row) => !row.isRest).toSorted((a, b) => (b.value ?? 0) - (a.value ?? 0)).map((row) => ({ ...groupOf(row, path), value: row.value }))
  const keys = groups.flatMap(({ key }) => key ?? [])
  const others = await Promise.all(metrics.slice(1).map(async (metric) => {
    const by = pathTo(tile.by, metric.dimensions)
    if (!by || keys.length === 0) return { metric, result: null, by: '' }
    const { query } = askFor(metric, state, dashboard.filters, { by: [by], period: newest(state, context.company.asOf) })
    const narrowed = { ...query, where: [...(query.where ?? []), { dimension: by, op: 'IN' as const, values: keys }] }
    return { metric, result: await fetchMetric(context.gql, narrowed, fresh).catch(() => null), by }
  }))
  const rows = groups.map(({ key, label, value }): RankedRow => ({
    key,
    label,
    values: new Map([[first.id, { value, currency: lead.currency }], ...others.map(({ metric, result, by }) => [metric.id, cell(result, by, key)] as const)]),
  }))
  return { lead, rows }
}

function cell(result: MetricResult | null, by: string, key: string | null) {
  const row = result && newestRows(result.rows).find((found) => groupOf(found, by).key === key)
  return { value: row?.value ?? null, currency: result?.currency ?? null }
}

function columnsOf({ state, href }: Board, { by, drill }: RankingTile, metrics: readonly MetricDefinition[]): readonly Column<RankedRow>[] {
  const name: Column<RankedRow> = {
    title: by.split('.').at(-1)!.replaceAll('_', ' ').replace(/^./, (letter) => letter.toUpperCase()),
    by: (row) => row.label,
    cell: (row) => (drill && row.key ? <a class="figure-name" href={href({ drill: [...state.drill, { kind: drill, key: row.key }] })}>{row.label}</a> : row.label),
  }
  return [name, ...metrics.map((metric, i): Column<RankedRow> => ({
    title: metric.title,
    end: true,
    wideOnly: i > 1,
    roomy: i > 3,
    by: (row) => row.values.get(metric.id)?.value ?? null,
    cell: (row) => {
      const found = row.values.get(metric.id)
      const unit = unitOf(metric, found?.currency)
      return <span title={full(found?.value, unit)}>{shortText(found?.value, unit)}</span>
    },
  }))]
}
