import { describe, expect, test } from 'vitest'
import type { Answer, AnswerCell, AnswerColumn } from '../src/chat/server'
import { cellText, copyText, grainOf, leftOut, MOST_BARS, MOST_LINES, shownColumns, specOf, unitOf } from '../src/chat/shape'

const column = (name: string, title: string, of: Partial<AnswerColumn> = {}): AnswerColumn => ({ name, title, metric: null, unit: null, currency: null, ...of })
const money = (name: string, title: string): AnswerColumn => column(name, title, { metric: 'ar.open', unit: 'money', currency: 'EUR' })
const cell = (value: string | number | null): AnswerCell => (typeof value === 'number' ? { number: value, text: null } : { number: null, text: value })
const answer = (of: Partial<Omit<Answer, 'rows'>> & { readonly rows: readonly (readonly (string | number | null)[])[] }): Answer => ({
  kind: 'answer', intent: 'figure', question: 'Open by region', sentence: 'Nordics leads.', spans: [], conversation: 'c', confidence: 1,
  columns: [], chart: null, how: null, query: null, choices: [], suggestions: [], remarks: [],
  ...of, rows: of.rows.map((cells) => ({ cells: cells.map(cell) })),
})
const chart = (kind: 'bar' | 'line' | 'stacked' | 'figure' | 'table', of: object = {}) => ({ kind, title: 'Open', x: 'region__label', series: ['ar.open'], split: null, band: null, unit: 'money', currency: 'EUR', ...of })

const REGIONS = answer({
  columns: [column('region', 'Region'), column('region__label', 'Region'), column('is_rest', 'Is rest'), money('ar.open', 'Open')],
  rows: [['A', 'Americas', 'no', 2e6], [null, null, 'yes', 9e6], ['N', 'Nordics', 'no', -3e6]],
  chart: chart('bar'),
})
const MONTHS = answer({
  columns: [column('period', 'Period'), column('complete', 'Complete'), money('ar.open', 'Open'), money('ar.open__target', 'Open, target')],
  rows: [['2026-02-01', 'yes', 2, 5], ['2026-01-01', 'yes', 1, null]],
  chart: chart('line', { x: 'period', series: ['ar.open', 'ar.open__target'] }),
  query: '{"grain": "month"}',
})

describe('the columns people read', () => {
  test('are names, not keys or marks', () => expect(shownColumns(REGIONS).map(({ column: { name } }) => name)).toEqual(['region__label', 'ar.open']))
  test('write periods in the steps of the query', () => {
    expect(grainOf(MONTHS)).toBe('MONTH')
    expect(cellText(cell('2026-02-01'), { unit: 'number' }, 'MONTH')).toBe('Feb 2026')
    expect(cellText(cell('2026-02-01'), { unit: 'number' }, null)).toBe('1 Feb 2026')
    expect(cellText(cell(null), { unit: 'number' }, null)).toBe('–')
  })
  test('of an engine share the unit of the chart', () => {
    expect(unitOf(column('forecast', 'Forecast'), chart('line', { series: ['forecast'] }))).toEqual({ unit: 'money', currency: 'EUR' })
    expect(unitOf(column('weight', 'Weight'), chart('line'))).toEqual({ unit: 'number', currency: null })
  })
})

describe('bars', () => {
  test('are largest first by size, with the rest at the end', () => {
    const spec = specOf(REGIONS)
    expect(spec).toMatchObject({ kind: 'bar', finding: 'Nordics leads.', categories: [{ label: 'Nordics' }, { label: 'Americas' }, { label: 'Rest' }], series: [{ values: [-3e6, 2e6, 9e6] }] })
  })
  test('leave what is too many to the table, and say how many', () => {
    const many = { ...REGIONS, rows: Array.from({ length: 20 }, (_, i) => ({ cells: [cell(`${i}`), cell(`Region ${i}`), cell('no'), cell(i)] })) }
    const spec = specOf(many)!
    expect(spec.kind === 'bar' && spec.categories.length).toBe(MOST_BARS)
    expect(leftOut(many, spec)).toBe(8)
  })
})

describe('lines', () => {
  test('run in order of time, and the target is drawn as the plan', () => {
    expect(specOf(MONTHS)).toMatchObject({
      kind: 'line', categories: [{ name: 'Jan 2026' }, { name: 'Feb 2026' }],
      series: [{ role: 'actual', values: [1, 2] }, { role: 'plan', values: [null, 5] }],
    })
  })
  test('of a forecast are its middle in its range, and what it is held against', () => {
    const forecast = answer({
      columns: ['period', 'forecast', 'low', 'high', 'floor'].map((name) => column(name, name)), rows: [['2026-12-01', 3, 1, 5, 2], ['2026-11-01', 2, 1, 4, 2]],
      chart: chart('line', { x: 'period', series: ['forecast', 'floor'], band: { low: 'low', high: 'high' } }),
    })
    expect(specOf(forecast)).toMatchObject({
      kind: 'line', categories: [{ name: 'Nov 2026' }, { name: 'Dec 2026' }],
      series: [{ name: 'forecast', role: 'forecast', values: [2, 3] }, { name: 'floor', role: 'plan', values: [2, 2] }],
      bands: [{ low: [1, 1], high: [4, 5] }],
    })
    expect(unitOf(column('high', 'High'), forecast.chart)).toEqual({ unit: 'money', currency: 'EUR' })
  })
  test('one for each value of the split, the largest few', () => {
    const split = answer({
      columns: [column('period', 'Period'), column('s__label', 'Segment'), money('ar.open', 'Open')],
      rows: ['a', 'b', 'c', 'd', 'e', 'f', 'g'].flatMap((name, i) => [['2026-01-01', name, i], ['2026-02-01', name, i + 1]]),
      chart: chart('line', { x: 'period', split: 's__label' }), query: '{"grain": "month"}',
    })
    const spec = specOf(split)!
    expect(spec.kind === 'line' && spec.series.map(({ name }) => name)).toEqual(['g', 'f', 'e', 'd', 'c'])
    expect(leftOut(split, spec)).toBe(7 - MOST_LINES)
  })
})

test('stacks sum what is too small to be told apart, so that nothing is lost', () => {
  const rows = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((name, i) => ['One', name, i + 1] as const)
  const stacked = answer({ columns: [column('x', 'X'), column('part', 'Part'), money('ar.open', 'Open')], rows, chart: chart('stacked', { x: 'x', split: 'part' }) })
  const spec = specOf(stacked)
  expect(spec?.kind === 'stacked' && spec.series.map(({ name, values }) => [name, values[0]])).toEqual([['g', 7], ['f', 6], ['e', 5], ['d', 4], ['c', 3], ['Others', 3]])
})

test('one row, a figure and a table are not drawn', () => {
  expect(specOf({ ...REGIONS, rows: REGIONS.rows.slice(0, 1) })).toBeNull()
  expect(specOf({ ...REGIONS, chart: chart('figure') })).toBeNull()
  expect(specOf({ ...REGIONS, chart: chart('table') })).toBeNull()
  expect(specOf({ ...REGIONS, chart: null })).toBeNull()
})

test('a copy holds question, sentence and table', () => {
  expect(copyText(MONTHS)).toBe('Open by region\nNordics leads.\n\nPeriod\tOpen\tOpen, target\nFeb 2026\t€2.00\t€5.00\nJan 2026\t€1.00\t–')
})
