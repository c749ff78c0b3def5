import { expect, test } from 'vitest'
import { keysOf } from '../src/keys'
import { fit, matches } from '../src/match'

test('each page gets the first letter of its title that is free', () => {
  const titles = ['Corporate dashboard', 'Payments hub', 'Invoicing and receivables', 'Compliance and audit', 'Contracts', 'CCC']
  expect([...keysOf(titles.map((title) => ({ id: title, title })))].map(([key]) => key)).toEqual(['c', 'p', 'i', 'o', 'n'])
})

test('every typed word must begin a word', () => {
  const names = ['Days sales outstanding', 'ar.dso', 'collection period']
  expect(['', 'dso', 'days out', 'COLL'].map((text) => matches(text, names))).toEqual([true, true, true, true])
  expect(['ays', 'days plan'].map((text) => matches(text, names))).toEqual([false, false])
})

test('what begins with the text comes first', () => {
  expect([fit('cash', 'Cash position', []), fit('cash', 'Free cash flow', []), fit('cash', 'Liquidity', ['cash at hand']), fit('cash', 'Revenue', [])]).toEqual([0, 1, 2, null])
})
