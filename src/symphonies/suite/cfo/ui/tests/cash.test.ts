import { describe, expect, test } from 'vitest'
import { horizonSpec, verdictOf } from '../src/cash/backtest/model'
import { daysText } from '../src/cash/coverage'
import { fitting, leverOf, move, settings, type Forecast, type LeverKind } from '../src/cash/model'
import { cashSpec } from '../src/cash/spec'
import { customersOf, leversWay, openingWay, sumOf } from '../src/cash/why'

const KIND: LeverKind = { id: 'fx', title: 'Exchange rate', meaning: '', unit: 'ratio', minimum: -0.8, maximum: 2, step: 0.01, neutral: 0, target: 'currency', targetOptional: false, targets: [{ id: 'USD', name: 'USD' }] }
const USD = leverOf(KIND, 'USD')
const day = (on: string, p50: number) => ({ on, p10: p50 - 2, p25: p50 - 1, p50, p75: p50 + 1, p90: p50 + 2, undrawn: 5 })
const FORECAST: Forecast = {
  asOf: '2026-10-31', currency: 'EUR', horizon: 2, paths: 2000, opening: 10, floor: 4, days: [day('2026-11-01', 9), day('2026-11-02', 8)],
  lowPoint: { p10: 6, p50: 8, p90: 9, on: '2026-11-02', from: '2026-11-01', to: '2026-11-02' }, chanceBelowFloor: 0, runwayOn: null,
  coverage: [], events: [{ on: '2026-11-01', title: 'Tax', amount: 2 }], covenants: [{ id: 'c', name: 'C', measure: 'leverage', on: '2026-11-02', limit: 3, headroom: null, breachChance: 0 }], surplus: [], gaps: [], change: { lowPoint: 0, chanceBelowFloor: 0 },
}

describe('levers', () => {
  test('stay on their steps and within their range', () => {
    expect(move({}, USD, -0.104)).toEqual({ 'fx:USD': -0.1 })
    expect(move({}, USD, 9)).toEqual({ 'fx:USD': 2 })
  })
  test('of an address are left out where they are not there, and else kept within their range', () => {
    expect(fitting({ 'fx:USD': -3, 'fx:GBP': 0.1, 'nonsense:': 2 }, [USD.kind])).toEqual({ 'fx:USD': USD.kind.minimum, 'fx:GBP': 0.1 })
  })
  test('at neutral are not asked for', () => expect(move({ 'fx:USD': 0.2 }, USD, 0)).toEqual({}))
  test('are one question in whatever order they were moved', () => {
    expect(settings({ 'fx:USD': 0.1, 'dso:': 3 })).toEqual([{ kind: 'dso', target: null, value: 3 }, { kind: 'fx', target: 'USD', value: 0.1 }])
    expect(JSON.stringify(settings({ 'dso:': 3, 'fx:USD': 0.1 }))).toBe(JSON.stringify(settings({ 'fx:USD': 0.1, 'dso:': 3 })))
  })
})

describe('the chart of a forecast', () => {
  test('joins history and forecast at today', () => {
    const spec = cashSpec('Cash', [], FORECAST, null)
    expect(spec.series.map(({ values }) => values)).toEqual([[10, null, null], [10, 9, 8], [15, 14, 13]])
    expect(spec).toMatchObject({ today: 0, low: { index: 2, value: 8 }, events: [{ index: 1, text: 'Tax' }, { index: 2, text: 'Covenants' }] })
    expect(spec.categories[1]?.name).toBe('1 Nov: tax €2')
    expect(spec.bands?.map(({ low }) => low)).toEqual([[10, 7, 6], [10, 8, 7]])
  })
  test('keeps the baseline dotted once a lever moves', () => {
    expect(cashSpec('Cash', [], FORECAST, FORECAST).series.at(-2)).toMatchObject({ name: 'No levers', role: 'plan' })
  })
})

describe('the way to the low point', () => {
  const part = (id: string, amount: number) => ({ id, title: id, amount })
  const RECEIPTS = { ...part('receipts', 10), parts: [part('a', 4), part('b', -3), part('c', 2), part('others', 7)] }
  const REASONS = { currency: 'EUR', opening: 20, lowPoint: { on: '2026-11-02', p50: 26 }, causes: [], gaps: [], explanation: [part('opening', 20), RECEIPTS, part('tax', -4)], change: { lowPoint: -5, parts: [part('receipts', -5)] } }
  test('adds up, in the chart and by customer', () => {
    const way = openingWay(REASONS, '2026-10-31', false)
    expect(way.spec('Why').steps.map(({ value }) => value)).toEqual([20, 10, -4, 26])
    for (const most of [1, 2, 3, 9]) expect(sumOf(customersOf(RECEIPTS, most))).toBe(10)
    expect(customersOf(RECEIPTS, 2).map(({ id, amount }) => [id, amount])).toEqual([['a', 4], ['b', -3], ['others', 9]])
  })
  test('under levers leads from the low point without them', () => {
    expect(leversWay(REASONS).spec('Why').steps.map(({ value }) => value)).toEqual([31, -5, 26])
  })
})

describe('the backtest', () => {
  const HORIZON = { weeks: 4, level: 0.8, covered: 0.5, error: 2, forecasts: [{ madeOn: '2026-01-01', on: '2026-01-29', forecast: 1, low: 0, high: 3, came: 3 }, { madeOn: '2026-01-29', on: '2026-02-26', forecast: 2, low: 1, high: 4, came: 0 }] }
  test('sets each forecast beside what came, with its band', () => {
    const spec = horizonSpec(HORIZON, 'EUR')
    expect(spec.series.map(({ name, values }) => [name, values])).toEqual([['Actual', [3, 0]], ['Forecast', [1, 2]]])
    expect(spec.bands?.[0]).toMatchObject({ low: [0, 1], high: [3, 4] })
    expect(spec.finding).toContain('its 80% band held 50.0% of 2 forecasts')
  })
  test('that is not over says how far it is', () => {
    expect(daysText({ origins: 6, planned: 24 })).toBe('6 of 24 past days so far')
    expect(daysText({ origins: 24, planned: 24 })).toBe('24 past days')
  })
})

describe('what is said of a band', () => {
  const band = { level: 0.5, covered: 0.436, origins: 24, planned: 24, reason: null, chance: { low: 0.36, high: 0.63 } }
  test('a miss that chance explains is told as such, and one that it does not', () => {
    expect(verdictOf({ ...band, covered: 0.52 })).toBe('as promised')
    expect(verdictOf(band)).toBe('less often than promised, no more than chance does: a right band holds 36% to 63% in such a test')
    expect(verdictOf({ ...band, covered: 0.3 })).toContain('less often than promised, more than chance does')
    expect(verdictOf({ ...band, chance: null })).toBe('less often than promised')
  })
})
