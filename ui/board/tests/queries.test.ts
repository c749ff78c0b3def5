import type { MetricDefinition, PageState } from '@symphony/sdk'
import { describe, expect, test } from 'vitest'
import { askFor, comparisons, endAfter, newest, readFigure, startOf, whole } from '../src/queries'

const METRIC = { id: 'corp.cash', target: null, dimensions: [{ name: 'account.entity', title: 'Entity' }] } as unknown as MetricDefinition
const STATE: PageState = { period: { last: 13 }, grain: 'MONTH', versus: 'plan', currency: 'group', filters: { entity: ['E1'] }, drill: [], tables: [], variants: {}, explain: null, figure: null, own: {} }
const FILTERS = [{ name: 'entity', path: 'entity', title: 'Entity', options: 'corp.cash' }]

test('a question carries period, filters and dimensions, and no plan where there is none', () => {
  expect(askFor(METRIC, STATE, FILTERS, { by: ['entity'], compare: ['TARGET', 'PREVIOUS_YEAR'], top: 5 }).query).toEqual({
    id: 'corp.cash', grain: 'MONTH', period: { last: 13 }, currency: 'group', compare: ['PREVIOUS_YEAR'], by: ['account.entity'], top: 5, rest: true,
    where: [{ dimension: 'account.entity', op: 'IN', values: ['E1'] }],
  })
})

test('a followed figure is read from the address, where there is one', () => {
  expect(readFigure('{"id":"corp.cash","grain":"MONTH"}')).toEqual({ id: 'corp.cash', grain: 'MONTH' })
  expect([null, '', '{', '7', '[]', '{}'].map(readFigure)).toEqual([null, null, null, null, null, null])
})

test('the chosen comparison comes first', () => {
  expect(comparisons(STATE)).toEqual(['TARGET', 'PREVIOUS_YEAR'])
  expect(comparisons({ ...STATE, versus: 'year' })).toEqual(['PREVIOUS_YEAR', 'TARGET'])
  expect(comparisons({ ...STATE, versus: 'period' })).toEqual(['PREVIOUS_PERIOD', 'TARGET', 'PREVIOUS_YEAR'])
})

describe('periods', () => {
  test('the newest alone', () => {
    expect(newest(STATE, '2026-10-31')).toEqual({ last: 1 })
    expect(newest({ ...STATE, period: { from: '2026-01-01', to: '2026-06-15' } }, '2026-10-31')).toEqual({ from: '2026-06-01', to: '2026-06-15' })
  })
  test('all of it as days', () => {
    expect(whole(STATE, '2026-10-31')).toEqual({ from: '2025-10-01', to: '2026-10-31' })
    expect(whole({ ...STATE, grain: 'QUARTER', period: { last: 8 } }, '2026-10-31')).toEqual({ from: '2025-01-01', to: '2026-10-31' })
  })
  test.each([['YEAR', '2026-01-01', '2027-12-31'], ['QUARTER', '2026-10-01', '2027-03-31'], ['MONTH', '2026-10-01', '2026-11-30'], ['WEEK', '2026-10-26', '2026-11-08'], ['DAY', '2026-10-31', '2026-11-01']] as const)(
    'a %s', (grain, start, end) => expect([startOf('2026-10-31', grain), endAfter('2026-10-31', grain, 1)]).toEqual([start, end]),
  )
})
