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

export interface Forecast {
  readonly asOf: string
  readonly currency: string
  readonly horizon: number
  readonly paths: number
  readonly opening: number
  readonly floor: number
  readonly days: readonly Day[]
  readonly lowPoint: { readonly p10: number; readonly p50: number; readonly p90: number; readonly on: string; readonly from: string; readonly to: string }
  readonly chanceBelowFloor: number
  readonly runwayOn: string | null
  readonly covenants: readonly { readonly id: string; readonly name: string; readonly on: string; readonly headroom: number | null; readonly breachChance: number }[]
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
  readonly lowPoint: { readonly on: string }
  readonly explanation: readonly Part[]
  readonly change: { readonly lowPoint: number; readonly parts: readonly Part[] }
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

/** The values with one lever moved, kept within its range and on its steps. */
export function move(moved: Moved, { key, kind }: Lever, value: number): Moved {
  const { [key]: _, ...others } = moved
  const steps = Math.round((Math.min(kind.maximum, Math.max(kind.minimum, value)) - kind.neutral) / kind.step)
  const kept = Number((kind.neutral + steps * kind.step).toFixed(6))
  return kept === kind.neutral ? others : { ...others, [key]: kept }
}
