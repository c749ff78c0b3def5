/** Conformed dimensions: one filter of the page means the same on every metric that reaches it. */
import type { FilterInput, MetricDefinition } from './schema'

/** The shortest path of a metric that ends in the conformed name, so that `region` finds `entity.region`. */
export function pathTo(name: string, available: readonly { readonly name: string }[]): string | null {
  const paths = available.map((dimension) => dimension.name).filter((path) => path === name || path.endsWith(`.${name}`))
  const [shortest] = paths.toSorted((a, b) => a.split('.').length - b.split('.').length || a.localeCompare(b))
  return shortest ?? null
}

/** Filters by conformed name: the values kept. */
export type Filters = Readonly<Record<string, readonly string[]>>

export interface Applied {
  readonly where: readonly FilterInput[]
  /** Filters this metric cannot follow, to be said beside its figure. */
  readonly ignored: readonly string[]
}

/** The page's filters as conditions on one metric. */
export function apply(filters: Filters, metric: MetricDefinition | undefined): Applied {
  const where: FilterInput[] = []
  const ignored: string[] = []
  for (const [name, values] of Object.entries(filters)) {
    const path = pathTo(name, metric?.dimensions ?? [])
    if (path === null) ignored.push(name)
    else if (values.length > 0) where.push({ dimension: path, op: 'IN', values })
  }
  return { where, ignored }
}
