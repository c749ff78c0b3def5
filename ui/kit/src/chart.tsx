/** A chart one can see, walk through with the arrow keys, hear, or read as a table. */
import type { Drawing } from '@symphony/charts'
import { pointsOf, twinOf, type ChartSpec } from '@symphony/charts/spec'
import { full, shortText } from '@symphony/sdk'
import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import { Note } from './states'
import { DataTable } from './table'
import { whenQuiet, whenSettled } from './quiet'
import { writer } from './writer'
import { useUid } from './uid'

export interface ChartProps {
  readonly spec: ChartSpec
  readonly height: number
  readonly asTable: boolean
  readonly onToggle: () => void
  /** Called with the index of a chosen mark. */
  readonly onPick?: ((index: number) => void) | undefined
}

export function Chart({ spec, height, asTable, onToggle, onPick }: ChartProps) {
  if (asTable) return <Twin spec={spec} height={height} onToggle={onToggle} />
  return <Drawn spec={spec} height={height} onToggle={onToggle} onPick={onPick} />
}

function Drawn({ spec, height, onToggle, onPick }: Omit<ChartProps, 'asTable'>) {
  const canvas = useRef<HTMLDivElement>(null)
  const { drawing, failed } = useDrawing(canvas, spec, onPick)
  const points = useMemo(() => lazy(() => pointsOf(spec, shortText)), [spec])
  const [at, setAt] = useState<number | null>(null)
  const hint = useUid()

  const onKeyDown = (event: KeyboardEvent): void => {
    const next = event.key.toLowerCase() === 't' && !event.ctrlKey && !event.metaKey ? 'table' : move(event.key, at, points)
    if (next === null) return
    event.preventDefault()
    event.stopPropagation()
    if (next === 'table') return onToggle()
    if (next === 'pick') return at === null ? undefined : onPick?.(at)
    setAt(next)
    drawing.current?.point(next)
  }
  const leave = (): void => {
    setAt(null)
    drawing.current?.point(null)
  }

  return (
    <div class="chart-box" role="group" tabIndex={0} aria-roledescription="chart" aria-label={`${spec.title}. ${spec.finding}`} aria-describedby={hint} onKeyDown={onKeyDown} onBlur={leave}>
      {failed ? <Note icon="alert" title="The chart could not be drawn" text="Its figures are in the table." /> : <div ref={canvas} class="chart" style={{ height: `${height}px` }} aria-hidden="true" />}
      <p class="sr" id={hint}>Arrow keys move through the points, T shows the table.</p>
      <p class="sr" role="status">{at === null ? '' : points()[at]?.text}</p>
    </div>
  )
}

/** What is made when it is first needed: the points of a chart that a lever redraws seldom are. */
function lazy<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null
  return () => (made ??= { value: make() }).value
}

/** How far a key moves along the points. */
const STEPS: Readonly<Record<string, number>> = { Home: -Infinity, End: Infinity, ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }

function move(key: string, at: number | null, points: () => readonly unknown[]): number | 'pick' | null {
  if (key === 'Enter') return 'pick'
  const by = STEPS[key]
  const length = by ? points().length : 0
  if (!by || length === 0) return null
  return Math.max(0, Math.min(length - 1, (at ?? (by > 0 ? -1 : length)) + by))
}

/** Draws once the library is there and the chart is near the screen, all others when nothing else is left to do. */
function useDrawing(canvas: { readonly current: HTMLDivElement | null }, spec: ChartSpec, onPick: ChartProps['onPick']) {
  const drawing = useRef<Drawing | null>(null)
  const latest = useRef({ spec, onPick })
  latest.current = { spec, onPick }
  const [failed, setFailed] = useState(false)

  useEffect(() => {
    const el = canvas.current
    if (!el) return
    let live = true
    const begin = async (): Promise<void> => {
      await whenQuiet()
      const { draw } = await import('@symphony/charts')
      if (live) drawing.current = draw(el, latest.current.spec, { write: writer, onPick: (index) => latest.current.onPick?.(index) })
    }
    const near = new IntersectionObserver((entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return
      near.disconnect()
      begin().catch(() => live && setFailed(true))
    }, { rootMargin: '400px' })
    near.observe(el)
    const all = (): void => {
      near.disconnect()
      if (!drawing.current) begin().catch(() => live && setFailed(true))
    }
    whenSettled().then(() => live && all())
    addEventListener('beforeprint', all)
    return () => {
      live = false
      near.disconnect()
      removeEventListener('beforeprint', all)
      drawing.current?.dispose()
      drawing.current = null
    }
  }, [])

  useEffect(() => drawing.current?.show(spec), [spec])
  return { drawing, failed }
}

function Twin({ spec, height, onToggle }: { readonly spec: ChartSpec; readonly height: number; readonly onToggle: () => void }) {
  const { head, rows } = twinOf(spec)
  const columns = head.map((title, i) => ({
    title: title || 'Name',
    end: i > 0,
    by: (row: (typeof rows)[number]) => (i === 0 ? row.name : (row.values[i - 1] ?? null)),
    cell: (row: (typeof rows)[number]) => (i === 0 ? row.name : full(row.values[i - 1], spec.units)),
  }))
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key.toLowerCase() === 't' && !event.ctrlKey && !event.metaKey) onToggle()
  }
  return (
    <div class="table-alt" style={{ height: `${height}px` }} onKeyDown={onKeyDown}>
      <DataTable caption={`${spec.title} as a table`} columns={columns} rows={rows} rowKey={(row) => row.name} />
    </div>
  )
}
