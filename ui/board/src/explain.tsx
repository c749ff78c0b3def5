/** What a figure means and where it comes from, on demand. */
import { Dialog, FailedNote, freshText, newestRow, Note, Skeleton, TrustBadge } from '@symphony/kit'
import { dayText, fetchExplanation, fetchMetric, full, periodText, shortText, shownValue, useLoad, type Explanation, type MetricDefinition, type MetricQuery, type MetricResult, type PageState } from '@symphony/sdk'
import { useBoard } from './context'
import { askFor, comparisons, readFigure, unitOf, type Asked } from './queries'

export function Explain({ id }: { readonly id: string }) {
  const { catalogue, go } = useBoard()
  const metric = catalogue.get(id)
  const close = (): void => go({ explain: null, figure: null }, { replace: true })
  return (
    <Dialog title={metric?.title ?? 'Unknown metric'} onClose={close} className="wide">
      {metric ? <Explained metric={metric} /> : <Note icon="info" title="There is no such metric" text={`Nothing you may see is called ${id}.`} />}
    </Dialog>
  )
}

function Explained({ metric }: { readonly metric: MetricDefinition }) {
  const { context, state } = useBoard()
  const { query, ignored } = useAsked(metric, state, { compare: comparisons(state) })
  const figure = useLoad(JSON.stringify(query), (fresh) => fetchMetric(context.gql, query, fresh))
  const result = shownValue(figure.load)
  return (
    <div class="explain">
      <p>{metric.description}</p>
      <dl>
        <dt>Formula</dt><dd><code>{metric.variants.find(({ name }) => name === query.variant)?.formula || metric.formula}</code></dd>
        {result && <Figure metric={metric} result={result} query={query} />}
        <dt>Owner</dt><dd>{metric.owner}</dd>
        <dt>Good direction</dt><dd>{{ UP: 'More is better', DOWN: 'Less is better', BAND: 'Within its band', NONE: 'Neither' }[metric.direction]}</dd>
        {metric.model && <><dt>Model</dt><dd>{metric.model} as long as no engine has told it</dd></>}
        {ignored.length > 0 && <><dt>Not filtered by</dt><dd>{ignored.join(', ')}</dd></>}
        <dt>Name</dt><dd><code>{metric.id}</code></dd>
      </dl>
      <FailedNote load={figure.load} retry={figure.retry} />
      {metric.variants.length > 0 && <Variants metric={metric} />}
      <Origin metric={metric} />
    </div>
  )
}

/** What gave the figure that was followed here, else what the page asks. */
function useAsked(metric: MetricDefinition, state: PageState, options: Parameters<typeof askFor>[3] = {}): Pick<Asked, 'query' | 'ignored'> {
  const { dashboard } = useBoard()
  const followed = readFigure(state.figure)
  return followed?.id === metric.id ? { query: followed, ignored: [] } : askFor(metric, state, dashboard.filters, options)
}

interface FigureProps {
  readonly metric: MetricDefinition
  readonly result: MetricResult
  readonly query: MetricQuery
}

function Figure({ metric, result, query }: FigureProps) {
  const row = newestRow(result.rows, metric)
  const unit = unitOf(metric, result.currency)
  return (
    <>
      <dt>Value</dt><dd>{row ? `${full(row.value, unit)}${row.periodStart ? `, ${query.grain ? periodText(row.periodStart, query.grain) : `${dayText(row.periodStart)} to ${dayText(row.periodEnd ?? result.asOf)}`}` : ''}` : 'None in this period'}</dd>
      {query.where?.map(({ dimension, op, values }) => <><dt>{op === 'NOT_IN' ? 'Without' : 'Only'}</dt><dd>{[metric.dimensions.find(({ name }) => name === dimension)?.title ?? dimension, ...values].join(' ')}</dd></>)}
      {row?.comparisons.filter(({ value }) => value !== null).map(({ kind, value }) => (
        <><dt>{{ TARGET: 'Plan', PREVIOUS_YEAR: 'A year ago', PREVIOUS_PERIOD: 'Period before' }[kind]}</dt><dd>{full(value, unit)}</dd></>
      ))}
      <dt>Trust</dt><dd class="with-badge"><TrustBadge trust={result.trust} />{result.trust.reasons.join('. ') || result.trust.level.toLowerCase()}</dd>
      <dt>Freshness</dt><dd>{freshText(result.freshness)}{result.freshness.newestOn ? `, newest entry ${dayText(result.freshness.newestOn)}` : ''}; promised within {result.freshness.target}</dd>
    </>
  )
}

/** The ways to define the figure side by side; the chosen one goes on the card. */
function Variants({ metric }: { readonly metric: MetricDefinition }) {
  const { context, state, go } = useBoard()
  const { variant: _, ...query } = useAsked(metric, { ...state, variants: {} }).query
  const { [metric.id]: chosen, ...others } = state.variants
  const { load } = useLoad(JSON.stringify(query), () => Promise.all(metric.variants.map(({ name }) => fetchMetric(context.gql, { ...query, variant: name }))))
  const usual = useLoad(JSON.stringify(query), () => fetchMetric(context.gql, query))
  const results = [shownValue(usual.load), ...(shownValue(load) ?? metric.variants.map(() => null))]
  const choices = [{ name: '', title: metric.title }, ...metric.variants]
  const choose = (name: string): void => go({ variants: name ? { ...others, [metric.id]: name } : others }, { replace: true })
  return (
    <section>
      <h3>Ways to define it</h3>
      <div class="variants" role="radiogroup" aria-label="Ways to define it">
        {choices.map(({ name, title }, i) => (
          <label key={name} class="check"><input type="radio" name="variant" checked={(chosen ?? '') === name} onChange={() => choose(name)} />{title}<span class="num">{valueOf(results[i] ?? null, metric)}</span></label>
        ))}
      </div>
    </section>
  )
}

function valueOf(result: MetricResult | null, metric: MetricDefinition): string {
  const row = result && newestRow(result.rows, metric)
  return row ? shortText(row.value, unitOf(metric, result.currency)) : ''
}

function Origin({ metric }: { readonly metric: MetricDefinition }) {
  const { context, state } = useBoard()
  const { query } = useAsked(metric, state)
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
