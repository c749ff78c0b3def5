/** The strip of key figures. */
import { Kpi } from '@symphony/kit'
import { fetchMetric, useLoad, type MetricDefinition } from '@symphony/sdk'
import { useBoard } from '../context'
import type { CardsTile } from '../dashboard'
import { askFor, comparisons } from '../queries'

export function CardsView({ tile }: { readonly tile: CardsTile }) {
  const { catalogue } = useBoard()
  const metrics = tile.metrics.flatMap((id) => catalogue.get(id) ?? [])
  return (
    <section class="kpis span-12" aria-label={tile.title ?? 'Key figures'}>
      <h2 class="sr">{tile.title ?? 'Key figures'}</h2>
      {metrics.map((metric) => <CardView key={metric.id} metric={metric} />)}
    </section>
  )
}

function CardView({ metric }: { readonly metric: MetricDefinition }) {
  const { context, dashboard, state, go } = useBoard()
  const versus = comparisons(state)
  const { query, ignored } = askFor(metric, state, dashboard.filters, { compare: versus })
  const { load, retry } = useLoad(JSON.stringify(query), (fresh) => fetchMetric(context.gql, query, fresh))
  return <Kpi metric={metric} load={load} versus={versus} ignored={ignored} grain={state.grain} onOpen={() => go({ explain: metric.id })} retry={retry} />
}
