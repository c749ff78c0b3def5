/** Recommendations and decisions in words. */
import type { Viewer } from '@symphony/contract'
import { dayText, shortText, signed } from '@symphony/sdk'
import type { Decision, Gain, Recommendation } from './server'

export type Money = (value: number) => string

/** Writes amounts of one currency. */
export const moneyIn = (currency: string): Money => (value) => shortText(value, { unit: 'money', currency })

/** `+€3.17m`. */
export const gainText = (gain: Gain, currency: string): string => signed(gain.expected, { unit: 'money', currency })

/** The interval, and what it rests on. */
export function effectText({ gain, currency }: Recommendation): string {
  if (!gain) return 'What it brings cannot be put in money.'
  const money = moneyIn(currency)
  return `${gainText(gain, currency)} expected, between ${money(gain.low)} and ${money(gain.high)} in 4 of 5 cases.`
}

/** Where the expectation comes from. */
export function basisText({ gain }: Recommendation): string {
  if (!gain) return ''
  if (gain.simulated) return `Simulated by the engine that proposes it${gain.assumption ? `; it assumes that ${gain.assumption}` : ''}.`
  return gain.assumption ? `Not simulated: it assumes that ${gain.assumption}.` : 'Not simulated.'
}

/** Confidence as a word. */
export function confidenceWord(confidence: number): string {
  return confidence >= 0.75 ? 'High confidence' : confidence >= 0.5 ? 'Medium confidence' : 'Low confidence'
}

export const UNDO = {
  wholly: 'Can be taken back wholly.',
  partly: 'Can be taken back only in part.',
  not: 'Cannot be taken back.',
} as const

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

/** Predicted against realised; empty where nothing was predicted. */
export function outcomeText({ predicted, realised, state }: Decision, currency: string): string {
  if (predicted === null || (state !== 'approved' && state !== 'measured')) return ''
  const money = moneyIn(currency)
  return realised === null ? `${money(predicted)} predicted, not measured yet.` : `${money(predicted)} predicted, ${money(realised)} realised.`
}
