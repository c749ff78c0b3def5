/** The key figure: value, unit, changes, line of the last periods, target, trust and age. */
import { full, periodText, short, shownValue, type Comparison, type Load, type MetricDefinition, type MetricResult, type MetricRow } from '@symphony/sdk'
import { Delta } from './delta'
import { Sparkline } from './sparkline'
import { noteOf, reasonOf } from './states'
import { StaleBadge, TrustBadge } from './trust'

export interface KpiProps {
  readonly metric: MetricDefinition
  readonly load: Load<MetricResult>
  readonly versus: readonly Comparison[]
  readonly ignored: readonly string[]
  /** Label of the definition in force, when it is not the usual one. */
  readonly variant?: string | undefined
  readonly grain: Parameters<typeof periodText>[1]
  readonly onOpen: () => void
  readonly retry: () => void
}

export function Kpi({ metric, load, versus, ignored, variant, grain, onOpen, retry }: KpiProps) {
  const result = shownValue(load)
  const note = result && noteOf(result)
  const row = result && !note ? newestRow(result.rows, metric) : null
  return (
    <article class={`kpi${load.phase === 'loading' && result ? ' dim' : ''}`} aria-busy={load.phase === 'loading'}>
      <h3>
        <button type="button" class="kpi-open" onClick={onOpen} aria-label={`${metric.title}: how it is worked out`}>{metric.title}</button>
        {result && !note && <TrustBadge trust={result.trust} />}
        {result?.state === 'DRAFT' && <span class="badge" title="A simple method stands in for a model">Draft</span>}
        {variant && <span class="badge" title="By another definition">{variant}</span>}
        {ignored.length > 0 && <span class="badge" title={`Not split by ${ignored.join(', ')}: the whole group`}>Unfiltered</span>}
      </h3>
      {row && result ? <Figures metric={metric} result={result} row={row} versus={versus} grain={grain} /> : <Missing load={load} note={note} retry={retry} />}
      {load.phase === 'loading' && load.elapsed >= 2000 && <p class="kpi-wait" role="status">Loading, {Math.round(load.elapsed / 1000)} s</p>}
    </article>
  )
}

function Figures({ metric, result, row, versus, grain }: { readonly metric: MetricDefinition; readonly result: MetricResult; readonly row: MetricRow; readonly versus: readonly Comparison[]; readonly grain: KpiProps['grain'] }) {
  const unit = { ...metric, currency: result.currency }
  const shown = short(row.value, unit)
  const deltas = versus.flatMap((kind) => row.comparisons.filter((compared) => compared.kind === kind))
  const target = row.comparisons.find((compared) => compared.kind === 'TARGET')?.value ?? null
  const when = row.periodStart ? periodText(row.periodStart, grain) : ''
  return (
    <>
      <div class="kpi-row">
        <p class="value" title={[full(row.value, unit), when].filter(Boolean).join(', ')}>{shown.before && <b>{shown.before} </b>}{shown.figure}{shown.unit && <small>{shown.unit}</small>}</p>
        <Sparkline values={valuesUpTo(result.rows, row)} target={target} />
      </div>
      <div class="kpi-deltas">
        {deltas.filter(({ delta }) => delta !== null).map((compared) => <Delta key={compared.kind} compared={compared} unit={unit} />)}
        <StaleBadge freshness={result.freshness} />
      </div>
    </>
  )
}

function Missing({ load, note, retry }: { readonly load: Load<MetricResult>; readonly note: ReturnType<typeof noteOf>; readonly retry: () => void }) {
  if (load.phase === 'failed') {
    return <p class="kpi-note"><span class="down">Could not be loaded.</span> <span title={reasonOf(load.error)}><button type="button" class="link" onClick={retry}>Try again</button></span></p>
  }
  if (note) return <p class="kpi-note" title={note.text ?? ''}><b>{note.title}</b><span>{note.text}</span></p>
  return <div class="kpi-skeleton" aria-hidden="true"><i /><i /></div>
}

/** The values of the periods that end with a row: a period that still runs would look like a fall. */
export function valuesUpTo(rows: readonly MetricRow[], row: MetricRow): readonly (number | null)[] {
  return rows.slice(0, rows.indexOf(row) + 1).map(({ value }) => value)
}

/** The row a card speaks of: the newest with a value; flows count once their period is complete. */
export function newestRow(rows: readonly MetricRow[], metric: Pick<MetricDefinition, 'type'>): MetricRow | null {
  const known = rows.filter((row) => row.value !== null)
  if (metric.type === 'STOCK' || metric.type === 'MODEL') return known.at(-1) ?? null
  return known.findLast((row) => row.complete) ?? known.at(-1) ?? null
}
