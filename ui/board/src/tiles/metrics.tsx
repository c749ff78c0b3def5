/** Metrics as rows: value, changes, line, trust and owner. */
import { Card, Delta, newestRow, noteOf, Sparkline, TrustBadge, valuesUpTo } from '@symphony/kit'
import { fetchMetric, full, shortText, shownValue, useLoad, type ComparedValue, type MetricDefinition } from '@symphony/sdk'
import { useBoard } from '../context'
import type { MetricsTile } from '@symphony/sdk'
import { askFor, unitOf } from '../queries'
import { Hidden } from './hidden'

export function MetricsView({ tile }: { readonly tile: MetricsTile }) {
  const { catalogue } = useBoard()
  const metrics = tile.metrics.flatMap((id) => catalogue.get(id) ?? [])
  const title = tile.title ?? 'More figures'
  if (metrics.length === 0) return <Hidden tile={tile} metrics={tile.metrics} />
  return (
    <Card title={title} subtitle={tile.subtitle} span={tile.span ?? 12}>
      <div class="scroll" tabIndex={0} role="region" aria-label={`Table of ${title.toLowerCase()}`}>
        <table class="metrics">
          <thead>
            <tr><th scope="col">Figure</th><th scope="col" class="end">Value</th><th scope="col">Against plan</th><th scope="col" class="wide-only">Against a year ago</th><th scope="col">Trend</th><th scope="col" class="roomy">Owner</th></tr>
          </thead>
          <tbody>{metrics.map((metric) => <MetricLine key={metric.id} metric={metric} />)}</tbody>
        </table>
      </div>
    </Card>
  )
}

function MetricLine({ metric }: { readonly metric: MetricDefinition }) {
  const { context, dashboard, state, href } = useBoard()
  const { query } = askFor(metric, state, dashboard.filters, { compare: ['TARGET', 'PREVIOUS_YEAR'] })
  const { load, retry } = useLoad(JSON.stringify(query), (fresh) => fetchMetric(context.gql, query, fresh))
  const result = shownValue(load)
  const note = result && noteOf(result)
  const row = result && !note ? newestRow(result.rows, metric) : null
  const unit = unitOf(metric, result?.currency)
  const compared = (kind: ComparedValue['kind']) => row?.comparisons.find((found) => found.kind === kind && found.delta !== null)
  const change = (kind: ComparedValue['kind']) => {
    const found = compared(kind)
    return found ? <Delta bare compared={found} unit={unit} /> : <span class="muted" title="Nothing to compare with">–</span>
  }
  return (
    <tr aria-busy={load.phase === 'loading'}>
      <th scope="row"><span class="with-badge"><a class="figure-name" href={href({ explain: metric.id })}>{metric.title}</a>{result && !note && <TrustBadge trust={result.trust} />}</span></th>
      <td class="end" title={row ? full(row.value, unit) : ''}>
        {row ? shortText(row.value, unit) : load.phase === 'failed' ? <button type="button" class="link" onClick={retry}>Try again</button> : <span class="muted" title={note?.text ?? ''}>{note ? note.title : ' '}</span>}
      </td>
      <td>{change('TARGET')}</td>
      <td class="wide-only">{change('PREVIOUS_YEAR')}</td>
      <td>{row && result ? <Sparkline values={valuesUpTo(result.rows, row)} target={compared('TARGET')?.value ?? null} /> : <Sparkline values={[]} />}</td>
      <td class="roomy muted">{metric.owner}</td>
    </tr>
  )
}
