/** Questions to begin with, as an executive would put them to the figures of the page. */
import { pathTo, type Catalogue, type Dashboard, type MetricDefinition, type Tile } from '@symphony/sdk'

interface Shown {
  readonly metric: MetricDefinition
  readonly tile: Tile
}
type Make = (one: Shown) => string | null | undefined

/**
 * Up to three questions about different metrics that this viewer may see: why, where, and against the plan.
 * Where is asked by what the symphony filters by, else by what a page ranks, else by the groups it compares; the
 * lines of a bridge are those of a statement, by which nobody asks. A page without figures borrows the first one's.
 */
export function suggestions({ pages, filters }: Dashboard, page: string, catalogue: Catalogue): readonly string[] {
  const split = (steers: (path: string, tile: Tile) => boolean): Make => ({ metric, tile }) => {
    if (!('by' in tile) || tile.kind === 'bridge') return null
    const wanted = [tile.by].flat().find((path) => steers(path, tile))
    const path = wanted && pathTo(wanted, metric.dimensions)
    const title = metric.dimensions.find(({ name }) => name === path)?.title
    return title && `${metric.title} by ${title}`
  }
  const where = [split((path) => filters.some((filter) => filter.path === path)), split((_, { kind }) => kind === 'ranking'), split(() => true)]
  const own = pages.find(({ id }) => id === page)
  const shown = (own ? [own, ...pages.slice(0, 1)] : []).map(({ tiles }) => tiles.flatMap((tile) => metricsOf(tile).flatMap((id): Shown[] => { const metric = catalogue.get(id); return metric ? [{ metric, tile }] : [] })))
  const chosen = new Map<string, string>()
  const choose = (makes: readonly Make[]): void => {
    for (const ones of shown) for (const make of makes) for (const one of ones) {
      const question = chosen.has(one.metric.id) ? null : make(one)
      if (question) { chosen.set(one.metric.id, question); return }
    }
  }
  for (const makes of [[why], where, [againstPlan]]) choose(makes)
  return [...chosen.values()]
}

function metricsOf(tile: Tile): readonly string[] {
  if ('metrics' in tile) return tile.metrics
  return 'metric' in tile ? [tile.metric] : []
}

const againstPlan: Make = ({ metric }) => metric.target && `${metric.title} against plan`
const why: Make = ({ metric }) => metric.type === 'MODEL' ? null : `Why did ${metric.title} change?`
