import { cleanup, render } from '@testing-library/preact'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { bandText, heldText, useTestFollowed } from '../src/cash/coverage'
import type { Coverage } from '../src/cash/model'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => {
  cleanup()
  vi.useRealTimers()
})

const band = (change: Partial<Coverage>): Coverage => ({ level: 0.8, covered: 0.78, origins: 24, planned: 24, reason: null, ...change })
const BEGUN = band({ covered: null, origins: 0, reason: 'It is being tested, 0 of 24 past days so far.' })

test('a test that goes on is said to, with how far it is', () => {
  expect(bandText([BEGUN])).toBe('; being tested, 0 of 24 past days so far')
  expect(heldText([BEGUN])).toContain('being tested, 0 of 24')
  expect(heldText([band({ origins: 7 })])).toBe('Being tested, 7 of 24 past days so far: the 80% band held 78.0% of what came.')
  expect(bandText([band({ covered: null, origins: 0, planned: 0 })])).toBe('; not tested on the past yet')
})

test('what may become known is asked for again until it is', () => {
  const retry = vi.fn()
  const Following = ({ of }: { readonly of: Coverage }) => (useTestFollowed([of], retry), null)
  const { rerender } = render(<Following of={BEGUN} />)
  vi.advanceTimersByTime(31_000)
  expect(retry).toHaveBeenCalledTimes(2)
  rerender(<Following of={band({})} />)
  vi.advanceTimersByTime(60_000)
  expect(retry).toHaveBeenCalledTimes(2)
})
