/** Questions to begin with, made from the figures of the page. */
import { pathTo, type Catalogue, type Dashboard, type MetricDefinition, type Tile } from '@symphony/sdk'

const MOST = 3

interface Shown {
  readonly metric: MetricDefinition
  readonly tile: Tile
}

/** Up to three questions about different metrics of a page that this viewer may see. */
export function suggestions(dashboard: Dashboard, page: string, catalogue: Catalogue): readonly string[] {
  const tiles = dashboard.pages.find(({ id }) => id === page)?.tiles ?? []
  const shown = tiles.flatMap((tile) => metricsOf(tile).flatMap((id): Shown[] => { const metric = catalogue.get(id); return metric ? [{ metric, tile }] : [] }))
  const chosen: { readonly metric: string; readonly question: string }[] = []
  for (const make of [why, byGroup, againstPlan]) {
    const found = shown.find((one) => make(one) !== null && !chosen.some(({ metric }) => metric === one.metric.id))
    const question = found && make(found)
    if (found && question) chosen.push({ metric: found.metric.id, question })
  }
  return chosen.map(({ question }) => question).slice(0, MOST)
}

function metricsOf(tile: Tile): readonly string[] {
  if ('metrics' in tile) return tile.metrics
  return 'metric' in tile ? [tile.metric] : []
}

const againstPlan = ({ metric }: Shown): string | null => (metric.target === null ? null : `${metric.title} against plan`)

function byGroup({ metric, tile }: Shown): string | null {
  const wanted = 'by' in tile ? (typeof tile.by === 'string' ? tile.by : tile.by[0]) : undefined
  const path = wanted === undefined ? null : pathTo(wanted, metric.dimensions)
  const title = metric.dimensions.find(({ name }) => name === path)?.title
  return title ? `${metric.title} by ${title}` : null
}

const why = ({ metric }: Shown): string | null => (metric.type === 'MODEL' ? null : `Why did ${metric.title} change?`)
