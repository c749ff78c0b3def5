/** Figures inside a chart come through one writer, so that axis, label, tooltip and table agree. */
import type { ChartUnit } from './spec'

export interface Writer {
  /** As on a label: `€48.2m`. */
  short(value: number | null, units: ChartUnit): string
  /** With its sign: `+€1.6m`. */
  signed(value: number, units: ChartUnit): string
  /** As on an axis, round figures without trailing zeros: `€40m`. */
  axis(value: number, units: ChartUnit): string
  /** In the magnitude of the largest figure, told once for the whole chart: `+0.46`. */
  plain(value: number, units: ChartUnit, largest: number, sign: boolean): string
}
