/** A line of the last periods: no axis, the normal range as a grey band, the last point as a dot, the target as a tick. */

export interface SparklineProps {
  readonly values: readonly (number | null)[]
  readonly target?: number | null
}

const WIDTH = 100
const HEIGHT = 24
const PAD = 3

export function Sparkline({ values, target = null }: SparklineProps) {
  const known = values.flatMap((value, index) => (value === null ? [] : [{ value, index }]))
  const last = known.at(-1)
  if (known.length < 2 || !last) return <svg class="spark" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true" />
  const reach = [...known.map(({ value }) => value), ...(target === null ? [] : [target])]
  const low = Math.min(...reach)
  const span = Math.max(...reach) - low || 1
  const x = (index: number): number => PAD + (index / (values.length - 1)) * (WIDTH - 3 * PAD)
  const y = (value: number): number => HEIGHT - PAD - ((value - low) / span) * (HEIGHT - 2 * PAD)
  const band = normalRange(known.slice(0, -1).map(({ value }) => value))
  const top = y(Math.min(band.high, low + span))
  const bottom = y(Math.max(band.low, low))
  return (
    <svg class="spark" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true">
      <rect class="spark-band" x={PAD} width={WIDTH - 3 * PAD} y={top} height={Math.max(0, bottom - top)} rx={1.5} />
      <path d={`M${known.map(({ value, index }) => `${x(index).toFixed(1)} ${y(value).toFixed(1)}`).join('L')}`} />
      {target !== null && <path class="spark-target" d={`M${WIDTH - 2.5 * PAD} ${y(target).toFixed(1)}h${2.5 * PAD}`} />}
      <circle cx={x(last.index)} cy={y(last.value)} r={2.6} />
    </svg>
  )
}

/** One standard deviation around the mean of the periods before. */
function normalRange(values: readonly number[]): { readonly low: number; readonly high: number } {
  const mean = values.reduce((total, value) => total + value, 0) / values.length
  const spread = Math.sqrt(values.reduce((total, value) => total + (value - mean) ** 2, 0) / values.length)
  return { low: mean - spread, high: mean + spread }
}
