/** What a symphony opens with: one headline and the facts it was made from. */
import type { Ask } from '@symphony/contract'
import BRIEFING from '../operations/briefing.graphql?raw'
import { whole } from './ask'
import type { Sentence } from './schema'

export interface Fact {
  readonly metric: string
  readonly title: string
  readonly good: boolean | null
  readonly sentence: Sentence
}

export interface Briefing {
  readonly headline: Sentence
  readonly facts: readonly Fact[]
  /** Metrics that policy hides from the viewer. */
  readonly withheld: readonly string[]
}

/** The briefing of a symphony for this viewer. */
export async function fetchBriefing(ask: Ask, symphony: string, fresh = false): Promise<Briefing> {
  return whole(await ask<{ briefing: Briefing }>(BRIEFING, { symphony }, { fresh })).briefing
}
