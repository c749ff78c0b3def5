import type { Dashboard, MetricDefinition } from '@symphony/sdk'
import { expect, test } from 'vitest'
import { suggestions } from '../src/chat/suggest'

const metric = (id: string, title: string, of: Partial<MetricDefinition> = {}) => [id, { id, title, type: 'STOCK', target: null, dimensions: [{ name: 'site.region', title: 'site region' }], ...of }] as unknown as [string, MetricDefinition]
const CATALOGUE = new Map([metric('a', 'Uptime', { target: 'x' }), metric('b', 'Tickets'), metric('c', 'Backlog'), metric('m', 'Outlook', { type: 'MODEL' })])
const dashboard = (tiles: readonly object[], filters: readonly object[] = []) => ({ filters, pages: [{ id: 'ops', title: 'Operations', tiles }, { id: 'plans', title: 'Plans', tiles: [{ kind: 'part', part: 'own' }] }] }) as unknown as Dashboard

test('each question is about another metric of the page', () => {
  const tiles = [{ kind: 'cards', metrics: ['m', 'c', 'a'] }, { kind: 'bar', metric: 'b', by: ['region'] }]
  expect(suggestions(dashboard(tiles), 'ops', CATALOGUE)).toEqual(['Why did Backlog change?', 'Tickets by site region', 'Uptime against plan'])
})
test('nothing is offered about what the viewer may not see, or on a page that is not there', () => {
  expect(suggestions(dashboard([{ kind: 'cards', metrics: ['secret'] }]), 'ops', CATALOGUE)).toEqual([])
  expect(suggestions(dashboard([]), 'elsewhere', CATALOGUE)).toEqual([])
})
test('where is asked by what people steer by, then by what is ranked, then by groups that are compared', () => {
  const dimensions = ['site.region', 'age', 'owner'].map((name) => ({ name, title: name }))
  const known = new Map([metric('a', 'Uptime'), metric('b', 'Tickets', { dimensions }), metric('c', 'Backlog', { dimensions })])
  const cards = { kind: 'cards', metrics: ['a'] }
  const compared = { kind: 'stacked', metric: 'b', by: ['age', 'site.region'] }
  const ranked = { kind: 'ranking', metrics: ['c'], by: 'owner' }
  const asked = (tiles: readonly object[], filters: readonly object[] = []) => suggestions(dashboard([cards, ...tiles], filters), 'ops', known)[1]
  expect(asked([compared, ranked], [{ path: 'site.region' }])).toBe('Tickets by site.region')
  expect(asked([compared, ranked])).toBe('Backlog by owner')
  expect(asked([compared])).toBe('Tickets by age')
  expect(asked([{ kind: 'bridge', metric: 'b', by: 'age' }])).toBeUndefined()
})
test('a page without figures of its own borrows the questions of the first', () => {
  const tiles = [{ kind: 'cards', metrics: ['c', 'a'] }, { kind: 'bar', metric: 'b', by: ['region'] }]
  expect(suggestions(dashboard(tiles), 'plans', CATALOGUE)).toEqual(suggestions(dashboard(tiles), 'ops', CATALOGUE))
})
