/** Periods and days in words. Dates arrive as ISO days and are never shifted by a time zone. */
import type { Grain, PeriodInput } from './schema'

const LOCALE = 'en-GB'
const day = (iso: string): Date => new Date(`${iso.slice(0, 10)}T00:00:00Z`)
const formats = new Map<string, Intl.DateTimeFormat>()

/** Formats are kept: making one costs more than a hundred dates. */
function write(iso: string, options: Intl.DateTimeFormatOptions): string {
  const key = JSON.stringify(options)
  const format = formats.get(key) ?? new Intl.DateTimeFormat(LOCALE, { ...options, timeZone: 'UTC' })
  formats.set(key, format)
  return format.format(day(iso)).replace('Sept', 'Sep')
}

/** `11 Jan`, with the year when it is not near the day the figures stand at. */
export function dayText(iso: string, asOf?: string): string {
  const near = asOf !== undefined && Math.abs(day(iso).getTime() - day(asOf).getTime()) < 190 * 864e5
  return write(iso, { day: 'numeric', month: 'short', ...(near ? {} : { year: 'numeric' }) })
}

/** A period by its first day: `Oct 2026`, `Q4 2026`, `week of 26 Oct`, `2026`. */
export function periodText(start: string, grain: Grain): string {
  const date = day(start)
  if (grain === 'YEAR') return String(date.getUTCFullYear())
  if (grain === 'QUARTER') return `Q${Math.floor(date.getUTCMonth() / 3) + 1} ${date.getUTCFullYear()}`
  if (grain === 'MONTH') return write(start, { month: 'short', year: 'numeric' })
  return grain === 'WEEK' ? `week of ${dayText(start)}` : dayText(start)
}

/** The same for an axis: the year only where it begins. */
export function axisText(start: string, grain: Grain, first: boolean): string {
  const date = day(start)
  if (grain === 'MONTH') return first || date.getUTCMonth() === 0 ? write(start, { month: 'short', year: '2-digit' }) : write(start, { month: 'short' })
  if (grain === 'WEEK' || grain === 'DAY') return write(start, { day: 'numeric', month: 'short' })
  return periodText(start, grain)
}

/** `last 13 months`, `1 Jan to 31 Oct 2026`. */
export function rangeText(period: PeriodInput, grain: Grain): string {
  if (period.last !== undefined) return period.last === 1 ? `this ${grain.toLowerCase()}` : `last ${period.last} ${grain.toLowerCase()}s`
  if (period.from && period.to) return `${dayText(period.from)} to ${dayText(period.to)}`
  return period.from ? `since ${dayText(period.from)}` : `until ${dayText(period.to ?? '')}`
}

/** The clock time of an instant, with its day when that is not today. */
export function momentText(instant: string | number, now: number = Date.now()): string {
  const at = new Date(instant)
  const time = new Intl.DateTimeFormat(LOCALE, { hour: '2-digit', minute: '2-digit' }).format(at)
  const sameDay = at.toDateString() === new Date(now).toDateString()
  return sameDay ? time : `${new Intl.DateTimeFormat(LOCALE, { day: 'numeric', month: 'short' }).format(at)}, ${time}`
}

/** The ISO day a number of days away. */
export function shift(iso: string, days: number): string {
  return new Date(day(iso).getTime() + days * 864e5).toISOString().slice(0, 10)
}

/** Whole days from one ISO day to another. */
export function daysBetween(from: string, to: string): number {
  return Math.round((day(to).getTime() - day(from).getTime()) / 864e5)
}
