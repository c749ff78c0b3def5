/** The dashboard of a symphony as declared in its `dashboard.yaml`. */
import type { FilterDeclaration } from './dimensions'
import type { Comparison, Grain } from './schema'
import type { Versus } from './state'

export interface Dashboard {
  readonly defaults: { readonly grain: Lowercase<Grain>; readonly last: number; readonly versus: Versus }
  readonly filters: readonly FilterDeclaration[]
  /** Currencies figures can be shown in besides the group's. */
  readonly currencies: readonly string[]
  readonly pages: readonly Page[]
}

export interface Page {
  readonly id: string
  readonly title: string
  readonly tiles: readonly Tile[]
}

interface Common {
  readonly id: string
  readonly title?: string
  readonly subtitle?: string
  /** Columns of twelve. */
  readonly span?: number
  /** Height of the drawing in pixels. */
  readonly height?: number
}

/** Key figures. */
export interface CardsTile extends Common {
  readonly kind: 'cards'
  readonly metrics: readonly string[]
}

/** One metric over time with what it is held against. */
export interface LineTile extends Common {
  readonly kind: 'line'
  readonly metric: string
  /** Metrics drawn as levels. */
  readonly levels?: readonly { readonly metric: string; readonly name: string; readonly tone: 'floor' | 'ceiling' | 'target' }[]
  /** Further metrics drawn as lines of their own. */
  readonly beside?: readonly string[]
  /** Periods of the plan shown beyond today. */
  readonly ahead?: number
}

/** A metric by one or two dimensions. */
export interface GroupTile extends Common {
  readonly kind: 'bar' | 'stacked' | 'heat'
  readonly metric: string
  /** The first is the axis. A stacked tile with one dimension stacks it over time. */
  readonly by: readonly string[]
  readonly top?: number
  /** Keys in their natural order, weakest first; drawn in one hue. */
  readonly order?: readonly string[]
  /** The newest period, or all of the page's period in one. */
  readonly over?: 'latest' | 'period'
  readonly compare?: Comparison
  /** What a click opens. */
  readonly drill?: string
}

/** From plan to actual by the groups of a dimension. */
export interface BridgeTile extends Common {
  readonly kind: 'bridge'
  readonly metric: string
  readonly by: string
}

/** Metrics as rows of a table. */
export interface MetricsTile extends Common {
  readonly kind: 'table'
  readonly metrics: readonly string[]
}

/** The groups of a dimension as rows, ranked by the first metric. */
export interface RankingTile extends Common {
  readonly kind: 'ranking'
  readonly by: string
  readonly metrics: readonly string[]
  readonly top?: number
  readonly drill?: string
}

/** A part the symphony itself brings. */
export interface PartTile extends Common {
  readonly kind: 'part'
  readonly part: string
}

export type Tile = CardsTile | LineTile | GroupTile | BridgeTile | MetricsTile | RankingTile | PartTile

/** Reads the declaration of a symphony from the server. */
export async function fetchDashboard(symphony: string, signal: AbortSignal): Promise<Dashboard> {
  const response = await fetch(`/api/symphonies/${symphony}/dashboard`, { signal })
  if (!response.ok) throw new Error(`The dashboard could not be read: status ${response.status}.`)
  return (await response.json()) as Dashboard
}
