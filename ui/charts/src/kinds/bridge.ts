/** From one balance over its drivers to another: balances in ink, gains and losses in two hues, all labelled. */
import type { Frame } from '../option'
import { balances, largestOf, type Balance, type BridgeSpec } from '../spec'
import { houseAxis, houseStyle, houseTooltip, type ChartTheme } from '../theme'
import { twoLines } from '../words'
import type { RenderApi } from './stacked'

/** The option of a bridge. */
export function bridgeOption(spec: BridgeSpec, frame: Frame): Record<string, unknown> {
  const { theme, write } = frame
  const rows = balances(spec.steps)
  const reach = rows.flatMap((row) => [row.from, row.to])
  const largest = largestOf(spec) ?? 1
  const max = Math.max(...reach)
  const min = Math.min(...reach)
  const room = (frame.width - 16) / (rows.length || 1) + 8
  return {
    ...houseStyle(theme),
    grid: { left: 8, right: 8, top: 22, bottom: 40 },
    xAxis: { type: 'category', data: rows.map((row) => row.name), ...houseAxis(theme, false), axisLabel: { color: theme.ink3, fontSize: 10.5, fontFamily: theme.font, interval: 0, margin: 8, width: room, overflow: 'truncate', lineHeight: 14, formatter: twoLines } },
    yAxis: { type: 'value', show: false, min: min < 0 ? min * 1.15 : 0, max: max > 0 ? max * 1.02 : 0 },
    tooltip: houseTooltip(theme, (index) => tipOf(rows[index], frame, spec), false),
    series: [{
      type: 'custom',
      data: rows.map((row, i) => [i, row.from, row.to]),
      encode: { x: 0, y: [1, 2] },
      renderItem: (_: unknown, api: RenderApi) => step(rows, api, theme, (row) => write.plain(row.value, spec.units, largest, !row.total)),
    }],
  }
}

function tipOf(row: Balance | undefined, { write }: Frame, spec: BridgeSpec): { head: string; rows: readonly (readonly [string, string])[] } {
  if (!row) return { head: '', rows: [] }
  const balance = ['Balance', write.short(row.to, spec.units)] as const
  return { head: row.name, rows: row.total ? [balance] : [['Change', write.signed(row.value, spec.units)], balance] }
}

function step(rows: readonly Balance[], api: RenderApi, theme: ChartTheme, write: (row: Balance) => string): object {
  const index = api.value(0)
  const row = rows[index]!
  const [x, y0] = api.coord([index, row.from]) as [number, number]
  const y1 = api.coord([index, row.to])[1]!
  const band = api.size([1, 0])[0]!
  const width = Math.min(32, band * 0.62)
  const top = Math.min(y0, y1)
  const fill = row.total ? theme.ink2 : row.value > 0 ? theme.groups[0] : theme.groups[1]
  const bar = { type: 'rect', shape: { x: x - width / 2, y: top, width, height: Math.max(1.5, Math.abs(y1 - y0)), r: 2 }, style: { fill } }
  const label = { type: 'text', style: { text: write(row), x, y: top - 5, align: 'center', verticalAlign: 'bottom', fill: theme.ink, font: `500 11px ${theme.font}` } }
  const link = { type: 'line', shape: { x1: x + width / 2, x2: x + band - width / 2, y1, y2: y1 }, style: { stroke: theme.control, lineWidth: 1, lineDash: [2, 2] } }
  return { type: 'group', children: [...(index < rows.length - 1 ? [link] : []), bar, label] }
}
