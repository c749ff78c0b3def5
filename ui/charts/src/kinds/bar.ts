/** Horizontal bars with their figure at the end; the first in accent, a tick for what it is held against. */
import type { Frame } from '../option'
import type { BarSpec } from '../spec'
import { houseAxis, houseStyle, houseTooltip } from '../theme'
import type { RenderApi } from './stacked'

const LABEL = 0.36

/** The option of a ranking. */
export function barOption(spec: BarSpec, frame: Frame): Record<string, unknown> {
  const { theme, write } = frame
  const [main, against] = spec.series
  const values = main?.values ?? []
  const all = [...values, ...(against?.values ?? [])].map((value) => value ?? 0)
  const names = Math.min(150, Math.round(frame.width * LABEL))
  return {
    ...houseStyle(theme),
    grid: { left: names, right: 66, top: 4, bottom: 4 },
    xAxis: { type: 'value', show: false, min: Math.min(0, ...all), max: Math.max(0, ...all) || 1 },
    yAxis: {
      type: 'category', inverse: true, data: spec.categories.map((category) => category.label), ...houseAxis(theme, false),
      axisLabel: { color: theme.ink2, fontSize: 12, fontFamily: theme.font, align: 'left', margin: names - 12, interval: 0, width: names - 22, overflow: 'truncate' },
    },
    tooltip: { ...houseTooltip(theme, (index) => ({
      head: spec.categories[index]?.name ?? '',
      rows: spec.series.map((series) => [series.name, write.short(series.values[index] ?? null, spec.units)] as const),
    }), false) },
    series: [
      {
        type: 'bar', name: main?.name, barMaxWidth: 12, barCategoryGap: '45%', data: values.map((value, i) => ({ value, itemStyle: { color: i === 0 ? theme.accent : theme.other, borderRadius: 2 } })), emphasis: { disabled: true },
        label: { show: true, position: 'right', distance: 6, color: theme.ink, fontSize: 12, fontFamily: theme.font, formatter: ({ dataIndex }: { dataIndex: number }) => write.short(values[dataIndex] ?? null, spec.units) },
      },
      ...(against ? [ticks(against.values, theme.ink)] : []),
    ],
  }
}

function ticks(values: readonly (number | null)[], color: string): Record<string, unknown> {
  return {
    type: 'custom',
    silent: true,
    z: 5,
    data: values.flatMap((value, index) => (value === null ? [] : [[value, index]])),
    encode: { x: 0, y: 1 },
    renderItem: (_: unknown, api: RenderApi) => {
      const [x, y] = api.coord([api.value(0), api.value(1)]) as [number, number]
      return { type: 'rect', shape: { x: x - 1, y: y - 9, width: 2, height: 18 }, style: { fill: color } }
    },
  }
}
