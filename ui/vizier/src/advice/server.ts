/** Recommendations and the decisions on them, as the supergraph tells them. */
import type { Ask } from '@symphony/contract'
import { whole, type Sentence } from '@symphony/sdk'
import APPROVE from '@symphony/sdk/operations/approve.graphql'
import DECISIONS from '@symphony/sdk/operations/decisions.graphql'
import DECLINE from '@symphony/sdk/operations/decline.graphql'
import RECOMMENDATIONS from '@symphony/sdk/operations/recommendations.graphql'
import SNOOZE from '@symphony/sdk/operations/snooze.graphql'

export interface Decision {
  readonly recommendation: string
  readonly action: string | null
  readonly state: 'proposed' | 'second' | 'approved' | 'declined' | 'snoozed' | 'measured'
  readonly approvers: readonly string[]
  readonly notes: readonly { readonly by: string; readonly text: string }[]
  readonly reason: string | null
  readonly until: string | null
  readonly decidedAt: string | null
  /** What it was to bring and what it brought; null where nothing was predicted. */
  readonly outcome: Sentence | null
  readonly measureOn: string | null
}

export interface Recommendation {
  readonly id: string
  readonly action: string
  readonly owner: string
  readonly dueOn: string
  readonly gain: { readonly expected: number } | null
  /** What it is worth at a glance: the gain, then its range; or that it cannot be put in money. */
  readonly worth: readonly Sentence[]
  /** What it would bring, on what that rests, what it costs and whether it can be undone. */
  readonly effect: readonly Sentence[]
  readonly confidence: number
  /** The facts it rests on. */
  readonly grounds: readonly { readonly id: string; readonly sentence: Sentence }[]
  readonly needsTwo: boolean
  /** Why the viewer may not approve it; null where they may. */
  readonly approveRefusal: string | null
  /** Why the viewer may neither decline it nor put it off. */
  readonly declineRefusal: string | null
  readonly decision: Decision
}

/** What somebody decides. */
export type Verdict =
  | { readonly kind: 'approve'; readonly note: string }
  | { readonly kind: 'decline'; readonly reason: string }
  | { readonly kind: 'snooze'; readonly until: string }

const DOCUMENTS = { approve: APPROVE, decline: DECLINE, snooze: SNOOZE } as const

/** The open recommendations, the most valuable first. */
export async function fetchRecommendations(ask: Ask, symphony: string, fresh: boolean): Promise<readonly Recommendation[]> {
  return whole(await ask<{ recommendations: readonly Recommendation[] }>(RECOMMENDATIONS, { symphony }, { fresh })).recommendations
}

/** What was decided, the newest first; what only waits for a second person is not decided yet. */
export async function fetchDecisions(ask: Ask): Promise<readonly Decision[]> {
  const { decisions } = whole(await ask<{ decisions: readonly Decision[] }>(DECISIONS, {}, { fresh: true }))
  return decisions.filter(({ state }) => state !== 'proposed' && state !== 'second')
}

/** Decides on a recommendation. Throws what the server refuses, with its reason. */
export async function decide(ask: Ask, symphony: string, id: string, { kind, ...details }: Verdict): Promise<Decision> {
  return whole(await ask<{ decision: Decision }>(DOCUMENTS[kind], { symphony, id, ...details }, { fresh: true })).decision
}
