/** Corrections of questions, as the supergraph tells them. */
import type { Ask } from '@symphony/contract'
import { whole } from '@symphony/sdk'
import APPROVE from '@symphony/sdk/operations/approve_correction.graphql'
import CORRECTIONS from '@symphony/sdk/operations/corrections.graphql'
import REJECT from '@symphony/sdk/operations/reject_correction.graphql'

export interface Correction {
  readonly id: string
  /** The phrase. */
  readonly said: string
  /** What was meant, as people call it. */
  readonly means: string
  /** What it was read as; null where it was not understood, or asked about. */
  readonly readAs: string | null
  /** The question in which it was said first. */
  readonly question: string
  readonly people: readonly string[]
  readonly saidAt: string
  readonly state: 'proposed' | 'approved' | 'rejected'
  readonly decidedBy: string | null
  readonly decidedAt: string | null
  readonly reason: string | null
  /** Why the viewer may not approve it. */
  readonly approveRefusal: string | null
}

/** All corrections, the newest first. Throws where the viewer may not review. */
export async function fetchCorrections(ask: Ask): Promise<readonly Correction[]> {
  return whole(await ask<{ corrections: readonly Correction[] }>(CORRECTIONS, {}, { fresh: true })).corrections
}

/** Approves, or rejects with a reason. Throws what the server refuses. */
export async function review(ask: Ask, id: string, reason: string | null): Promise<Correction> {
  const [document, variables] = reason === null ? [APPROVE, { id }] : [REJECT, { id, reason }]
  return whole(await ask<{ correction: Correction }>(document, variables, { fresh: true })).correction
}
