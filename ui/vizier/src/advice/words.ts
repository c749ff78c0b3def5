/** Recommendations and decisions in words. */
import type { Viewer } from '@symphony/contract'
import { dayText } from '@symphony/sdk'
import type { Decision } from './server'

/** Confidence as a word. */
export function confidenceWord(confidence: number): string {
  return confidence >= 0.75 ? 'High confidence' : confidence >= 0.5 ? 'Medium confidence' : 'Low confidence'
}

/** Names of people; those the viewer does not know by name stay with their id. */
export function namesOf(ids: readonly string[], viewer: Viewer): string {
  const known = new Map([viewer, ...viewer.personas].map(({ id, name }) => [id, name]))
  return ids.map((id) => (id === viewer.id ? 'you' : (known.get(id) ?? id))).join(' and ')
}

/** Where a recommendation stands; empty while nobody decided. */
export function stateText(decision: Decision, viewer: Viewer): string {
  const { state, approvers, reason, until, measureOn } = decision
  switch (state) {
    case 'proposed': return ''
    case 'second': return `Approved by ${namesOf(approvers, viewer)}; waits for a second person.`
    case 'approved': return `Approved by ${namesOf(approvers, viewer)}.${measureOn ? ` The effect is measured on ${dayText(measureOn)}.` : ''}`
    case 'declined': return `Declined: ${reason ?? 'no reason kept'}`
    case 'snoozed': return `Put off until ${until ? dayText(until) : 'a later day'}.`
    case 'measured': return `Approved by ${namesOf(approvers, viewer)}, and measured.`
  }
}
