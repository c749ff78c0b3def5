/** Answers pinned to a page: each viewer's own, kept by the server, asked again whenever the page opens. */
import { signal, type Signal } from '@preact/signals'
import type { Ask } from '@symphony/contract'
import PINS from '../operations/pins.graphql'
import PIN from '../operations/pin_answer.graphql'
import { whole } from './ask'

export interface Pin {
  readonly symphony: string
  readonly page: string
  /** The conversation up to the pinned answer: a follow-up means nothing without what was asked before it. */
  readonly questions: readonly string[]
}

interface Told {
  readonly pins: readonly Pin[]
}

const kept = new Map<string, Signal<readonly Pin[]>>()
const keyOf = (viewer: string): string => `pins:${viewer}`

/** The pins of a viewer, as a signal: as this browser knew them, then as the server tells them. */
export function pinsOf(ask: Ask, viewer: string): Signal<readonly Pin[]> {
  const known = kept.get(viewer)
  if (known) return known
  const pins = signal(read(viewer))
  kept.set(viewer, pins)
  ask<Told>(PINS).then((answer) => put(viewer, pins, whole(answer).pins)).catch(() => undefined)
  return pins
}

/** Pins an answer, or takes it away where it is pinned. Throws where the server refuses; then all is as it was. */
export async function togglePin(ask: Ask, viewer: string, pin: Pin): Promise<void> {
  const pins = pinsOf(ask, viewer)
  const before = pins.value
  const others = before.filter((known) => !samePin(known, pin))
  const pinned = others.length === before.length
  pins.value = pinned ? [...others, pin] : others
  try {
    put(viewer, pins, whole(await ask<Told>(PIN, { ...pin, pinned }, { fresh: true })).pins)
  } catch (error) {
    pins.value = before
    throw error
  }
}

function put(viewer: string, pins: Signal<readonly Pin[]>, told: readonly Pin[]): void {
  if (JSON.stringify(told) !== JSON.stringify(pins.value)) pins.value = told
  try {
    localStorage.setItem(keyOf(viewer), JSON.stringify(told))
  } catch {
    // A full or forbidden store only means that the page knows its pins a moment later.
  }
}

/** Whether two pins stand for the same answer on the same page. */
export function samePin(a: Pin, b: Pin): boolean {
  return JSON.stringify([a.symphony, a.page, a.questions]) === JSON.stringify([b.symphony, b.page, b.questions])
}

function read(viewer: string): readonly Pin[] {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(keyOf(viewer)) ?? '[]')
    return Array.isArray(found) ? found.filter((one: Partial<Pin> | null) => one?.questions?.length) : []
  } catch {
    return []
  }
}
