/** Conformed dimensions: one filter of the page means the same on every metric that reaches it. */
import type { FilterInput, MetricDefinition } from './schema'

/** The shortest path of a metric that ends in the conformed one: `entity.region` finds `account.entity.region`. */
export function pathTo(wanted: string, available: readonly { readonly name: string }[]): string | null {
  const paths = available.map((dimension) => dimension.name).filter((path) => path === wanted || path.endsWith(`.${wanted}`))
  const [shortest] = paths.toSorted((a, b) => a.split('.').length - b.split('.').length || a.localeCompare(b))
  return shortest ?? null
}

/** Filters by their name in the address: the values kept. */
export type Filters = Readonly<Record<string, readonly string[]>>

/** A filter of the page: its name in the address, its conformed path and its title. */
export interface FilterDeclaration {
  readonly name: string
  readonly path: string
  readonly title: string
  /** The metric whose groups are the choices. */
  readonly options: string
}

export interface Applied {
  readonly where: readonly FilterInput[]
  /** Titles of filters this metric cannot follow, to be said beside its figure. */
  readonly ignored: readonly string[]
}

/** The page's filters as conditions on one metric. */
export function apply(filters: Filters, declared: readonly FilterDeclaration[], metric: MetricDefinition | undefined): Applied {
  const where: FilterInput[] = []
  const ignored: string[] = []
  for (const { name, path, title } of declared) {
    const values = filters[name] ?? []
    if (values.length === 0) continue
    const dimension = pathTo(path, metric?.dimensions ?? [])
    if (dimension === null) ignored.push(title.toLowerCase())
    else where.push({ dimension, op: 'IN', values })
  }
  return { where, ignored }
}
