import { describe, expect, test } from 'vitest'
import { linkFragments } from '../fragments.ts'

const NAMED = 'fragment Named on Customer {\n  name\n  ...Home\n}'
const HOME = 'fragment Home on Customer {\n  country\n}'
const link = (files: Readonly<Record<string, string>>) => Object.fromEntries(linkFragments(new Map(Object.entries(files))))

describe('documents of a folder', () => {
  test('get the fragments they spread, and those these spread, by name behind them', () => {
    const files = { 'a.graphql': '{ customer { ...Named } }\n', 'b.graphql': '{ order { id } }', 'f/named.graphql': `${NAMED}\n`, 'f/home.graphql': `# Where.\n${HOME}` }
    expect(link(files)).toEqual({ 'a.graphql': `{ customer { ...Named } }\n\n${HOME}\n\n${NAMED}\n`, 'b.graphql': '{ order { id } }' })
  })

  test('keep fragments beside an operation to themselves', () => {
    const files = { 'a.graphql': `{ customer { ...Home } } ${HOME}`, 'b.graphql': '{ customer { ...Home } } fragment Home on Customer { city }' }
    expect(link(files)).toEqual(files)
  })

  test.each([
    ['an unknown fragment', { 'a.graphql': '{ customer { ...Nmed } }' }, 'a.graphql spreads the fragment Nmed, which no file beside it defines.'],
    ['one unknown to a fragment', { 'a.graphql': '{ customer { ...Named } }', 'n.graphql': NAMED }, 'n.graphql spreads the fragment Home, which no file beside it defines.'],
    ['an unused one', { 'a.graphql': '{ customer { name } }', 'h.graphql': HOME }, 'Fragment Home of h.graphql is spread by no operation.'],
    ['two of a name', { 'a.graphql': '{ customer { ...Home } }', 'g.graphql': HOME, 'h.graphql': HOME }, 'Fragment Home is defined in g.graphql and in h.graphql.'],
    ['two of a name in one file', { 'a.graphql': '{ customer { ...Home } }', 'h.graphql': `${HOME} ${HOME}` }, 'Fragment Home is defined twice in h.graphql.'],
    ['one of its own with the name of a shared one', { 'a.graphql': `{ customer { ...Home } } ${HOME}`, 'h.graphql': HOME }, 'Fragment Home is defined in h.graphql and in a.graphql.'],
    ['a slip', { 'a.graphql': '{ customer {' }, 'a.graphql is no GraphQL: Syntax Error'],
  ])('are refused with %s', (_, files, told) => {
    expect(() => link(files as Readonly<Record<string, string>>)).toThrow(told)
  })
})
