import { beforeEach, expect, test } from 'vitest'
import { pinsOf, togglePin, type Pin } from '../src/pins'

const PIN: Pin = { symphony: 'cfo', page: 'corporate', questions: ['Overdue by region', 'only DACH'] }
beforeEach(() => localStorage.clear())

test('a pin is kept for its viewer alone, and taken off by pinning again', () => {
  togglePin('maya', PIN)
  expect(pinsOf('maya').value).toEqual([PIN])
  expect(pinsOf('jonas').value).toEqual([])
  expect(JSON.parse(localStorage.getItem('pins:maya') ?? '')).toEqual([PIN])
  togglePin('maya', { ...PIN })
  expect(pinsOf('maya').value).toEqual([])
  expect(localStorage.getItem('pins:maya')).toBe('[]')
})
test('what cannot be read is no pin', () => {
  localStorage.setItem('pins:ada', JSON.stringify([PIN, null, { symphony: 'cfo' }, { ...PIN, questions: [] }]))
  localStorage.setItem('pins:bob', 'not json')
  expect(pinsOf('ada').value).toEqual([PIN])
  expect(pinsOf('bob').value).toEqual([])
})
