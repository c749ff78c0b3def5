/** Lines over time: actuals in ink, the plan as a dotted grey line, levels by name. */
import type { Level, LineSpec, Role, Series } from '../spec'
import type { Frame } from '../option'
import { houseAxis, houseStyle, houseTooltip, type ChartTheme } from '../theme'
import { scaleOf, type Scale } from '../scale'
import { bandSeries, bandTip, eventLines, lengthOf, lowMark, type Box } from './bands'

/** Room for the names of lines at their ends: as much as the longest needs, and not all of a phone. */
const LEAST_NAMES_PX = 76
const MOST_NAMES = 0.32
/** Between a line's end and its name, and behind that. */
const BESIDE_PX = 12
/** Lines that can be told apart by hue and name. */
const MOST = 5
/** Pixels two names of levels need between them. */
const APART = 16

/** The option of a line chart. */
export function lineOption(spec: LineSpec, frame: Frame): Record<string, unknown> {
  const { theme, write } = frame
  const lines = spec.series.slice(0, MOST)
  const values = [...lines.flatMap((series) => series.values), ...(spec.bands ?? []).flatMap(({ low, high }) => [...low, ...high]), ...spec.levels.map((level) => level.value)]
  const scale = within(scaleOf(values, spec.fromZero), values, spec.units.unit === 'ratio')
  const named = lines.length > 1
  const room = { left: frame.width < 480 ? 44 : 52, right: named ? roomOf(lines, frame.width) : 18 }
  return {
    ...houseStyle(theme),
    grid: { ...room, top: spec.today === null && !spec.events?.length ? 12 : 26, bottom: 26 },
    xAxis: { type: 'category', boundaryGap: false, data: spec.categories.map((category) => category.label), ...houseAxis(theme, false) },
    yAxis: { type: 'value', ...scale, ...houseAxis(theme, true), axisLabel: { ...axisLabel(theme), formatter: (value: number) => write.axis(value, spec.units) } },
    tooltip: houseTooltip(theme, (index) => ({
      head: spec.categories[index]?.name ?? '',
      rows: [...lines.map((series) => [series.name, write.short(series.values[index] ?? null, spec.units)] as const).filter(([, figure]) => figure !== '–'), ...bandTip(spec, index, write)],
    })),
    series: [...lines.map((series, i) => line(series, i, named && room.right, theme, ends(lines, scale, frame.height))), marks(spec, frame, scale, frame.width - room.left - room.right), ...bandSeries(spec, theme)],
  }
}

/** A share of a whole has no room above 100 %. */
function within(scale: Scale, values: readonly (number | null)[], ratio: boolean): Scale {
  return ratio && scale.max > 1 && values.every((value) => (value ?? 0) <= 1) ? { ...scale, max: 1 } : scale
}

const axisLabel = (theme: ChartTheme): object => ({ color: theme.ink3, fontSize: 11.5, fontFamily: theme.font })

const roomOf = (lines: readonly Series[], width: number): number => Math.min(Math.max(LEAST_NAMES_PX, ...lines.map(({ name }) => lengthOf(name) + BESIDE_PX)), width * MOST_NAMES)

function line(series: Series, index: number, named: number | false, theme: ChartTheme, offsets: readonly number[]): Record<string, unknown> {
  const style = strokes(series, index, theme)
  // a name that travels with its line is lost where the line has gaps
  const whole = !named || series.values.every((value) => value !== null)
  return {
    type: 'line',
    ...(whole ? {} : { animation: false }),
    name: series.name,
    data: series.values,
    symbol: 'circle',
    symbolSize: 6,
    showSymbol: false,
    z: series.role === 'actual' ? 4 : 3,
    lineStyle: style,
    itemStyle: { color: style.color },
    emphasis: { disabled: false, lineStyle: { width: style.width } },
    endLabel: { show: named !== false && (series.values.at(-1) ?? null) !== null, formatter: series.name, color: QUIET.has(series.role) ? theme.ink3 : style.color, fontSize: 11, fontFamily: theme.font, distance: 6, offset: [0, offsets[index] ?? 0], width: (named || 0) - 8, overflow: 'truncate' },
  }
}

/** Roles that stand behind the figures. */
const QUIET = new Set<Role>(['plan', 'previous', 'limit'])

function strokes(series: Series, index: number, theme: ChartTheme): { width: number; color: string; type: string | number[] } {
  if (series.role === 'actual') return { width: 2, color: theme.ink, type: 'solid' }
  if (series.role === 'forecast') return { width: 2, color: theme.accent, type: 'solid' }
  if (series.role === 'plan') return { width: 1.5, color: theme.control, type: [2, 3] }
  if (series.role === 'limit') return { width: 1.5, color: theme.other, type: [4, 3] }
  if (series.role === 'previous') return { width: 1.5, color: theme.other, type: 'solid' }
  return { width: 2, color: theme.groups[index] ?? theme.other, type: 'solid' }
}

/** Moves labels apart that would touch: pixels down for each series that runs to the end of the axis. */
function ends(lines: readonly Series[], scale: { min: number; max: number }, height: number): readonly number[] {
  const perUnit = (height - 52) / (scale.max - scale.min || 1)
  const last = lines.flatMap((series, index) => {
    const value = series.values.at(-1) ?? null
    return value === null ? [] : [{ index, y: -value * perUnit }]
  })
  const offsets = lines.map(() => 0)
  let floor = -Infinity
  for (const { index, y } of last.toSorted((a, b) => a.y - b.y)) {
    const at = Math.max(y, floor)
    offsets[index] = at - y
    floor = at + 14
  }
  return offsets
}

/** Levels and the rule at today ride on a series of their own, so that they stay when a line is missing. */
function marks(spec: LineSpec, { theme, write, height }: Frame, scale: Scale, width: number): Record<string, unknown> {
  const label = { fontFamily: theme.font, fontSize: 11 }
  const today = spec.today === null ? [] : [{ xAxis: spec.today, lineStyle: { color: theme.control, width: 1, type: 'solid' }, label: { ...label, formatter: 'Today', color: theme.ink2, position: 'end', distance: 5 } }]
  const perUnit = (height - 52) / (scale.max - scale.min || 1)
  const under = ({ value }: Level): boolean => spec.levels.some((other) => other.value > value && (other.value - value) * perUnit < APART)
  const told = (level: Level): string => `${level.name} ${write.short(level.value, spec.units)}`
  const names = spec.levels.map((level): Box => {
    const [long, y] = [lengthOf(told(level)), -level.value * perUnit]
    const [from, to] = level.tone === 'floor' ? [0, long] : [width - long, width]
    return under(level) ? { from, to, top: y, bottom: y + APART } : { from, to, top: y - APART, bottom: y }
  })
  return {
    type: 'line',
    data: [],
    silent: true,
    ...lowMark(spec, theme, (low) => ({ x: (low.index * width) / Math.max(1, spec.categories.length - 1), y: -low.value * perUnit }), names),
    markLine: {
      silent: true,
      symbol: 'none',
      animation: false,
      data: [...spec.levels.map((level) => levelLine(level, theme, told(level), under(level))), ...eventLines(spec, theme, width), ...today],
    },
  }
}

/** A level with its name over it, or under it where the next level is too near. */
function levelLine(level: Level, theme: ChartTheme, text: string, under: boolean): object {
  const color = level.tone === 'floor' ? theme.bad : theme.ink3
  return {
    yAxis: level.value,
    lineStyle: { color, width: 1, type: [4, 3] },
    label: { formatter: text, color, fontFamily: theme.font, fontSize: 11, position: `inside${level.tone === 'floor' ? 'Start' : 'End'}${under ? 'Bottom' : 'Top'}`, distance: [2, 2], backgroundColor: theme.surface, padding: [1, 4, 1, 0] },
  }
}
