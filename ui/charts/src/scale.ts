/** Axis limits that end on round figures, with three to five grid lines. */

export interface Scale {
  readonly min: number
  readonly max: number
  readonly interval: number
}

/** A round scale over the values; from zero unless told otherwise. */
export function scaleOf(values: readonly (number | null)[], fromZero: boolean): Scale {
  const known = values.filter((value) => value !== null)
  if (known.length === 0) return { min: 0, max: 1, interval: 1 }
  const low = Math.min(...known, ...(fromZero ? [0] : []))
  const high = Math.max(...known, ...(fromZero ? [0] : []))
  const span = high - low || Math.abs(high) || 1
  const interval = roundStep(span / 4)
  const room = fromZero ? 0 : span * 0.08
  const min = Math.floor((low - (low < 0 || !fromZero ? room : 0)) / interval) * interval
  const max = Math.ceil((high + room) / interval) * interval
  return { min, max: max === min ? min + interval : max, interval }
}

function roundStep(raw: number): number {
  const power = 10 ** Math.floor(Math.log10(raw))
  const step = [1, 2, 2.5, 3, 4, 5, 10].find((factor) => factor * power >= raw * 0.999) ?? 10
  return step * power
}
