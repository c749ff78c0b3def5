import type { Load, MetricDefinition, MetricResult } from '@symphony/sdk'
import { cleanup, fireEvent, render, screen } from '@testing-library/preact'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { Kpi } from '../src/kpi'

afterEach(cleanup)

const METRIC = { id: 'ar.dso', title: 'Days sales outstanding', type: 'RATIO', unit: 'days', direction: 'DOWN' } as unknown as MetricDefinition
const RESULT: MetricResult = {
  state: 'READY', reason: null, nextStep: null, currency: null, asOf: '2026-10-31',
  freshness: { loadedAt: '2026-10-31T08:40:00Z', newestOn: '2026-10-31', target: '26h', fresh: true }, trust: { level: 'VERIFIED', reasons: [] },
  rows: [
    { periodStart: '2026-09-01', periodEnd: '2026-09-30', complete: true, value: 45, share: null, isRest: false, dimensions: [], comparisons: [] },
    { periodStart: '2026-10-01', periodEnd: '2026-10-31', complete: true, value: 47.3, share: null, isRest: false, dimensions: [], comparisons: [
      { kind: 'TARGET', value: 44.9, delta: 2.4, deltaRatio: 0.0534, good: false }, { kind: 'PREVIOUS_YEAR', value: 47.3, delta: 0.01, deltaRatio: 0.0002, good: false },
    ] },
    { periodStart: '2026-11-01', periodEnd: '2026-11-30', complete: false, value: 12, share: null, isRest: false, dimensions: [], comparisons: [] },
  ],
}

function show(load: Load<MetricResult>, ignored: readonly string[] = [], metric = METRIC) {
  const retry = vi.fn()
  render(<Kpi metric={metric} load={load} versus={['TARGET', 'PREVIOUS_YEAR']} ignored={ignored} grain="MONTH" onOpen={() => {}} retry={retry} />)
  return { card: screen.getByRole('article'), retry }
}
const ready = (change: Partial<MetricResult> = {}): Load<MetricResult> => ({ phase: 'ready', value: { ...RESULT, ...change }, at: 0 })

describe('a key figure', () => {
  test('shows the newest whole period with both changes', () => {
    const { card } = show(ready())
    expect(card.textContent).toContain('47.3days')
    expect(card.textContent).toContain('up2.4, +5.3%vs plan (worse)')
  })
  test('calls a change too small to see no change', () => expect(show(ready()).card.textContent).toContain('No changevs year ago'))
  test('says that a figure at its upper end is more', () => expect(show(ready(), [], { ...METRIC, most: 47.3 }).card.textContent).toContain('more than 47.3days'))
  test('tells policy from a lack of data', () => {
    expect(show(ready({ state: 'FORBIDDEN', reason: 'Hidden by policy', rows: [] })).card.textContent).toContain('Your role does not include this figure.')
    cleanup()
    expect(show(ready({ state: 'EMPTY', rows: [] })).card.textContent).toContain('No data in this selection')
  })
  test('says when it is the whole group although a filter is set', () => expect(show(ready(), ['entity']).card.textContent).toContain('Unfiltered'))
  test('keeps the last value when it fails, and can be tried again without one', () => {
    expect(show({ phase: 'failed', error: new Error('x'), last: { value: RESULT, at: 0 } }).card.textContent).toContain('47.3')
    cleanup()
    const { retry } = show({ phase: 'failed', error: new Error('x'), last: null })
    fireEvent.click(screen.getByRole('button', { name: 'Try again' }))
    expect(retry).toHaveBeenCalledOnce()
  })
})
