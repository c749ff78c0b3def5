import type { Ask } from '@symphony/contract'
import { beforeEach, expect, test } from 'vitest'
import { pinsOf, togglePin, type Pin } from '../src/pins'

const PIN: Pin = { symphony: 'cfo', page: 'corporate', questions: ['Overdue by region', 'only DACH'] }
const OTHER: Pin = { ...PIN, page: 'cash' }
beforeEach(() => localStorage.clear())

/** A server that keeps pins, or refuses every change. */
function server(pins: readonly Pin[] = [], refuses = false): Ask {
  let held = pins
  return (async (document: string, variables: Readonly<Record<string, unknown>> = {}) => {
    if (document.startsWith('query')) return { data: { pins: held }, errors: [] }
    if (refuses) return { data: null, errors: [{ message: 'Too many.', code: 'PIN_REFUSED', hint: '', path: [] }] }
    const { symphony, page, questions } = variables as unknown as Pin
    const pin = { symphony, page, questions }
    held = variables['pinned'] ? [...held, pin] : held.filter((one) => JSON.stringify(one) !== JSON.stringify(pin))
    return { data: { pins: held }, errors: [] }
  }) as Ask
}
const settled = (): Promise<void> => new Promise((done) => setTimeout(done, 0))

test('a pin is kept by the server for its viewer alone, and taken off by pinning again', async () => {
  const [maya, jonas] = [server(), server()]
  await togglePin(maya, 'maya', PIN)
  expect(pinsOf(maya, 'maya').value).toEqual([PIN])
  expect(pinsOf(jonas, 'jonas').value).toEqual([])
  await togglePin(maya, 'maya', { ...PIN })
  expect(pinsOf(maya, 'maya').value).toEqual([])
})
test('what the server keeps is shown on every browser, and known to this one at once the next time', async () => {
  const pins = pinsOf(server([PIN, OTHER]), 'eve')
  expect(pins.value).toEqual([])
  await settled()
  expect(pins.value).toEqual([PIN, OTHER])
  expect(JSON.parse(localStorage.getItem('pins:eve') ?? '')).toEqual([PIN, OTHER])
})
test('a refused pin is not shown as kept', async () => {
  const door = server([OTHER], true)
  pinsOf(door, 'ann')
  await settled()
  await expect(togglePin(door, 'ann', PIN)).rejects.toThrow('Too many.')
  expect(pinsOf(door, 'ann').value).toEqual([OTHER])
})
test('what this browser kept and cannot be read is no pin', () => {
  localStorage.setItem('pins:ada', JSON.stringify([PIN, null, { symphony: 'cfo' }, { ...PIN, questions: [] }]))
  localStorage.setItem('pins:bob', 'not json')
  expect(pinsOf(server(), 'ada').value).toEqual([PIN])
  expect(pinsOf(server(), 'bob').value).toEqual([])
})
