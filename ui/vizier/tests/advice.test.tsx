import type { Ask, Viewer } from '@symphony/contract'
import { cleanup, fireEvent, render, screen } from '@testing-library/preact'
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { DecideDialog } from '../src/advice/dialogs'
import type { Decision, Recommendation } from '../src/advice/server'
import { confidenceWord, stateText } from '../src/advice/words'
import { Effect } from '../src/advice/recommendation'
import { PlaceContext, type Place } from '../src/place'

afterEach(cleanup)

const VIEWER: Viewer = { id: 'cfo', name: 'Maya', title: 'CFO', roles: [], personas: [{ id: 'treasury', name: 'Ingrid', title: 'Treasurer' }] }
const DECISION: Decision = { recommendation: 'r1', action: 'Dun', state: 'proposed', approvers: [], notes: [], reason: null, until: null, decidedAt: null, outcome: null, measureOn: null }
const said = (text: string, ...figures: readonly string[]) => ({ text, spans: figures.flatMap((figure) => [{ text: figure, metric: 'ar.overdue', query: '{"id":"ar.overdue"}', page: null }, { text: ' ', metric: null, query: null, page: null }]) })
const RECOMMENDATION: Recommendation = {
  id: 'r1', action: 'Dun late payers', owner: 'Receivables', dueOn: '2026-11-07', gain: { expected: 3.1e6 }, worth: [said('+€3.10m', '+€3.10m'), said('Between', '€1.50m', '€4.70m')],
  effect: [said('+€3.10m expected.', '+€3.10m'), said('Can be taken back only in part.')], confidence: 0.7, grounds: [{ id: 'f1', sentence: said('Overdue share is 31.0%.', '31.0%') }],
  needsTwo: true, approveRefusal: null, declineRefusal: null, decision: DECISION,
}

describe('a decision in words', () => {
  const told = (change: Partial<Decision>): string => stateText({ ...DECISION, ...change }, VIEWER)
  test('names people, and the viewer as you', () => {
    expect(told({})).toBe('')
    expect(told({ state: 'second', approvers: ['treasury'] })).toBe('Approved by Ingrid; waits for a second person.')
    expect(told({ state: 'approved', approvers: ['cfo', 'unknown'], measureOn: '2026-12-01' })).toBe('Approved by you and unknown. The effect is measured on 1 Dec 2026.')
    expect(told({ state: 'declined', reason: 'Too late' })).toBe('Declined: Too late')
    expect(told({ state: 'snoozed', until: '2026-12-01' })).toBe('Put off until 1 Dec 2026.')
  })
})

describe('what a recommendation is worth', () => {
  test('is told with every figure leading to what gives it', () => {
    const route = { value: { symphony: 'cfo', page: 'corporate', search: new URLSearchParams() } }
    render(<PlaceContext.Provider value={{ route } as unknown as Place}><Effect recommendation={RECOMMENDATION} /></PlaceContext.Provider>)
    expect(screen.getAllByRole('link').map((link) => [link.textContent, link.getAttribute('href')])).toEqual([
      ['+€3.10m', '/cfo/corporate?explain=ar.overdue&figure=%7B%22id%22%3A%22ar.overdue%22%7D'], ['31.0%', '/cfo/corporate?explain=ar.overdue&figure=%7B%22id%22%3A%22ar.overdue%22%7D'],
    ])
    expect(screen.getByRole('list', { name: 'What it rests on' })).toBeTruthy()
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
