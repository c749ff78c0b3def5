import { expect, test } from 'vitest'
import { axisText, daysBetween, dayText, momentText, periodText, rangeText, shift } from '../src/dates'

test.each([['2026-10-01', 'MONTH', 'Oct 2026'], ['2026-10-01', 'QUARTER', 'Q4 2026'], ['2026-01-01', 'YEAR', '2026'], ['2026-10-26', 'WEEK', 'week of 26 Oct 2026'], ['2026-10-31', 'DAY', '31 Oct 2026']] as const)(
  '%s by %s is %s', (start, grain, text) => expect(periodText(start, grain)).toBe(text),
)
test('the year is left out near the day the figures stand at', () => {
  expect(dayText('2027-01-11', '2026-10-31')).toBe('11 Jan')
  expect(dayText('2028-01-11', '2026-10-31')).toBe('11 Jan 2028')
})
test('an axis names the year where it begins', () => expect(['2025-12-01', '2026-01-01', '2026-02-01'].map((day, i) => axisText(day, 'MONTH', i === 0))).toEqual(['Dec 25', 'Jan 26', 'Feb']))
test('ranges in words', () => {
  expect(rangeText({ last: 13 }, 'MONTH')).toBe('last 13 months')
  expect(rangeText({ from: '2026-01-01', to: '2026-10-31' }, 'MONTH')).toBe('1 Jan 2026 to 31 Oct 2026')
})
test('days are counted without time zones', () => {
  expect(shift('2026-03-28', 2)).toBe('2026-03-30')
  expect(daysBetween('2026-10-31', '2027-01-29')).toBe(90)
})
test('a moment of today needs no day', () => {
  const now = Date.parse('2026-10-31T10:00:00Z')
  expect(momentText('2026-10-31T08:40:00Z', now)).toBe('08:40')
  expect(momentText('2026-10-30T08:40:00Z', now)).toBe('30 Oct, 08:40')
})
