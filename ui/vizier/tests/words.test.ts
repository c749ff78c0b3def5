import { describe, expect, test } from 'vitest'
import { modelWords } from '../src/model-tag'
import { languageName } from '../src/reading/style-form'
import { standingText } from '../src/watch/anomaly'

describe('whose words', () => {
  test('without a model everything is made here', () => {
    expect(modelWords({ kind: 'none', name: null, external: false })[0]).toBe('Made here')
  })
  test('a private model is told from one that sees what leaves the house', () => {
    expect(modelWords({ kind: 'compatible', name: 'local-1', external: false })).toEqual(['Private model', expect.stringContaining('local-1')])
    expect(modelWords({ kind: 'anthropic', name: null, external: true })).toEqual(['External model', expect.stringMatching(/^anthropic .*leaves your network/)])
  })
})

test('languages are called as their speakers call them', () => {
  expect(['en', 'de'].map(languageName)).toEqual(['English', 'Deutsch'])
})

test('who deals with an anomaly', () => {
  expect(standingText({ state: 'acknowledged', by: 'cfo' }, 'you')).toBe('Acknowledged by you.')
  expect(standingText({ state: 'snoozed', by: 'cfo' }, 'Maya Okafor')).toBe('Put off by Maya Okafor.')
})
