import { describe, expect, test } from 'vitest'
import { readState, writeState, type Defaults } from '../src/state'

const DEFAULTS: Defaults = { grain: 'MONTH', last: 13, versus: 'plan', filters: ['entity', 'region'], own: ['lever'] }
const read = (text: string) => readState(new URLSearchParams(text), DEFAULTS)
const round = (text: string) => writeState(read(text), DEFAULTS).toString()

describe('the address of a view', () => {
  test('an empty one means the defaults, and defaults make it empty', () => {
    expect(read('')).toEqual({ period: { last: 13 }, grain: 'MONTH', versus: 'plan', currency: 'group', filters: {}, drill: [], tables: [], variants: {}, explain: null, figure: null, own: {} })
    expect(round('')).toBe('')
  })

  test.each([
    'period=last-8&grain=quarter&versus=year&currency=USD',
    'period=2026-01-01..2026-06-30',
    'period=2026-01-01..',
    'entity=E1&entity=E2&region=DACH',
    'drill=customer%3AC001&drill=invoice%3AI%3A7',
    'table=cash&table=ageing&explain=ar.dso',
    'explain=ar.dso&figure=%7B%22id%22%3A%22ar.dso%22%7D',
    'entity=E1&lever=dso%3D5&lever=fx.USD%3D-0.1',
    'variant=ar.dso%3Acount_back&variant=corp.runway%3Asimple',
  ])('%s survives reading and writing', (text) => expect(round(text)).toBe(text))

  test.each(['figure=%7B%7D', 'period=last-0', 'period=soon', 'period=2026-13', 'grain=hour', 'versus=luck', 'currency=gold', 'unknown=1'])('%s takes the default', (text) => expect(round(text)).toBe(''))

  test('a step keeps the colons of its key', () => expect(read('drill=invoice:I:7').drill).toEqual([{ kind: 'invoice', key: 'I:7' }]))
})
