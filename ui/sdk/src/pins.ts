/** Answers pinned to a page: kept in this browser for each viewer, asked again whenever the page opens. */
import { signal, type Signal } from '@preact/signals'

export interface Pin {
  readonly symphony: string
  readonly page: string
  /** The conversation up to the pinned answer: a follow-up means nothing without what was asked before it. */
  readonly questions: readonly string[]
}

const kept = new Map<string, Signal<readonly Pin[]>>()
const keyOf = (viewer: string): string => `pins:${viewer}`

/** The pins of a viewer, as a signal. */
export function pinsOf(viewer: string): Signal<readonly Pin[]> {
  const known = kept.get(viewer) ?? signal(read(viewer))
  kept.set(viewer, known)
  return known
}

/** Pins an answer, or takes it away where it is pinned. */
export function togglePin(viewer: string, pin: Pin): void {
  const pins = pinsOf(viewer)
  const others = pins.value.filter((known) => !samePin(known, pin))
  pins.value = others.length < pins.value.length ? others : [...others, pin]
  try {
    localStorage.setItem(keyOf(viewer), JSON.stringify(pins.value))
  } catch {
    // A full or forbidden store keeps the pin for this visit only.
  }
}

/** Whether two pins stand for the same answer on the same page. */
export function samePin(a: Pin, b: Pin): boolean {
  return JSON.stringify([a.symphony, a.page, a.questions]) === JSON.stringify([b.symphony, b.page, b.questions])
}

function read(viewer: string): readonly Pin[] {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(keyOf(viewer)) ?? '[]')
    return Array.isArray(found) ? found.filter(isPin) : []
  } catch {
    return []
  }
}

function isPin(found: Partial<Pin> | null): found is Pin {
  const { symphony, page, questions } = found ?? {}
  return typeof symphony === 'string' && typeof page === 'string' && Array.isArray(questions) && questions.length > 0 && questions.every((one) => typeof one === 'string')
}
