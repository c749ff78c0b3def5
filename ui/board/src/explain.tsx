/** What a figure means and where it comes from, on demand. */
import { Dialog, FailedNote, freshText, Note, Skeleton, TrustBadge } from '@symphony/kit'
import { dayText, fetchExplanation, fetchMetric, full, periodText, shownValue, useLoad, type Explanation, type MetricDefinition, type MetricResult } from '@symphony/sdk'
import { useBoard } from './context'
import { askFor, comparisons } from './queries'
import { newestRow } from '@symphony/kit'

export function Explain({ id }: { readonly id: string }) {
  const { catalogue, go } = useBoard()
  const metric = catalogue.get(id)
  const close = (): void => go({ explain: null }, { replace: true })
  return (
    <Dialog title={metric?.title ?? 'Unknown metric'} onClose={close} className="wide">
      {metric ? <Explained metric={metric} /> : <Note icon="info" title="There is no such metric" text={`Nothing you may see is called ${id}.`} />}
    </Dialog>
  )
}

function Explained({ metric }: { readonly metric: MetricDefinition }) {
  const { context, dashboard, state } = useBoard()
  const { query, ignored } = askFor(metric, state, dashboard.filters, { compare: comparisons(state) })
  const figure = useLoad(JSON.stringify(query), (fresh) => fetchMetric(context.gql, query, fresh))
  const result = shownValue(figure.load)
  return (
    <div class="explain">
      <p>{metric.description}</p>
      <dl>
        <dt>Formula</dt><dd><code>{metric.formula}</code></dd>
        {result && <Figure metric={metric} result={result} />}
        <dt>Owner</dt><dd>{metric.owner}</dd>
        <dt>Good direction</dt><dd>{{ UP: 'More is better', DOWN: 'Less is better', BAND: 'Within its band', NONE: 'Neither' }[metric.direction]}</dd>
        {metric.model && <><dt>Model</dt><dd>{metric.model}, a simple method until a trained model takes over</dd></>}
        {metric.variants.length > 0 && <><dt>Also known as</dt><dd>{metric.variants.map(({ title }) => title).join(', ')}</dd></>}
        {ignored.length > 0 && <><dt>Not filtered by</dt><dd>{ignored.join(', ')}</dd></>}
        <dt>Name</dt><dd><code>{metric.id}</code></dd>
      </dl>
      <FailedNote load={figure.load} retry={figure.retry} />
      <Origin metric={metric} />
    </div>
  )
}

function Figure({ metric, result }: { readonly metric: MetricDefinition; readonly result: MetricResult }) {
  const { state } = useBoard()
  const row = newestRow(result.rows, metric)
  const unit = { unit: metric.unit, currency: result.currency }
  return (
    <>
      <dt>Value</dt><dd>{row ? `${full(row.value, unit)}${row.periodStart ? `, ${periodText(row.periodStart, state.grain)}` : ''}` : 'None in this period'}</dd>
      {row?.comparisons.filter(({ value }) => value !== null).map(({ kind, value }) => (
        <><dt>{{ TARGET: 'Plan', PREVIOUS_YEAR: 'A year ago', PREVIOUS_PERIOD: 'Period before' }[kind]}</dt><dd>{full(value, unit)}</dd></>
      ))}
      <dt>Trust</dt><dd class="with-badge"><TrustBadge trust={result.trust} />{result.trust.reasons.join('. ') || result.trust.level.toLowerCase()}</dd>
      <dt>Freshness</dt><dd>{freshText(result.freshness)}{result.freshness.newestOn ? `, newest entry ${dayText(result.freshness.newestOn)}` : ''}; promised within {result.freshness.target}</dd>
    </>
  )
}

function Origin({ metric }: { readonly metric: MetricDefinition }) {
  const { context, dashboard, state } = useBoard()
  const { query } = askFor(metric, state, dashboard.filters)
  const { load, retry } = useLoad(JSON.stringify(query), () => fetchExplanation(context.gql, query))
  const origin = shownValue(load)
  return (
    <section>
      <h3>Where it comes from</h3>
      {origin ? <Tables origin={origin} /> : <FailedNote load={load} retry={retry} />}
      {load.phase === 'loading' && !origin && <Skeleton height={92} />}
    </section>
  )
}

function Tables({ origin }: { readonly origin: Explanation }) {
  return (
    <>
      <ul class="lineage">
        {origin.lineage.map(({ table, column, upstream }) => (
          <li key={`${table}.${column}`}><code>{column ? `${table}.${column}` : table}</code>{upstream.length > 0 && <span class="muted"> from {upstream.join(', ')}</span>}</li>
        ))}
      </ul>
      {origin.sql && <details><summary>Query</summary><pre tabIndex={0}>{origin.sql}</pre></details>}
    </>
  )
}
