import type { Ask, Viewer } from '@symphony/contract'
import { cleanup, fireEvent, render, screen } from '@testing-library/preact'
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { DecideDialog } from '../src/advice/dialogs'
import type { Decision, Recommendation } from '../src/advice/server'
import { basisText, confidenceWord, effectText, outcomeText, stateText } from '../src/advice/words'
import { PlaceContext, type Place } from '../src/place'

afterEach(cleanup)

const VIEWER: Viewer = { id: 'cfo', name: 'Maya', title: 'CFO', roles: [], personas: [{ id: 'treasury', name: 'Ingrid', title: 'Treasurer' }] }
const DECISION: Decision = { recommendation: 'r1', action: 'Dun', state: 'proposed', approvers: [], notes: [], reason: null, until: null, decidedAt: null, predicted: null, realised: null, measureOn: null }
const RECOMMENDATION: Recommendation = {
  id: 'r1', action: 'Dun late payers', owner: 'Receivables', dueOn: '2026-11-07', gain: { expected: 3.1e6, low: 1.5e6, high: 4.7e6, simulated: false, assumption: 'three of ten pay' },
  confidence: 0.7, cost: 0, currency: 'EUR', undo: 'partly', grounds: [], metric: 'ar.overdue', source: 'playbook', needsTwo: true, approveRefusal: null, declineRefusal: null, acceptance: 0.75, deliveredRatio: null, decision: DECISION,
}

describe('a decision in words', () => {
  const said = (change: Partial<Decision>): string => stateText({ ...DECISION, ...change }, VIEWER)
  test('names people, and the viewer as you', () => {
    expect(said({})).toBe('')
    expect(said({ state: 'second', approvers: ['treasury'] })).toBe('Approved by Ingrid; waits for a second person.')
    expect(said({ state: 'approved', approvers: ['cfo', 'unknown'], measureOn: '2026-12-01' })).toBe('Approved by you and unknown. The effect is measured on 1 Dec 2026.')
    expect(said({ state: 'declined', reason: 'Too late' })).toBe('Declined: Too late')
    expect(said({ state: 'snoozed', until: '2026-12-01' })).toBe('Put off until 1 Dec 2026.')
  })
  test('sets predicted against realised only where something was predicted', () => {
    expect(outcomeText({ ...DECISION, state: 'approved', predicted: 3.1e6 }, 'EUR')).toBe('€3.10m predicted, not measured yet.')
    expect(outcomeText({ ...DECISION, state: 'measured', predicted: 3.1e6, realised: -2e5 }, 'EUR')).toBe('€3.10m predicted, −€200k realised.')
    expect(outcomeText({ ...DECISION, state: 'declined' }, 'EUR')).toBe('')
  })
})

describe('what a recommendation is worth', () => {
  test('has its interval, and says whether it was simulated or assumed', () => {
    expect(effectText(RECOMMENDATION)).toBe('+€3.10m expected, between €1.50m and €4.70m in 4 of 5 cases.')
    expect(basisText(RECOMMENDATION)).toBe('Not simulated: it assumes that three of ten pay.')
    const simulated = { ...RECOMMENDATION.gain!, simulated: true }
    expect(basisText({ ...RECOMMENDATION, gain: simulated })).toBe('Simulated by the engine that proposes it; it assumes that three of ten pay.')
    expect(basisText({ ...RECOMMENDATION, gain: { ...simulated, assumption: null } })).toBe('Simulated by the engine that proposes it.')
    expect(effectText({ ...RECOMMENDATION, gain: null })).toBe('What it brings cannot be put in money.')
  })
  test('has its confidence as a word', () => expect([0.9, 0.75, 0.6, 0.5, 0.2].map(confidenceWord)).toEqual(['High confidence', 'High confidence', 'Medium confidence', 'Medium confidence', 'Low confidence']))
})

describe('declining', () => {
  beforeAll(() => {
    HTMLDialogElement.prototype.showModal ??= () => {}
    HTMLDialogElement.prototype.close ??= () => {}
  })
  const show = (ask: Ask) => {
    const onDone = vi.fn()
    const place = { ask, symphony: 'cfo', title: 'Finance', viewer: VIEWER, company: { asOf: '2026-10-31' }, route: { value: {} }, announce: () => {} } as unknown as Place
    render(<PlaceContext.Provider value={place}><DecideDialog kind="decline" recommendation={RECOMMENDATION} onClose={() => {}} onDone={onDone} /></PlaceContext.Provider>)
    fireEvent.input(screen.getByLabelText(/Why/), { target: { value: 'Too late' } })
    fireEvent.submit(document.querySelector('form')!)
    return onDone
  }
  test('sends the reason and hands on the decision', async () => {
    const declined = { ...DECISION, state: 'declined', reason: 'Too late' }
    const ask = vi.fn(() => Promise.resolve({ data: { decision: declined }, errors: [] }))
    const onDone = show(ask as unknown as Ask)
    await vi.waitFor(() => expect(onDone).toHaveBeenCalledWith(declined))
    expect(ask).toHaveBeenCalledWith(expect.stringContaining('declineRecommendation'), { symphony: 'cfo', id: 'r1', reason: 'Too late' }, { fresh: true })
  })
  test('says why the server refuses, and stays open', async () => {
    const refusal = { message: 'This proposal is approved already.', code: 'DECISION_REFUSED', hint: '', path: [] }
    const onDone = show((() => Promise.resolve({ data: null, errors: [refusal] })) as unknown as Ask)
    expect((await screen.findByRole('alert')).textContent).toBe('This proposal is approved already.')
    expect(onDone).not.toHaveBeenCalled()
  })
})
