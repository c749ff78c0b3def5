import { expect, test } from 'vitest'
import { toOption, type Frame } from '../src/option'
import type { ChartSpec } from '../src/spec'

const theme = { ink: '#111', ink2: '#222', ink3: '#333', grid: '#eee', control: '#888', surface: '#fff', accent: '#00f', bad: '#f00', groups: ['#1', '#2', '#3', '#4', '#5', '#6'], other: '#999', ramp: ['#a', '#b', '#c', '#d', '#e', '#f'], font: 'Inter', still: true }
const write = { short: String, signed: String, axis: String, plain: String }
const frame: Frame = { theme, width: 600, height: 240, write }
const units = { unit: 'money', currency: 'EUR' }
const common = { title: 'T', finding: 'F', units }
const categories = [{ label: 'A', name: 'A' }, { label: 'B', name: 'B' }]

interface Option {
  readonly series: readonly Record<string, unknown>[]
  readonly yAxis: { readonly min: number }
}
const option = (spec: ChartSpec): Option => toOption(spec, frame) as unknown as Option

test('actuals are ink, the plan is dotted grey, the floor is dashed and named', () => {
  const { series } = option({ ...common, kind: 'line', categories, series: [{ name: 'Actual', role: 'actual', values: [1, 2] }, { name: 'Plan', role: 'plan', values: [2, 3] }], levels: [{ name: 'Minimum', value: 1, tone: 'floor' }], today: null, fromZero: true })
  expect(series[0]).toMatchObject({ lineStyle: { color: '#111', type: 'solid' } })
  expect(series[1]).toMatchObject({ lineStyle: { color: '#888', type: [2, 3] } })
  expect(series[2]).toMatchObject({ markLine: { data: [{ yAxis: 1, label: { formatter: 'Minimum 1', color: '#f00' } }] } })
})

test('a named line with gaps is drawn at once: its name could not travel with it', () => {
  const values = [[1, 2], [null, 2], [2, null]] as const
  const { series } = option({ ...common, kind: 'line', categories, series: values.map((each, i) => ({ name: `L${i}`, role: 'actual' as const, values: each })), levels: [], today: null, fromZero: true })
  expect(series.slice(0, 3).map(({ animation }) => animation)).toEqual([undefined, false, false])
})

test('the name at the end of a line has the room it needs, on a phone a third at most', () => {
  const named = (name: string, width: number) => {
    const series = ['A', name].map((each) => ({ name: each, role: 'group' as const, values: [1, 2] }))
    const found = toOption({ ...common, kind: 'line', categories, series, levels: [], today: null, fromZero: true }, { ...frame, width }) as unknown as Option & { readonly grid: { readonly right: number } }
    return { right: found.grid.right, name: (found.series[1]!['endLabel'] as { width: number }).width }
  }
  const [short, long] = [named('B', 600), named('Less demand in Asia', 600)]
  expect(long.right).toBeGreaterThan(short.right)
  expect(long.name).toBeGreaterThan('Less demand in Asia'.length * 5.5)
  expect(named('A name that no phone has room for at all', 340).right).toBeLessThan(340 / 3)
})

test('stocks start at zero and a rate may not', () => {
  const line = { ...common, kind: 'line' as const, categories, series: [{ name: 'R', role: 'actual' as const, values: [0.96, 0.99] }], levels: [], today: null }
  expect(option({ ...line, fromZero: true }).yAxis.min).toBe(0)
  expect(option({ ...line, fromZero: false }).yAxis.min).toBeGreaterThan(0.9)
})

test('ordered groups are one hue in strengths, others are hues of their own', () => {
  const stack = { ...common, kind: 'stacked' as const, categories, grouped: false, series: ['x', 'y'].map((name) => ({ name, role: 'group' as const, values: [1, 2] })) }
  const colours = (spec: ChartSpec) => option(spec).series.slice(0, 2).map((series) => (series['itemStyle'] as { color: string }).color)
  expect(colours({ ...stack, ordered: true })).toEqual(['#e', '#f'])
  expect(colours({ ...stack, ordered: false })).toEqual(['#1', '#2'])
})

test('the largest bar has the accent', () => {
  const { series } = option({ ...common, kind: 'bar', categories, series: [{ name: 'V', role: 'actual', values: [5, 3] }] })
  expect((series[0]!['data'] as readonly { itemStyle: { color: string } }[]).map(({ itemStyle }) => itemStyle.color)).toEqual(['#00f', '#999'])
})

test('what the low point says makes room for the name of a level', () => {
  const days = Array.from({ length: 10 }, (_, i) => ({ label: `${i}`, name: `${i}` }))
  const said = (level: number): unknown => {
    const low = { index: 5, value: 40, text: 'Lowest 1 Nov' }
    const { series } = option({ ...common, kind: 'line', categories: days, series: [{ name: 'Median', role: 'forecast', values: days.map(() => 40) }], levels: [{ name: 'Minimum liquidity in the covenants of the bank', value: level, tone: 'ceiling' }], today: null, fromZero: true, low })
    return (series[1]!['markPoint'] as { label: { position: string } }).label.position
  }
  expect(said(36)).toBe('top')
  expect(said(10)).toBe('bottom')
})

test('steps that are too narrow for their names lie one below the other', () => {
  const steps = [{ name: 'Plan', value: 4, total: true }, ...['Dividends', 'Investments', 'Suppliers', 'Payroll', 'Tax'].map((name) => ({ name, value: 1, total: false })), { name: 'Actual', value: 9, total: true }]
  const at = (width: number) => toOption({ ...common, kind: 'bridge', steps }, { ...frame, width }) as unknown as { readonly xAxis: Axis; readonly yAxis: Axis; readonly grid: { readonly left: number } }
  interface Axis { readonly type: string; readonly axisLabel?: { readonly width: number } }
  const wide = at(700)
  expect([wide.xAxis.type, wide.yAxis.type]).toEqual(['category', 'value'])
  expect(wide.xAxis.axisLabel!.width).toBeLessThan((700 - 16) / steps.length)
  const narrow = at(340)
  expect([narrow.xAxis.type, narrow.yAxis.type]).toEqual(['value', 'category'])
  expect(narrow.yAxis.axisLabel!.width).toBeLessThan(narrow.grid.left)
})

test('a bridge and a heat map draw one mark for each step and cell', () => {
  const bridge = option({ ...common, kind: 'bridge', steps: [{ name: 'Plan', value: 4, total: true }, { name: 'X', value: 1, total: false }, { name: 'Actual', value: 5, total: true }] })
  expect(bridge.series[0]!['data']).toHaveLength(3)
  const heat = option({ ...common, kind: 'heat', columns: categories, rows: categories, values: [[1, null], [2, 3]] })
  expect(heat.series[0]!['data']).toHaveLength(4)
})
