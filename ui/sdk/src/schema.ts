/** The shapes of the GraphQL answers the interface reads; the operations beside this folder ask for exactly these. */

export type Grain = 'DAY' | 'WEEK' | 'MONTH' | 'QUARTER' | 'YEAR'
export type Comparison = 'PREVIOUS_PERIOD' | 'PREVIOUS_YEAR' | 'TARGET'
export type MetricState = 'READY' | 'STALE' | 'PARTIAL' | 'EMPTY' | 'NOT_CONNECTED' | 'FORBIDDEN' | 'DRAFT'
export type TrustLevel = 'VERIFIED' | 'WARNING' | 'FAILED' | 'UNKNOWN'
export type MetricType = 'FLOW' | 'STOCK' | 'RATIO' | 'QUANTILE' | 'DISTINCT' | 'MODEL'
export type Direction = 'UP' | 'DOWN' | 'BAND' | 'NONE'

export interface PeriodInput {
  readonly from?: string
  readonly to?: string
  readonly last?: number
  readonly includeCurrent?: boolean
}

export interface FilterInput {
  readonly dimension: string
  readonly op?: 'IN' | 'NOT_IN' | 'EQ' | 'NE' | 'LT' | 'LE' | 'GT' | 'GE' | 'CONTAINS' | 'IS_NULL' | 'NOT_NULL'
  readonly values: readonly string[]
}

export interface MetricQuery {
  readonly id: string
  readonly by?: readonly string[]
  readonly grain?: Grain | null
  readonly period?: PeriodInput
  readonly compare?: readonly Comparison[]
  readonly where?: readonly FilterInput[]
  readonly currency?: string
  readonly variant?: string
  readonly top?: number
  readonly rest?: boolean
  readonly share?: boolean
}

export interface DimensionDefinition {
  readonly name: string
  readonly title: string
}

export interface Variant {
  readonly name: string
  readonly title: string
  readonly label: string
  readonly formula: string
}

export interface MetricDefinition {
  readonly id: string
  readonly title: string
  readonly description: string
  readonly formula: string
  readonly type: MetricType
  readonly unit: string
  /** A figure as large as this stands for more than it; null where there is no such end. */
  readonly most: number | null
  readonly direction: Direction
  readonly owner: string
  readonly product: string
  readonly target: string | null
  readonly model: string | null
  readonly synonyms: readonly string[]
  readonly dimensions: readonly DimensionDefinition[]
  readonly variants: readonly Variant[]
}

export interface Freshness {
  readonly loadedAt: string | null
  readonly newestOn: string | null
  readonly target: string
  readonly fresh: boolean | null
}

export interface Trust {
  readonly level: TrustLevel
  readonly reasons: readonly string[]
}

export interface ComparedValue {
  readonly kind: Comparison
  readonly value: number | null
  readonly delta: number | null
  readonly deltaRatio: number | null
  readonly good: boolean | null
}

export interface DimensionValue {
  readonly name: string
  readonly key: string | null
  readonly label: string | null
}

export interface MetricRow {
  readonly periodStart: string | null
  readonly periodEnd: string | null
  readonly complete: boolean
  readonly value: number | null
  readonly share: number | null
  readonly isRest: boolean
  readonly dimensions: readonly DimensionValue[]
  readonly comparisons: readonly ComparedValue[]
}

export interface MetricResult {
  readonly state: MetricState
  readonly reason: string | null
  readonly nextStep: string | null
  readonly currency: string | null
  readonly asOf: string
  readonly freshness: Freshness
  readonly trust: Trust
  readonly rows: readonly MetricRow[]
}

export interface LineageNode {
  readonly table: string
  readonly column: string | null
  readonly upstream: readonly string[]
}

export interface Explanation {
  readonly sql: string | null
  readonly lineage: readonly LineageNode[]
}

export interface DataProduct {
  readonly id: string
  readonly title: string
  readonly connected: boolean
  readonly loadedAt: string | null
  readonly newestOn: string | null
  readonly fresh: boolean | null
  readonly trust: TrustLevel
  readonly reason: string | null
  readonly nextStep: string | null
}

export interface Span {
  readonly text: string
  readonly metric: string | null
  /** Of a figure: what gives it on every other surface, a metric query as JSON. */
  readonly query: string | null
  /** Of a figure an engine tells: address of the page that shows it. */
  readonly page?: string | null
}

export interface Sentence {
  readonly text: string
  readonly spans: readonly Span[]
}
