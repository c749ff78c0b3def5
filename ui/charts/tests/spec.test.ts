import { describe, expect, test } from 'vitest'
import { balances, largestOf, pointsOf, twinOf, type BridgeSpec, type LineSpec } from '../src/spec'
import { scaleOf } from '../src/scale'

const LINE: LineSpec = {
  kind: 'line', title: 'Cash', finding: '', units: { unit: 'money', currency: 'EUR' }, fromZero: true, today: null,
  categories: [{ label: 'Sep', name: 'Sep 2026' }, { label: 'Oct', name: 'Oct 2026' }],
  series: [{ name: 'Actual', role: 'actual', values: [40, 48] }, { name: 'Plan', role: 'plan', values: [null, 46] }],
  levels: [{ name: 'Minimum', value: 25, tone: 'floor' }],
}
const BRIDGE: BridgeSpec = {
  kind: 'bridge', title: 'EBITDA', finding: '', units: { unit: 'money', currency: 'EUR' },
  steps: [{ name: 'Plan', value: 10, total: true }, { name: 'Sales', value: 3, total: false }, { name: 'Staff', value: -5, total: false }, { name: 'Actual', value: 8, total: true }],
}

describe('the table twin', () => {
  test('of lines holds series and levels', () => {
    expect(twinOf(LINE)).toEqual({ head: ['', 'Actual', 'Plan', 'Minimum'], rows: [{ name: 'Sep 2026', values: [40, null, 25] }, { name: 'Oct 2026', values: [48, 46, 25] }] })
  })
  test('of a bridge holds changes and balances', () => {
    expect(twinOf(BRIDGE).rows).toEqual([
      { name: 'Plan', values: [null, 10] }, { name: 'Sales', values: [3, 13] }, { name: 'Staff', values: [-5, 8] }, { name: 'Actual', values: [null, 8] },
    ])
  })
})

test('points say what stands there and skip what does not', () => {
  expect(pointsOf(LINE, String).map(({ text }) => text)).toEqual(['Sep 2026: Actual 40, Minimum 25', 'Oct 2026: Actual 48, Plan 46, Minimum 25'])
})
test('a bridge begins each step where the last one ended', () => expect(balances(BRIDGE.steps).map(({ from, to }) => [from, to])).toEqual([[0, 10], [10, 13], [13, 8], [0, 8]]))
test('labels share the magnitude of the largest balance', () => {
  expect(largestOf(BRIDGE)).toBe(13)
  expect(largestOf(LINE)).toBeNull()
})

describe('scales', () => {
  test.each([
    [[39, 58], true, { min: 0, max: 60, interval: 20 }],
    [[0.961, 0.995], false, { min: 0.95, max: 1, interval: 0.01 }],
    [[-16e6, 4e6], true, { min: -20e6, max: 5e6, interval: 5e6 }],
    [[7, 7], true, { min: 0, max: 8, interval: 2 }],
    [[null, null], true, { min: 0, max: 1, interval: 1 }],
  ])('over %o (from zero: %s)', (values, fromZero, expected) => {
    const scale = scaleOf(values, fromZero)
    expect(scale.min).toBeCloseTo(expected.min, 6)
    expect(scale.max).toBeCloseTo(expected.max, 6)
    expect(scale.interval).toBeCloseTo(expected.interval, 6)
  })
})
