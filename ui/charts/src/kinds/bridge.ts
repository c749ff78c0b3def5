/** From one balance over its drivers to another: balances in ink, gains and losses in two hues, all labelled. */
import type { Frame } from '../option'
import { balances, largestOf, type Balance, type BridgeSpec } from '../spec'
import { houseAxis, houseStyle, houseTooltip, type ChartTheme } from '../theme'
import { twoLines } from '../words'
import type { RenderApi } from './stacked'

/** Least width of a step that stands: its name must fit under it. */
const STANDS_PX = 58
/** Space of names and figures beside steps that lie. */
const NAME_PX = 118
const FIGURE_PX = 58

/** The option of a bridge; where steps are too narrow for their names, they lie one below the other. */
export function bridgeOption(spec: BridgeSpec, frame: Frame): Record<string, unknown> {
  const { theme, write } = frame
  const rows = balances(spec.steps)
  const reach = rows.flatMap((row) => [row.from, row.to])
  const largest = largestOf(spec) ?? 1
  const max = Math.max(...reach)
  const min = Math.min(...reach)
  const slot = (frame.width - 16) / (rows.length || 1)
  const stands = slot >= STANDS_PX
  const names = { type: 'category', data: rows.map((row) => row.name), ...houseAxis(theme, false), axisLabel: { color: theme.ink3, fontSize: 10.5, fontFamily: theme.font, interval: 0, margin: 8, overflow: 'truncate', ...(stands ? { width: slot - 8, lineHeight: 14, formatter: twoLines } : { width: NAME_PX - 16 }) } }
  const figures = { type: 'value', show: false, min: min < 0 ? min * 1.15 : 0, max: max > 0 ? max * 1.02 : 0 }
  return {
    ...houseStyle(theme),
    grid: stands ? { left: 8, right: 8, top: 22, bottom: 40 } : { left: NAME_PX, right: FIGURE_PX, top: 4, bottom: 4 },
    xAxis: stands ? names : figures,
    yAxis: stands ? figures : { ...names, inverse: true },
    tooltip: houseTooltip(theme, (index) => tipOf(rows[index], frame, spec), false),
    series: [{
      type: 'custom',
      data: rows.map((row, i) => (stands ? [i, row.from, row.to] : [row.from, i, row.to])),
      encode: stands ? { x: 0, y: [1, 2] } : { y: 1, x: [0, 2] },
      renderItem: (_: unknown, api: RenderApi) => (stands ? standing : lying)(rows, api, theme, (row) => write.plain(row.value, spec.units, largest, !row.total)),
    }],
  }
}

function tipOf(row: Balance | undefined, { write }: Frame, spec: BridgeSpec): { head: string; rows: readonly (readonly [string, string])[] } {
  if (!row) return { head: '', rows: [] }
  const balance = ['Balance', write.short(row.to, spec.units)] as const
  return { head: row.name, rows: row.total ? [balance] : [['Change', write.signed(row.value, spec.units)], balance] }
}

type Step = (rows: readonly Balance[], api: RenderApi, theme: ChartTheme, write: (row: Balance) => string) => object

const standing: Step = (rows, api, theme, write) => {
  const index = api.value(0)
  const row = rows[index]!
  const [x, y0] = api.coord([index, row.from]) as [number, number]
  const y1 = api.coord([index, row.to])[1]!
  const band = api.size([1, 0])[0]!
  const width = Math.min(32, band * 0.62)
  const top = Math.min(y0, y1)
  const bar = { type: 'rect', shape: { x: x - width / 2, y: top, width, height: Math.max(1.5, Math.abs(y1 - y0)), r: 2 }, style: { fill: fillOf(row, theme) } }
  const label = { type: 'text', style: { text: write(row), x, y: top - 5, align: 'center', verticalAlign: 'bottom', ...inked(theme) } }
  const link = { type: 'line', shape: { x1: x + width / 2, x2: x + band - width / 2, y1, y2: y1 }, style: dashed(theme) }
  return { type: 'group', children: [...(index < rows.length - 1 ? [link] : []), bar, label] }
}

const lying: Step = (rows, api, theme, write) => {
  const index = api.value(1)
  const row = rows[index]!
  const [x0, y] = api.coord([row.from, index]) as [number, number]
  const x1 = api.coord([row.to, index])[0]!
  const band = api.size([0, 1])[1]!
  const height = Math.min(14, band * 0.62)
  const left = Math.min(x0, x1)
  const width = Math.max(1.5, Math.abs(x1 - x0))
  const bar = { type: 'rect', shape: { x: left, y: y - height / 2, width, height, r: 2 }, style: { fill: fillOf(row, theme) } }
  const label = { type: 'text', style: { text: write(row), x: left + width + 5, y, align: 'left', verticalAlign: 'middle', ...inked(theme) } }
  const link = { type: 'line', shape: { x1, x2: x1, y1: y + height / 2, y2: y + band - height / 2 }, style: dashed(theme) }
  return { type: 'group', children: [...(index < rows.length - 1 ? [link] : []), bar, label] }
}

const fillOf = (row: Balance, theme: ChartTheme): string => (row.total ? theme.ink2 : row.value > 0 ? theme.groups[0]! : theme.groups[1]!)
const inked = (theme: ChartTheme) => ({ fill: theme.ink, font: `500 11px ${theme.font}` })
const dashed = (theme: ChartTheme) => ({ stroke: theme.control, lineWidth: 1, lineDash: [2, 2] })
