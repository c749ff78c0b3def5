/** The card around a chart: title, what it shows, chart or table, downloads, and every state but ready. */
import { largestOf, type ChartSpec } from '@symphony/charts/spec'
import { Card, Chart, FailedNote, Icon, Note, noteOf, Popover, Segmented, Skeleton, SlowNote, StaleBadge, TrustBadge } from '@symphony/kit'
import { download, magnitude, shownValue, type ExportFormat, type Load, type MetricQuery, type MetricResult } from '@symphony/sdk'
import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { useBoard } from '../context'
import type { Tile } from '@symphony/sdk'

export interface FrameProps<T> {
  readonly tile: Tile
  readonly title: string
  readonly subtitle: string
  readonly load: Load<T>
  readonly retry: () => void
  /** The result that speaks for the tile: its state, trust and age. */
  readonly lead: (value: T) => MetricResult | null
  /** The chart, or null when there is nothing to draw. */
  readonly spec: (value: T) => ChartSpec | null
  readonly ignored: readonly string[]
  readonly query: MetricQuery | null
  readonly onPick?: ((spec: ChartSpec, index: number) => void) | undefined
}

export function ChartFrame<T>({ tile, title, subtitle, load, retry, lead, spec, ignored, query, onPick }: FrameProps<T>) {
  const { state, go } = useBoard()
  const asTable = state.tables.includes(tile.id)
  const height = tile.height ?? 216
  const value = shownValue(load)
  const result = value === null ? null : lead(value)
  const note = result && noteOf(result)
  const drawn = value === null || note ? null : spec(value)
  const toggle = (): void => go({ tables: asTable ? state.tables.filter((id) => id !== tile.id) : [...state.tables, tile.id] }, { replace: true })
  const whole = ignored.length > 0 ? ` · whole group, not split by ${ignored.join(', ')}` : ''
  const largest = drawn && largestOf(drawn)
  const scale = drawn && largest !== null ? magnitude(largest, drawn.units) : ''
  const wide = (tile.span ?? 12) >= 12
  return (
    <Card
      title={title}
      span={tile.span ?? 12}
      busy={load.phase === 'loading'}
      subtitle={<>{[subtitle, scale].filter(Boolean).join(', ')}{whole}{result && <StaleBadge freshness={result.freshness} />}{result?.state === 'PARTIAL' && <span class="badge warn" title={result.reason ?? ''}>Partial</span>}</>}
      tools={
        <>
          <span class="slot">{result && !note && <TrustBadge trust={result.trust} />}</span>
          {wide && <Segmented label={`${title} as`} value={asTable ? 'table' : 'chart'} options={VIEWS} onChange={toggle} />}
          <Menu title={title} asTable={asTable} toggle={wide ? null : toggle} query={query} />
        </>
      }
    >
      <SlowNote load={load} />
      {load.phase === 'failed' && load.last && <FailedNote load={load} retry={retry} />}
      <div class={`plot${load.phase === 'loading' && value !== null ? ' dim' : ''}`} style={{ minHeight: `${height + 8}px` }}>
        {body()}
      </div>
    </Card>
  )

  function body(): ComponentChildren {
    if (load.phase === 'failed' && !load.last) return <FailedNote load={load} retry={retry} />
    if (value === null) return <Skeleton height={height} lines={4} />
    if (note) return <Note {...note} />
    if (!drawn) return <Note icon="info" title="No data in this selection" text="Widen the period or take a filter away." />
    return <Chart spec={drawn} height={height} asTable={asTable} onToggle={toggle} onPick={onPick && ((index) => onPick(drawn, index))} />
  }
}

const VIEWS = [{ value: 'chart', title: 'Chart' }, { value: 'table', title: 'Table' }] as const

interface MenuProps {
  readonly title: string
  readonly asTable: boolean
  readonly toggle: (() => void) | null
  readonly query: MetricQuery | null
}

/** More ways to use a tile. */
export function Menu({ title, asTable, toggle, query }: MenuProps) {
  const { context } = useBoard()
  const [failed, setFailed] = useState(false)
  const save = (format: ExportFormat, close: () => void): void => {
    if (!query) return
    setFailed(false)
    download(format, query, title.toLowerCase().replaceAll(/\W+/g, '-')).then(close, () => {
      setFailed(true)
      context.emit({ kind: 'said', text: 'The download failed.' })
    })
  }
  return (
    <Popover label={`More about ${title}`} className="icon" button={<Icon name="more" />}>
      {(close) => (
        <ul class="menu">
          {toggle && <li><button type="button" onClick={() => { close(); toggle() }}><Icon name="columns" />{asTable ? 'Show as chart' : 'Show as table'}</button></li>}
          {query && <li><button type="button" onClick={() => save('csv', close)}><Icon name="download" />Download CSV</button></li>}
          {query && <li><button type="button" onClick={() => save('xlsx', close)}><Icon name="download" />Download XLSX</button></li>}
          {failed && <li class="menu-note" role="status">The download failed. Try again later.</li>}
        </ul>
      )}
    </Popover>
  )
}
