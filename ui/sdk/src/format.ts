/** How figures look: short on cards, full on hover and in copies; always through Intl, with a true minus. */
import { dayText } from './dates'

export interface Unit {
  /** `money`, `ratio`, `days`, `count`, `months`, `bps`, `number` or `date`. */
  readonly unit: string
  /** ISO 4217, for money. */
  readonly currency?: string | null
  /** A figure as large as this stands for more than it. */
  readonly most?: number | null
}

export interface Shown {
  /** What stands small before it: `more than`; mostly empty. */
  readonly before?: string | false
  /** The figure itself: `€48.2m`, `47.3`. */
  readonly figure: string
  /** What stands small behind it: `days`; empty where the figure says it. */
  readonly unit: string
}

export const MISSING = '–'
const WORDS: Readonly<Record<string, string>> = { days: 'days', months: 'months', bps: 'bps' }

/** One letter for a magnitude, the same as in the briefing's sentences. */
const LETTERS: Readonly<Record<string, string>> = { K: 'k', M: 'm', B: 'bn' }

let locale = 'en-US'

/** Sets the reader's locale for all figures and dates. */
export function setLocale(tag: string): void {
  locale = Intl.NumberFormat.supportedLocalesOf(tag)[0] ?? 'en-US'
}

const cache = new Map<string, Intl.NumberFormat>()

function numberFormat(options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = locale + JSON.stringify(options)
  let format = cache.get(key)
  if (!format) cache.set(key, (format = new Intl.NumberFormat(locale, options)))
  return format
}

function write(value: number, options: Intl.NumberFormatOptions): string {
  const parts = numberFormat(options).formatToParts(value)
  return parts.map(({ type, value: text }) => (type === 'minusSign' ? '−' : type === 'compact' ? (LETTERS[text] ?? text) : text)).join('')
}

/** With so many decimals, neither more nor less. */
const fixed = (value: number, digits: number, style: Intl.NumberFormatOptions = {}): string =>
  write(value, { ...style, minimumFractionDigits: digits, maximumFractionDigits: digits })

/** Money and counts in three figures with one letter for the magnitude. */
function compact(value: number, style: Intl.NumberFormatOptions): string {
  const small = Math.abs(value) < 1000
  const figures: Intl.NumberFormatOptions = small
    ? { maximumFractionDigits: 0 }
    : { notation: 'compact', minimumSignificantDigits: 3, maximumSignificantDigits: 3 }
  return write(value, { ...style, ...figures })
}

function moneyStyle(currency: string | null | undefined): Intl.NumberFormatOptions {
  return currency ? { style: 'currency', currency, currencyDisplay: 'narrowSymbol' } : {}
}

/** A figure as on a card. */
export function short(value: number | null | undefined, of: Unit): Shown {
  if (value === null || value === undefined) return { figure: MISSING, unit: '' }
  return { figure: figureOf(value, of), unit: WORDS[of.unit] ?? '', before: value === of.most && 'more than' }
}

function figureOf(value: number, { unit, currency, most }: Unit): string {
  if (unit === 'date') return dayOf(value)
  if (unit === 'money') return compact(value, moneyStyle(currency))
  if (unit === 'ratio') return percent(value)
  if (unit === 'count') return Math.abs(value) < 10_000 ? write(value, { maximumFractionDigits: 0 }) : compact(value, {})
  const digits = Math.abs(value) >= 1000 ? 0 : unit === 'number' && Math.abs(value) < 9.995 ? 2 : 1
  return value === most ? write(value, { maximumFractionDigits: digits }) : fixed(value, digits)
}

/** The same in one string: `47.3 days`. */
export function shortText(value: number | null | undefined, unit: Unit): string {
  const { before, figure, unit: word } = short(value, unit)
  return [before, figure, word].filter(Boolean).join(' ')
}

/** A figure to the last digit, for hover, copy and tables. */
export function full(value: number | null | undefined, of: Unit): string {
  const { unit, currency } = of
  if (value === null || value === undefined || value === of.most) return shortText(value, of)
  if (unit === 'date') return dayOf(value)
  if (unit === 'money') return currency ? write(value, moneyStyle(currency)) : fixed(value, 2)
  if (unit === 'ratio') return write(value, { style: 'percent', maximumFractionDigits: 3 })
  const text = write(value, { maximumFractionDigits: unit === 'count' ? 0 : 3 })
  return WORDS[unit] ? `${text} ${WORDS[unit]}` : text
}

/** Dates travel as days since 1970. */
function dayOf(days: number): string {
  return dayText(new Date(days * 864e5).toISOString())
}

/** Per cent with one decimal. */
export function percent(ratio: number): string {
  return fixed(ratio, 1, { style: 'percent' })
}

/** A share of a whole: no decimals, and never 0% or 100% when it is not. */
export function share(ratio: number | null | undefined): string {
  if (ratio === null || ratio === undefined) return MISSING
  if (ratio > 0 && ratio < 0.01) return `<${write(0.01, { style: 'percent' })}`
  if (ratio > 0.99 && ratio < 1) return `>${write(0.99, { style: 'percent' })}`
  return write(ratio, { style: 'percent', maximumFractionDigits: 0 })
}

/** The size of a change, without its sign: an arrow or a sign stands beside it. */
export function change(delta: number, unit: Unit): string {
  if (unit.unit === 'date') return `${write(Math.abs(delta), { maximumFractionDigits: 0 })} days`
  if (unit.unit === 'ratio') return `${fixed(Math.abs(delta) * 100, 1)} pp`
  return short(Math.abs(delta), unit).figure
}

/** A relative change with its sign, capped where it stops meaning anything. */
export function relative(ratio: number): string {
  if (Math.abs(ratio) > 9.99) return ratio > 0 ? '>999%' : '<−999%'
  return fixed(ratio, 1, { style: 'percent', signDisplay: 'exceptZero' })
}

/** A signed amount: `+€1.6m`, `−2.9`. */
export function signed(value: number, unit: Unit): string {
  const sign = value > 0 ? '+' : value < 0 ? '−' : ''
  return sign + change(value, unit)
}

/** The currency sign or code as the reader writes it. */
export function currencyName(code: string): string {
  return new Intl.DisplayNames(locale, { type: 'currency' }).of(code) ?? code
}

/** A round figure on an axis, without trailing zeros: `€40m`. */
export function axisFigure(value: number, { unit, currency }: Unit): string {
  if (value === 0) return '0'
  if (unit === 'ratio') return write(value, { style: 'percent', maximumFractionDigits: 1 })
  const style = unit === 'money' ? moneyStyle(currency) : {}
  return write(value, { ...style, notation: 'compact', maximumSignificantDigits: 3 })
}

const STEPS = [[1e9, 'bn'], [1e6, 'm'], [1e3, 'k']] as const

/** The unit all figures of a chart share, by the largest of them: `€m`, `%`, `days`. */
export function magnitude(largest: number, { unit, currency }: Unit): string {
  const letter = STEPS.find(([step]) => Math.abs(largest) >= step)?.[1] ?? ''
  if (unit === 'money') return `${currency ? symbolOf(currency) : ''}${letter}`
  return unit === 'ratio' ? '%' : [letter, WORDS[unit] ?? ''].filter(Boolean).join(' ')
}

/** A figure in the magnitude of the largest, without its unit: `0.46`, `+0.46` with a sign. */
export function plain(value: number, { unit }: Unit, largest: number, sign: boolean): string {
  const step = unit === 'ratio' ? 0.01 : (STEPS.find(([size]) => Math.abs(largest) >= size)?.[0] ?? 1)
  const reach = Math.abs(largest) / step
  const digits = reach >= 100 || (unit === 'count' && step === 1) ? 0 : reach >= 10 ? 1 : 2
  return fixed(value / step, digits, { signDisplay: sign ? 'exceptZero' : 'auto' })
}

function symbolOf(currency: string): string {
  const parts = numberFormat({ ...moneyStyle(currency), maximumFractionDigits: 0 }).formatToParts(0)
  return parts.find(({ type }) => type === 'currency')?.value ?? currency
}
