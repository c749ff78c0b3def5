/** What a forecast adds to lines: ranges, events and the low point. */
import type { LineSpec } from '../spec'
import type { ChartTheme } from '../theme'
import type { Writer } from '../write'

/** Each range as two stacked series: an unseen one up to its lower edge, and the area to its upper one. */
export function bandSeries(spec: LineSpec, theme: ChartTheme): readonly Record<string, unknown>[] {
  return (spec.bands ?? []).flatMap(({ name, low, high }, i) => {
    const common = { type: 'line', stack: `band-${i}`, stackStrategy: 'all', silent: true, symbol: 'none', lineStyle: { opacity: 0 }, emphasis: { disabled: true }, animation: false, z: 2 }
    return [
      { ...common, name: `${name} from`, data: low },
      { ...common, name, data: high.map((value, at) => (value === null || (low[at] ?? null) === null ? null : value - low[at]!)), areaStyle: { color: theme.accent, opacity: 0.11 } },
    ]
  })
}

/** The ranges of one day for the tooltip. */
export function bandTip(spec: LineSpec, index: number, write: Writer): readonly (readonly [string, string])[] {
  return (spec.bands ?? []).flatMap(({ name, low, high }) => {
    const [from, to] = [low[index] ?? null, high[index] ?? null]
    return from === null || to === null ? [] : [[name, `${write.short(from, spec.units)} to ${write.short(to, spec.units)}`] as const]
  })
}

/** Pixels a letter of an event's word takes, and those between two words. */
const LETTER = 6.2
const GAP = 8

/** A hairline for each event, with a word above where it touches no other and not the one at today. */
export function eventLines(spec: LineSpec, theme: ChartTheme, width: number): readonly object[] {
  const step = width / Math.max(1, spec.categories.length - 1)
  const taken = spec.today === null ? [] : [spanOf(spec.today * step, 'Today')]
  return (spec.events ?? []).map(({ index, text }) => {
    const span = spanOf(index * step, text)
    const show = span.to < width + GAP && taken.every(({ from, to }) => span.to < from || span.from > to)
    if (show) taken.push(span)
    return {
      xAxis: index,
      lineStyle: { color: theme.control, width: 1, type: [1, 3] },
      label: { show, formatter: text, color: theme.ink3, fontFamily: theme.font, fontSize: 11, position: 'end', distance: 5 },
    }
  })
}

function spanOf(middle: number, text: string): { readonly from: number; readonly to: number } {
  const half = (lengthOf(text) + GAP) / 2
  return { from: middle - half, to: middle + half }
}

/** Where a text stands, in pixels. */
export interface Box {
  readonly from: number
  readonly to: number
  readonly top: number
  readonly bottom: number
}

/** Pixels a text takes, about. */
export const lengthOf = (text: string): number => text.length * LETTER

const LOW_PX = { away: 4, high: 19 }

/** A ring on the low point, and what it says: below it, or above where the name of a level stands. */
export function lowMark({ low }: LineSpec, theme: ChartTheme, placeOf: (low: NonNullable<LineSpec['low']>) => { readonly x: number; readonly y: number }, names: readonly Box[]): Record<string, unknown> {
  if (!low) return {}
  const { x, y } = placeOf(low)
  const half = lengthOf(low.text) / 2 + GAP
  const taken = names.some(({ from, to, top, bottom }) => from < x + half && to > x - half && top < y + LOW_PX.away + LOW_PX.high && bottom > y + LOW_PX.away)
  const label = { show: true, formatter: low.text, position: taken ? 'top' : 'bottom', distance: 6, color: theme.ink, fontFamily: theme.font, fontSize: 11.5, fontWeight: 600, backgroundColor: theme.surface, padding: [1, 3], borderRadius: 3 }
  return { markPoint: { silent: true, animation: false, symbol: 'circle', symbolSize: 8, itemStyle: { color: theme.surface, borderColor: theme.accent, borderWidth: 2 }, label, data: [{ coord: [low.index, low.value] }] } }
}
