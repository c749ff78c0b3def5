/** The whole state of a page in its address, so that a link shows what its sender saw. */
import type { Filters } from './dimensions'
import type { Comparison, Grain, PeriodInput } from './schema'

export type Versus = 'plan' | 'year' | 'period'

export interface Step {
  readonly kind: string
  readonly key: string
}

export interface PageState {
  readonly period: PeriodInput
  readonly grain: Grain
  readonly versus: Versus
  readonly currency: string
  readonly filters: Filters
  /** The way down from the page: a customer, then an invoice. */
  readonly drill: readonly Step[]
  /** Tiles shown as tables. */
  readonly tables: readonly string[]
  /** Metric -> the definition chosen instead of its usual one. */
  readonly variants: Readonly<Record<string, string>>
  /** The metric whose definition is open. */
  readonly explain: string | null
  /** What gave the figure that was followed to its definition, as JSON; null: what the page asks. */
  readonly figure: string | null
  /** What parts keep in the address, by the names their symphony declares. */
  readonly own: Readonly<Record<string, readonly string[]>>
}

export interface Defaults {
  readonly grain: Grain
  readonly last: number
  readonly versus: Versus
  readonly filters: readonly string[]
  /** Names of what parts keep in the address. */
  readonly own: readonly string[]
}

const GRAINS: readonly Grain[] = ['DAY', 'WEEK', 'MONTH', 'QUARTER', 'YEAR']
const VERSUS: readonly Versus[] = ['plan', 'year', 'period']
const DATE = /^\d{4}-\d\d-\d\d$/

export const COMPARISON: Readonly<Record<Versus, Comparison>> = { plan: 'TARGET', year: 'PREVIOUS_YEAR', period: 'PREVIOUS_PERIOD' }

/** Reads the state from an address; what is absent or makes no sense takes its default. */
export function readState(search: URLSearchParams, defaults: Defaults): PageState {
  return {
    period: readPeriod(search.get('period'), defaults.last),
    grain: oneOf(GRAINS, search.get('grain')?.toUpperCase(), defaults.grain),
    versus: oneOf(VERSUS, search.get('versus'), defaults.versus),
    currency: /^[A-Z]{3}$/.test(search.get('currency') ?? '') ? search.get('currency')! : 'group',
    filters: readAll(search, defaults.filters),
    drill: search.getAll('drill').map(readStep),
    tables: search.getAll('table'),
    variants: Object.fromEntries(search.getAll('variant').map(readStep).filter(({ key }) => key !== '').map(({ kind, key }) => [kind, key])),
    explain: search.get('explain'),
    figure: search.get('figure'),
    own: readAll(search, defaults.own),
  }
}

function readAll(search: URLSearchParams, names: readonly string[]): Filters {
  return Object.fromEntries(names.map((name) => [name, search.getAll(name)]).filter(([, values]) => values!.length > 0))
}

/** Writes the state; defaults are left out so that addresses stay short. */
export function writeState(state: PageState, defaults: Defaults): URLSearchParams {
  const search = new URLSearchParams()
  const { from, to, last } = state.period
  if (from ?? to) search.set('period', `${from ?? ''}..${to ?? ''}`)
  else if (last !== defaults.last) search.set('period', `last-${last}`)
  if (state.grain !== defaults.grain) search.set('grain', state.grain.toLowerCase())
  if (state.versus !== defaults.versus) search.set('versus', state.versus)
  if (state.currency !== 'group') search.set('currency', state.currency)
  for (const [name, values] of Object.entries({ ...state.filters, ...state.own })) for (const value of values) search.append(name, value)
  for (const { kind, key } of state.drill) search.append('drill', `${kind}:${key}`)
  for (const tile of state.tables) search.append('table', tile)
  for (const [metric, variant] of Object.entries(state.variants)) search.append('variant', `${metric}:${variant}`)
  if (state.explain) search.set('explain', state.explain)
  if (state.explain && state.figure) search.set('figure', state.figure)
  return search
}

function readPeriod(text: string | null, last: number): PeriodInput {
  const counted = /^last-(\d{1,3})$/.exec(text ?? '')
  if (counted && Number(counted[1]) > 0) return { last: Number(counted[1]) }
  const [from = '', to = ''] = (text ?? '').split('..')
  const range = { ...(DATE.test(from) && { from }), ...(DATE.test(to) && { to }) }
  return Object.keys(range).length > 0 ? range : { last }
}

function readStep(text: string): Step {
  const colon = text.indexOf(':')
  return colon < 0 ? { kind: text, key: '' } : { kind: text.slice(0, colon), key: text.slice(colon + 1) }
}

function oneOf<T extends string>(allowed: readonly T[], found: string | null | undefined, fallback: T): T {
  return allowed.find((value) => value === found) ?? fallback
}
