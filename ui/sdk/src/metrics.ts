/** Questions to the semantic layer: figures, their definitions and where they come from. */
import type { Ask } from '@symphony/contract'
import CATALOGUE from '../operations/catalogue.graphql'
import EXPLAIN from '../operations/explain.graphql'
import METRIC from '../operations/metric.graphql'
import SOURCES from '../operations/sources.graphql'
import { ProblemError, whole } from './ask'
import type { DataProduct, Explanation, MetricDefinition, MetricQuery, MetricResult } from './schema'

export type Catalogue = ReadonlyMap<string, MetricDefinition>

/** All metrics this viewer may see, by id. */
export async function fetchCatalogue(ask: Ask): Promise<Catalogue> {
  const { metrics } = whole(await ask<{ metrics: readonly MetricDefinition[] }>(CATALOGUE))
  return new Map(metrics.map((metric) => [metric.id, metric]))
}

/** One metric by dimensions over time. A refusal by policy is a state of the figure, not a failure. */
export async function fetchMetric(ask: Ask, query: MetricQuery, fresh = false): Promise<MetricResult> {
  const answer = await ask<{ metric: MetricResult | null }>(METRIC, { ...query }, { fresh })
  if (answer.data?.metric) return answer.data.metric
  const [problem] = answer.errors
  if (problem?.code === 'FORBIDDEN') return hidden(problem.hint)
  if (problem) throw new ProblemError(problem)
  return whole<never>({ data: null, errors: [] })
}

function hidden(hint: string): MetricResult {
  return {
    state: 'FORBIDDEN', reason: 'Hidden by policy', nextStep: hint || null, currency: null, asOf: '', rows: [],
    freshness: { loadedAt: null, newestOn: null, target: '', fresh: null }, trust: { level: 'UNKNOWN', reasons: [] },
  }
}

/** The SQL and the tables behind a figure. */
export async function fetchExplanation(ask: Ask, query: MetricQuery): Promise<Explanation> {
  const { id, by, grain, period, where, currency, variant } = query
  const answer = await ask<{ metric: Explanation | null }>(EXPLAIN, { id, by, grain, period, where, currency, variant })
  return whole(answer).metric ?? { sql: null, lineage: [] }
}

/** The data products and how fresh they are. */
export async function fetchSources(ask: Ask): Promise<readonly DataProduct[]> {
  return whole(await ask<{ products: readonly DataProduct[] }>(SOURCES)).products
}
