import { describe, expect, test } from 'vitest'
import { apply, pathTo, type FilterDeclaration } from '../src/dimensions'
import type { MetricDefinition } from '../src/schema'

const named = (...names: string[]) => names.map((name) => ({ name, title: name }))
const metric = (...names: string[]) => ({ dimensions: named(...names) }) as unknown as MetricDefinition
const DECLARED: readonly FilterDeclaration[] = [
  { name: 'entity', path: 'entity', title: 'Entity', options: 'corp.cash' },
  { name: 'region', path: 'entity.region', title: 'Region', options: 'corp.cash' },
]

describe('conformed dimensions', () => {
  test('the same path wins', () => expect(pathTo('entity', named('account.entity', 'entity'))).toBe('entity'))
  test('a longer path is found by its end', () => expect(pathTo('entity.region', named('account.entity.region', 'customer.region'))).toBe('account.entity.region'))
  test('half a word is not an end', () => expect(pathTo('entity', named('identity', 'legal_entity'))).toBeNull())
})

describe('filters', () => {
  test('become conditions on the path of the metric', () => {
    expect(apply({ region: ['DACH'] }, DECLARED, metric('account.entity.region'))).toEqual({ where: [{ dimension: 'account.entity.region', op: 'IN', values: ['DACH'] }], ignored: [] })
  })
  test('that a metric cannot follow are named', () => expect(apply({ entity: ['E1'] }, DECLARED, metric('currency'))).toEqual({ where: [], ignored: ['entity'] }))
  test('without values do nothing', () => expect(apply({ entity: [] }, DECLARED, metric())).toEqual({ where: [], ignored: [] }))
})
