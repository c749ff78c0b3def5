/** Columns one on the other; the plan, when given, as a tick across each column. */
import type { Frame } from '../option'
import type { Series, StackedSpec } from '../spec'
import { houseAxis, houseStyle, houseTooltip, type ChartTheme } from '../theme'
import { scaleOf } from '../scale'
import { twoLines } from '../words'

const LABEL_WIDTH = 84

/** The option of stacked columns. */
export function stackedOption(spec: StackedSpec, frame: Frame): Record<string, unknown> {
  const { theme, write } = frame
  const stack = spec.series.filter((series) => series.role === 'group' || series.role === 'actual')
  const plan = spec.series.find((series) => series.role === 'plan' || series.role === 'previous')
  const scale = scaleOf([...totals(stack, spec.categories.length), ...(plan?.values ?? [])], true)
  const direct = stack.length > 1 && stack.length <= 4 && !spec.grouped && stack.every(({ values }) => (values.at(-1) ?? 0) > 0)
  const legend = stack.length > 1 && !direct
  return {
    ...houseStyle(theme),
    grid: { left: frame.width < 480 ? 44 : 52, right: direct ? LABEL_WIDTH : 14, top: legend ? 30 : 12, bottom: spec.grouped ? 40 : 26 },
    legend: { show: legend, data: stack.map(({ name }) => name), top: 0, left: frame.width < 480 ? 40 : 48, itemWidth: 9, itemHeight: 9, itemGap: 12, icon: 'roundRect', selectedMode: false, textStyle: { color: theme.ink2, fontSize: 11.5, fontFamily: theme.font, padding: [0, 0, 0, -2] } },
    xAxis: { type: 'category', data: spec.categories.map((category) => category.label), ...houseAxis(theme, false), axisLabel: { ...(houseAxis(theme, false)['axisLabel'] as object), ...(spec.grouped && { interval: 0, hideOverlap: false, width: (frame.width - 62) / spec.categories.length - 6, overflow: 'truncate', lineHeight: 14, formatter: twoLines }) } },
    yAxis: { type: 'value', ...scale, ...houseAxis(theme, true), axisLabel: { color: theme.ink3, fontSize: 11.5, fontFamily: theme.font, formatter: (value: number) => write.axis(value, spec.units) } },
    tooltip: houseTooltip(theme, (index) => ({
      head: spec.categories[index]?.name ?? '',
      rows: spec.series.toReversed().map((series) => [series.name, write.short(series.values[index] ?? null, spec.units)] as const),
    }), false),
    series: [...stack.map((series, i) => column(series, shadeOf(i, stack.length, spec.ordered, theme), theme)), ...(plan ? [planTicks(plan, theme)] : []), ...(direct ? [names(spec, stack, scale.max, theme)] : [])],
  }
}

/** The largest reach of each column, above and below zero. */
export function totals(stack: readonly Series[], length: number): number[] {
  const sum = (index: number, keep: (value: number) => boolean): number =>
    stack.reduce((total, series) => total + (keep(series.values[index] ?? 0) ? (series.values[index] ?? 0) : 0), 0)
  return Array.from({ length }, (_, i) => [sum(i, (v) => v > 0), sum(i, (v) => v < 0)]).flat()
}

function shadeOf(index: number, count: number, ordered: boolean, theme: ChartTheme): string {
  if (count === 1) return theme.ink2
  return (ordered ? theme.ramp[theme.ramp.length - count + index] : theme.groups[index]) ?? theme.other
}

function column(series: Series, color: string, theme: ChartTheme): Record<string, unknown> {
  return {
    type: 'bar',
    name: series.name,
    stack: 'all',
    data: series.values,
    barMaxWidth: 30,
    barCategoryGap: '38%',
    itemStyle: { color, borderColor: theme.surface, borderWidth: 1 },
    emphasis: { disabled: true },
  }
}

function planTicks(plan: Series, theme: ChartTheme): Record<string, unknown> {
  return {
    type: 'custom',
    name: plan.name,
    data: plan.values.flatMap((value, index) => (value === null ? [] : [[index, value]])),
    encode: { x: 0, y: 1 },
    z: 5,
    silent: true,
    renderItem: (_: unknown, api: RenderApi) => {
      const [x, y] = api.coord([api.value(0), api.value(1)]) as [number, number]
      const half = Math.min(19, api.size([1, 0])[0]! * 0.42)
      return { type: 'line', shape: { x1: x - half, x2: x + half, y1: y, y2: y }, style: { stroke: theme.ink, lineWidth: 2 } }
    },
  }
}

/** What ECharts hands to a custom series. */
export interface RenderApi {
  value(dimension: number): number
  coord(point: readonly number[]): number[]
  size(span: readonly number[]): number[]
}

/** Names stand beside the last column, apart from each other. */
function names(spec: StackedSpec, stack: readonly Series[], max: number, theme: ChartTheme): Record<string, unknown> {
  const last = spec.categories.length - 1
  return {
    type: 'custom',
    data: [[last, 0]],
    silent: true,
    tooltip: { show: false },
    clip: false,
    renderItem: (_: unknown, api: RenderApi) => {
      const half = Math.min(15, api.size([1, 0])[0]! * 0.31)
      let below = 0
      let ceiling = Infinity
      const children = stack.map((series) => {
        const value = Math.max(0, series.values[last] ?? 0)
        const [x, middle] = api.coord([last, Math.min(max, below + value / 2)]) as [number, number]
        below += value
        const y = Math.min(middle, ceiling)
        ceiling = y - 13
        return { type: 'text', style: { text: series.name, x: x + half + 8, y, fill: theme.ink2, font: `11px ${theme.font}`, verticalAlign: 'middle', width: LABEL_WIDTH - half, overflow: 'truncate' } }
      })
      return { type: 'group', children }
    },
  }
}
