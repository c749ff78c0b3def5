/** What a symphony opens with: one headline, the text below it, and the metrics both speak of. */
import type { Ask } from '@symphony/contract'
import BRIEFING from '../operations/briefing.graphql'
import { whole } from './ask'
import type { Sentence } from './schema'

export interface BriefingSection {
  /** `changed`, `why`, `coming` or `do`. */
  readonly name: string
  readonly title: string
  readonly sentences: readonly Sentence[]
  /** The language model whose words these are; null: made here. */
  readonly model: string | null
}

export interface Briefing {
  /** Whether all reasons are worked out. */
  readonly ready: boolean
  /** ISO 639-1 code of the text. */
  readonly language: string
  /** When the viewer was here before. */
  readonly lastVisitAt: string | null
  readonly headline: Sentence
  readonly sections: readonly BriefingSection[]
  readonly facts: readonly { readonly metric: string }[]
  /** Metrics that policy hides from the viewer. */
  readonly withheld: readonly string[]
}

/** The briefing of a symphony for this viewer. */
export async function fetchBriefing(ask: Ask, symphony: string, fresh = false): Promise<Briefing> {
  return whole(await ask<{ briefing: Briefing }>(BRIEFING, { symphony }, { fresh })).briefing
}
