/** The points of a chart in reading order, for the arrow keys and the live region. */
import type { ChartSpec, ChartUnit } from './spec'
import { twinOf } from './twin'

export interface Point {
  /** Which mark to light up: index along the axis. */
  readonly index: number
  readonly text: string
}

/** One sentence for each point: `Oct 2026: Cash €48.2m, Plan €46.0m`. */
export function pointsOf(spec: ChartSpec, write: (value: number, units: ChartUnit) => string): readonly Point[] {
  const { head, rows } = twinOf(spec)
  return rows.map((row, index) => {
    const said = row.values.flatMap((value, i) => (value === null ? [] : [`${head[i + 1]} ${write(value, spec.units)}`]))
    return { index, text: `${row.name}: ${said.join(', ') || 'no figure'}` }
  })
}
