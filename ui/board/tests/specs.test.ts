import type { MetricRow } from '@symphony/sdk'
import { describe, expect, test } from 'vitest'
import { bridgeSpec } from '../src/specs/bridge'
import { barSpec, heatSpec, stackedSpec } from '../src/specs/groups'
import { actuals, compared, lineSpec } from '../src/specs/line'

const UNIT = { unit: 'money', currency: 'EUR' }

function row(value: number | null, dimensions: Record<string, string> = {}, more: Partial<MetricRow> & { target?: number | null } = {}): MetricRow {
  const { target, ...rest } = more
  return {
    periodStart: '2026-10-01', periodEnd: '2026-10-31', complete: true, share: null, isRest: false, value,
    dimensions: Object.entries(dimensions).map(([name, key]) => ({ name, key, label: key })),
    comparisons: target === undefined ? [] : [{ kind: 'TARGET', value: target, delta: null, deltaRatio: null, good: null }],
    ...rest,
  }
}

describe('the bridge', () => {
  const rows = [row(52, { c: 'Revenue' }, { target: 50 }), row(-20, { c: 'Staff' }, { target: -16 }), row(-3, { c: 'Rent' }, { target: null }), row(-1, { c: 'Travel' }, { target: -2 })]
  const input = { title: 'EBITDA', unit: UNIT, by: 'c', most: 2, rows }

  test('adds up from plan to actual, whatever is folded into others', () => {
    const spec = bridgeSpec(input)!
    const steps = spec.steps.filter(({ total }) => !total)
    expect(spec.steps[0]).toEqual({ name: 'Plan', value: 32, total: true })
    expect(spec.steps.at(-1)).toEqual({ name: 'Actual', value: 28, total: true })
    expect(32 + steps.reduce((sum, { value }) => sum + value, 0)).toBe(28)
    expect(steps.map(({ name, value }) => [name, value])).toEqual([['Others', 3], ['Rent', -3], ['Staff', -4]])
    expect(spec.finding).toBe('€4 below plan; the largest step is staff with −€4.')
  })
  test('needs a plan', () => expect(bridgeSpec({ ...input, rows: [row(1, { c: 'A' }, { target: null })] })).toBeNull())
})

describe('groups', () => {
  const input = { title: 'Cash', name: 'Cash', unit: UNIT, grain: 'MONTH' as const, by: ['entity'] }

  test('are ranked with the rest last, and the leader is told', () => {
    const spec = barSpec({ ...input, rows: [row(2, { entity: 'B' }), row(6, { entity: 'A_1' }), row(8, {}, { isRest: true })] }, undefined)
    expect(spec.categories.map(({ name, key }) => [name, key])).toEqual([['A 1', 'A_1'], ['B', 'B'], ['Rest', null]])
    expect(spec.finding).toBe('A 1 leads with €6, 38% of the total.')
  })

  test('stack over time, in their natural order', () => {
    const spec = stackedSpec({ ...input, by: ['age'], order: ['new', 'old', 'lost'], rows: [row(1, { age: 'old' }), row(5, { age: 'new' }), row(4, { age: 'new' }, { periodStart: '2026-09-01' })] })
    expect(spec.categories.map(({ name }) => name)).toEqual(['Sep 2026', 'Oct 2026'])
    expect(spec.series.map(({ name, values }) => [name, values])).toEqual([['new', [4, 5]], ['old', [null, 1]], ['lost', [null, null]]])
    expect([spec.ordered, spec.grouped]).toEqual([true, false])
  })

  test('beyond six become others without losing a cent', () => {
    const spec = stackedSpec({ ...input, by: ['rail'], rows: Array.from({ length: 9 }, (_, i) => row(i + 1, { rail: `r${i}` })) })
    expect(spec.series).toHaveLength(6)
    expect(spec.series.at(-1)).toEqual({ name: 'Others', role: 'group', values: [10] })
  })

  test('cross as a grid of the newest period', () => {
    const spec = heatSpec({ ...input, by: ['entity', 'currency'], rows: [row(1, { entity: 'A', currency: 'EUR' }), row(9, { entity: 'B', currency: 'USD' }), row(7, { entity: 'C', currency: 'USD' }, { periodStart: '2026-09-01' })] })
    expect(spec.rows.map(({ name }) => name)).toEqual(['B', 'A'])
    expect(spec.values).toEqual([[null, 9], [1, null]])
    expect(spec.finding).toBe('Largest is B, USD with €9.')
  })
})

describe('lines', () => {
  const rows = [row(40, {}, { periodStart: '2026-09-01', target: 41 }), row(48, {}, { target: 46 })]
  const plan = [...compared(rows, 'TARGET'), { at: '2026-11-01', value: 50 }, { at: '2026-12-01', value: null }]
  const input = { title: 'Cash', unit: UNIT, grain: 'MONTH' as const, levels: [], fromZero: true, today: '2026-10-01' }

  test('share an axis that ends with the last figure, and today is marked where the plan runs on', () => {
    const spec = lineSpec({ ...input, lines: [{ name: 'Actual', role: 'actual', points: actuals(rows) }, { name: 'Plan', role: 'plan', points: plan }] })
    expect(spec.categories.map(({ name }) => name)).toEqual(['Sep 2026', 'Oct 2026', 'Nov 2026'])
    expect(spec.series.map(({ values }) => values)).toEqual([[40, 48, null], [41, 46, 50]])
    expect(spec.today).toBe(1)
    expect(spec.finding).toBe('€48 in Oct 2026, €2 above plan.')
  })
  test('without a figure are left out', () => {
    const spec = lineSpec({ ...input, lines: [{ name: 'Actual', role: 'actual', points: [{ at: '2026-10-01', value: null }] }] })
    expect([spec.series, spec.categories]).toEqual([[], []])
  })
})
