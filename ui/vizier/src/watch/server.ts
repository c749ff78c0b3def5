/** What is unusual, as the supergraph tells it. */
import type { Ask } from '@symphony/contract'
import { whole, type Sentence } from '@symphony/sdk'
import ACCEPT from '@symphony/sdk/operations/accept_anomaly.graphql'
import ACKNOWLEDGE from '@symphony/sdk/operations/acknowledge.graphql'
import ANOMALIES from '@symphony/sdk/operations/anomalies.graphql'
import CAUSE from '@symphony/sdk/operations/anomaly_cause.graphql'
import SNOOZE from '@symphony/sdk/operations/snooze_anomaly.graphql'

export interface Standing {
  readonly state: 'pending' | 'firing' | 'acknowledged' | 'snoozed' | 'accepted' | 'resolved'
  readonly by: string | null
}

export interface Anomaly extends Standing {
  readonly id: string
  readonly metric: string
  readonly title: string
  readonly scope: readonly { readonly label: string }[]
  /** Whether it goes on, so that its level can be accepted. */
  readonly lasts: boolean
  readonly since: string
  readonly value: number
  readonly unit: string
  readonly currency: string | null
  /** What gives the figure elsewhere. */
  readonly query: string | null
  readonly good: boolean | null
  readonly sentence: Sentence
  /** In which other metrics it shows. */
  readonly elsewhere: Sentence | null
}

export interface Anomalies {
  readonly ready: boolean
  readonly items: readonly Anomaly[]
}

export interface Why {
  /** Where it began, or what there is instead of a single cause. */
  readonly began: { readonly sentence: Sentence } | null
  readonly cause: Cause | null
}

export interface Cause {
  /** How far it moved. */
  readonly sentence: Sentence
  /** What each slice did for it. */
  readonly parts: readonly Sentence[]
  /** By what upstream it moved, and by what not beyond doubt. */
  readonly ways: readonly Sentence[]
  readonly notes: readonly string[]
}

export async function fetchAnomalies(ask: Ask, fresh: boolean): Promise<Anomalies> {
  return whole(await ask<{ anomalies: Anomalies }>(ANOMALIES, {}, { fresh })).anomalies
}

/** Why it is so; null where that cannot be worked out. */
export async function fetchWhy(ask: Ask, id: string): Promise<Why> {
  return whole(await ask<{ anomaly: Why | null }>(CAUSE, { id })).anomaly ?? { began: null, cause: null }
}

export async function acknowledge(ask: Ask, id: string): Promise<Standing> {
  return whole(await ask<{ item: Standing }>(ACKNOWLEDGE, { id }, { fresh: true })).item
}

/** Takes its level for the usual one. */
export async function accept(ask: Ask, id: string): Promise<Standing> {
  return whole(await ask<{ item: Standing }>(ACCEPT, { id }, { fresh: true })).item
}

export async function snooze(ask: Ask, id: string, until: Date): Promise<Standing> {
  return whole(await ask<{ item: Standing }>(SNOOZE, { id, until: until.toISOString().replace('Z', '+00:00') }, { fresh: true })).item
}
