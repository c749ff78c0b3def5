import { beforeEach, describe, expect, test } from 'vitest'
import { axisFigure, change, full, magnitude, plain, relative, setLocale, share, short, shortText, signed } from '../src/format'

const EUR = { unit: 'money', currency: 'EUR' }
const RATIO = { unit: 'ratio' }
const DAYS = { unit: 'days' }
const COUNT = { unit: 'count' }

beforeEach(() => setLocale('en-US'))

describe('short figures', () => {
  test.each([
    [48_200_000, EUR, '€48.2m'],
    [186_000, EUR, '€186k'],
    [1_100_000, EUR, '€1.10m'],
    [999_999, EUR, '€1.00m'],
    [2_340_000_000, EUR, '€2.34bn'],
    [-800_000, EUR, '−€800k'],
    [950, EUR, '€950'],
    [0, EUR, '€0'],
    [0.184, RATIO, '18.4%'],
    [-0.021, RATIO, '−2.1%'],
    [47.31, DAYS, '47.3 days'],
    [31, COUNT, '31'],
    [12_345, COUNT, '12.3k'],
    [3.14, { unit: 'bps' }, '3.1 bps'],
    [20_757, { unit: 'date' }, '31 Oct 2026'],
    [23.9, { unit: 'months', most: 24 }, '23.9 months'],
    [24, { unit: 'months', most: 24 }, 'more than 24 months'],
    [24, { unit: 'months', most: null }, '24.0 months'],
    [null, EUR, '–'],
  ])('%s %o is %s', (value, unit, text) => expect(shortText(value, unit)).toBe(text))

  test('the unit stands apart from the figure', () => expect(short(47.31, DAYS)).toEqual({ figure: '47.3', unit: 'days', before: false }))
  test('another locale writes its own way', () => {
    setLocale('de-DE')
    expect(shortText(0.184, RATIO)).toMatch(/^18,4\s%$/)
  })
  test('an unknown locale falls back', () => {
    setLocale('xx-nowhere')
    expect(shortText(0.184, RATIO)).toBe('18.4%')
  })
})

describe('full figures', () => {
  test.each([
    [48_211_034.556, EUR, '€48,211,034.56'],
    [110_330_798.53, { unit: 'money', currency: 'JPY' }, '¥110,330,799'],
    [1234.5, { unit: 'money' }, '1,234.50'],
    [0.18432, RATIO, '18.432%'],
    [47.3123, DAYS, '47.312 days'],
    [undefined, EUR, '–'],
  ])('%s %o is %s', (value, unit, text) => expect(full(value, unit)).toBe(text))
})

describe('changes', () => {
  test('a share changes in points', () => expect(change(-0.0064, RATIO)).toBe('0.6 pp'))
  test('money keeps its unit', () => expect(change(-1_600_000, EUR)).toBe('€1.60m'))
  test('a sign stands before the amount', () => expect(signed(-2.94, DAYS)).toBe('−2.9'))
  test.each([[0.034, '+3.4%'], [-0.061, '−6.1%'], [0, '0.0%'], [45, '>999%'], [-12, '<−999%']])('%s is %s', (ratio, text) => expect(relative(ratio)).toBe(text))
})

describe('shares of a whole', () => {
  test.each([[0.11, '11%'], [0.004, '<1%'], [0.996, '>99%'], [0, '0%'], [1, '100%'], [null, '–']])('%s is %s', (ratio, text) => expect(share(ratio)).toBe(text))
})

describe('figures of a chart', () => {
  test('an axis has no trailing zeros', () => expect([40e6, 2.5e6, 0].map((value) => axisFigure(value, EUR))).toEqual(['€40m', '€2.5m', '0']))
  test('one magnitude is told once', () => {
    expect(magnitude(4_360_000, EUR)).toBe('€m')
    expect(magnitude(37, COUNT)).toBe('')
    expect([4_360_000, 458_000, -67_400].map((value) => plain(value, EUR, 4_360_000, false))).toEqual(['4.36', '0.46', '−0.07'])
    expect(plain(458_000, EUR, 4_360_000, true)).toBe('+0.46')
    expect(plain(3, COUNT, 14, false)).toBe('3')
    expect(plain(0.12, RATIO, 0.31, false)).toBe('12.0')
  })
})
