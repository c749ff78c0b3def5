/** Cells in one hue, stronger is more, each with its figure; what is below zero stands in a second hue. */
import type { Frame } from '../option'
import { largestOf, type HeatSpec } from '../spec'
import { houseAxis, houseStyle, houseTooltip, type ChartTheme } from '../theme'
import type { RenderApi } from './stacked'

/** The option of a heat map. */
export function heatOption(spec: HeatSpec, frame: Frame): Record<string, unknown> {
  const { theme, write } = frame
  const cells = spec.values.flatMap((row, y) => row.map((value, x) => ({ x, y, value })))
  const max = largestOf(spec) || 1
  const names = Math.min(148, Math.max(64, frame.width - 16 - spec.columns.length * 37))
  const label = { color: theme.ink3, fontSize: 11.5, fontFamily: theme.font, interval: 0 }
  return {
    ...houseStyle(theme),
    grid: { left: names, right: 8, top: 24, bottom: 6 },
    xAxis: { type: 'category', position: 'top', data: spec.columns.map((column) => column.label), ...houseAxis(theme, false), axisLabel: { ...label, width: frame.width / (spec.columns.length + 2), overflow: 'truncate' } },
    yAxis: { type: 'category', inverse: true, data: spec.rows.map((row) => row.label), ...houseAxis(theme, false), axisLabel: { ...label, width: names - 10, overflow: 'truncate' } },
    tooltip: { ...houseTooltip(theme, (index) => {
      const cell = cells[index]
      return { head: `${spec.rows[cell?.y ?? 0]?.name}, ${spec.columns[cell?.x ?? 0]?.name}`, rows: [[spec.title, write.short(cell?.value ?? null, spec.units)]] }
    }, false), trigger: 'item' },
    series: [{
      type: 'custom',
      data: cells.map(({ x, y, value }) => [x, y, value ?? 0]),
      encode: { x: 0, y: 1 },
      renderItem: (found: { dataIndex: number }, api: RenderApi) => cellShape(cells[found.dataIndex]?.value ?? null, max, api, theme, (value) => write.plain(value, spec.units, max, false)),
    }],
  }
}

function cellShape(value: number | null, max: number, api: RenderApi, theme: ChartTheme, write: (value: number) => string): object {
  const [x, y] = api.coord([api.value(0), api.value(1)]) as [number, number]
  const [width, height] = api.size([1, 1]) as [number, number]
  if (value === null) return { type: 'circle', shape: { cx: x, cy: y, r: 1.2 }, style: { fill: theme.grid } }
  const strength = Math.min(5, Math.floor((Math.abs(value) / max) * 5.999))
  const strong = strength >= 4
  return {
    type: 'group',
    children: [
      { type: 'rect', shape: { x: x - width / 2 + 1, y: y - height / 2 + 1, width: width - 2, height: height - 2, r: 3 }, style: value < 0 ? { fill: theme.groups[1], opacity: 0.14 + strength * 0.17 } : { fill: theme.ramp[strength] } },
      { type: 'text', style: { text: write(value), x, y, align: 'center', verticalAlign: 'middle', fill: strong ? theme.surface : theme.ink, font: `11px ${theme.font}` } },
    ],
  }
}
