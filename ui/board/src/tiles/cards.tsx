/** The strip of key figures. */
import { Icon, Kpi } from '@symphony/kit'
import { fetchMetric, useLoad, type MetricDefinition } from '@symphony/sdk'
import { useBoard } from '../context'
import type { CardsTile } from '@symphony/sdk'
import { askFor, comparisons } from '../queries'

export function CardsView({ tile }: { readonly tile: CardsTile }) {
  const { catalogue } = useBoard()
  return (
    <section class="kpis span-12" aria-label={tile.title ?? 'Key figures'}>
      <h2 class="sr">{tile.title ?? 'Key figures'}</h2>
      {tile.metrics.map((id) => {
        const metric = catalogue.get(id)
        return metric ? <CardView key={id} metric={metric} /> : <HiddenCard key={id} id={id} />
      })}
    </section>
  )
}

/** Keeps its place, so that everybody finds a figure where others find it. */
function HiddenCard({ id }: { readonly id: string }) {
  return (
    <article class="kpi">
      <h3><Icon name="lock" />Hidden by policy</h3>
      <p class="kpi-note">Your role does not include {id}.</p>
    </article>
  )
}

function CardView({ metric }: { readonly metric: MetricDefinition }) {
  const { context, dashboard, state, go } = useBoard()
  const versus = comparisons(state)
  const { query, ignored } = askFor(metric, state, dashboard.filters, { compare: versus })
  const { load, retry } = useLoad(JSON.stringify(query), (fresh) => fetchMetric(context.gql, query, fresh))
  return <Kpi metric={metric} load={load} versus={versus} ignored={ignored} variant={metric.variants.find(({ name }) => name === query.variant)?.label} grain={state.grain} onOpen={() => go({ explain: metric.id })} retry={retry} />
}
