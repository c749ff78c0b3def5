import type { Dashboard, MetricDefinition } from '@symphony/sdk'
import { expect, test } from 'vitest'
import { suggestions } from '../src/chat/suggest'

const metric = (id: string, title: string, of: Partial<MetricDefinition> = {}) => [id, { id, title, type: 'STOCK', target: null, dimensions: [{ name: 'site.region', title: 'site region' }], ...of }] as unknown as [string, MetricDefinition]
const CATALOGUE = new Map([metric('a', 'Uptime', { target: 'x' }), metric('b', 'Tickets'), metric('c', 'Backlog'), metric('m', 'Outlook', { type: 'MODEL' })])
const dashboard = (tiles: readonly object[]) => ({ pages: [{ id: 'ops', title: 'Operations', tiles }] }) as unknown as Dashboard

test('each question is about another metric of the page', () => {
  const tiles = [{ kind: 'cards', metrics: ['m', 'c', 'a'] }, { kind: 'bar', metric: 'b', by: ['region'] }]
  expect(suggestions(dashboard(tiles), 'ops', CATALOGUE)).toEqual(['Why did Backlog change?', 'Tickets by site region', 'Uptime against plan'])
})
test('nothing is offered about what the viewer may not see, or on a page that is not there', () => {
  expect(suggestions(dashboard([{ kind: 'cards', metrics: ['secret'] }]), 'ops', CATALOGUE)).toEqual([])
  expect(suggestions(dashboard([]), 'elsewhere', CATALOGUE)).toEqual([])
})
