/** Cash and its levers as the graph tells them. */

export interface Setting {
  readonly kind: string
  readonly target: string | null
  readonly value: number
}

export interface LeverKind {
  readonly id: string
  readonly title: string
  readonly meaning: string
  readonly unit: string
  readonly minimum: number
  readonly maximum: number
  readonly step: number
  readonly neutral: number
  readonly target: string | null
  readonly targetOptional: boolean
  readonly targets: readonly { readonly id: string; readonly name: string | null }[]
}

export interface Day {
  readonly on: string
  readonly p10: number
  readonly p25: number
  readonly p50: number
  readonly p75: number
  readonly p90: number
  readonly undrawn: number
}

/** How often a band held what came. */
export interface Coverage {
  readonly level: number
  readonly covered: number | null
  readonly origins: number
  /** From how many it is to be, while the test goes on; else as many. */
  readonly planned: number
  readonly reason: string | null
  /** Between which shares a band that is right holds in eight of ten such tests. */
  readonly chance?: { readonly low: number; readonly high: number } | null
}

export interface Covenant {
  readonly id: string
  readonly name: string
  readonly measure: string
  readonly on: string
  readonly limit: number
  readonly headroom: number | null
  readonly breachChance: number
}

export interface Forecast {
  readonly asOf: string
  readonly currency: string
  readonly horizon: number
  readonly paths: number
  readonly opening: number
  readonly floor: number
  readonly days: readonly Day[]
  readonly coverage: readonly Coverage[]
  readonly events: readonly { readonly on: string; readonly title: string; readonly amount: number }[]
  readonly lowPoint: { readonly p10: number; readonly p50: number; readonly p90: number; readonly on: string; readonly from: string; readonly to: string }
  readonly chanceBelowFloor: number
  readonly runwayOn: string | null
  readonly covenants: readonly Covenant[]
  readonly surplus: readonly { readonly days: number; readonly amount: number }[]
  readonly gaps: readonly { readonly what: string; readonly why: string }[]
  readonly change: { readonly lowPoint: number; readonly chanceBelowFloor: number }
}

export interface Part {
  readonly id: string
  readonly title: string
  readonly amount: number
  readonly parts?: readonly Part[]
}

export interface Reasons {
  readonly currency: string
  readonly opening: number
  readonly lowPoint: { readonly on: string; readonly p50: number }
  readonly explanation: readonly Part[]
  readonly causes: readonly Cause[]
  readonly gaps: Forecast['gaps']
  readonly change: { readonly lowPoint: number; readonly parts: readonly Part[] }
}

/** Something that lately moved cash. */
export interface Cause {
  readonly kind: string
  readonly id: string
  readonly title: string
  readonly text: string
  readonly amount: number
}

/** From an earlier forecast to today's. */
export interface Since {
  readonly currency: string
  readonly before: LowMean
  readonly now: LowMean
  readonly parts: readonly Part[]
}

interface LowMean {
  readonly asOf: string
  readonly on: string
  readonly mean: number
}

/** A lever as it is moved: its kind, aimed at one target or at all. */
export interface Lever {
  readonly key: string
  readonly kind: LeverKind
  readonly target: string | null
  readonly title: string
}

/** Values by lever key; a lever at neutral is absent. */
export type Moved = Readonly<Record<string, number>>

const SCALES: Readonly<Record<string, number>> = { ratio: 100, points: 100 }
const WORDS: Readonly<Record<string, string>> = { ratio: '%', points: 'pp', days: 'days', weeks: 'weeks' }

/** By how much a value is multiplied to be read: per cent and percentage points. */
export const scaleOf = (kind: LeverKind): number => SCALES[kind.unit] ?? 1

export const unitOf = (kind: LeverKind): string => WORDS[kind.unit] ?? kind.unit

/** The lever of a kind at a target. */
export function leverOf(kind: LeverKind, target: string | null): Lever {
  const name = kind.targets.find(({ id }) => id === target)?.name ?? target
  return { key: `${kind.id}:${target ?? ''}`, kind, target, title: name === null ? kind.title : `${kind.title}, ${name}` }
}

/** What is asked of the graph: sorted, so that equal levers are one question. */
export function settings(moved: Moved): readonly Setting[] {
  return Object.keys(moved).toSorted().map((key) => {
    const at = key.indexOf(':')
    return { kind: key.slice(0, at), target: key.slice(at + 1) || null, value: moved[key]! }
  })
}

/** What is moved, from settings as the graph tells them. */
export function movedBy(given: readonly Setting[]): Moved {
  return Object.fromEntries(given.map(({ kind, target, value }) => [`${kind}:${target ?? ''}`, value]))
}

/** A lever as it stands in an address, and on the command line: `dso=5`, `fx.USD=-0.1`. */
export const leverText = ({ kind, target, value }: Setting): string => `${kind}${target === null ? '' : `.${target}`}=${value}`

/** Levers of an address; what makes no sense is left out. */
export function readLevers(texts: readonly string[]): readonly Setting[] {
  return texts.flatMap((text) => {
    const [, kind, target, number] = /^([a-z_]+)(?:\.(.+))?=(-?[\d.]+)$/.exec(text) ?? []
    const value = Number(number)
    return kind && Number.isFinite(value) ? [{ kind, target: target ?? null, value }] : []
  })
}

/** What can be moved of what an address says: levers that are not there are left out, the others kept within their range. */
export function fitting(moved: Moved, kinds: readonly LeverKind[]): Moved {
  return settings(moved).reduce<Moved>((fit, { kind: id, target, value }) => {
    const kind = kinds.find((found) => found.id === id)
    return kind ? move(fit, leverOf(kind, target), value) : fit
  }, {})
}

/** The values with one lever moved, kept within its range and on its steps. */
export function move(moved: Moved, { key, kind }: Lever, value: number): Moved {
  const { [key]: _, ...others } = moved
  const steps = Math.round((Math.min(kind.maximum, Math.max(kind.minimum, value)) - kind.neutral) / kind.step)
  const kept = Number((kind.neutral + steps * kind.step).toFixed(6))
  return kept === kind.neutral ? others : { ...others, [key]: kept }
}
