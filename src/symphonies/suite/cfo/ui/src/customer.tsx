/** One customer: who it is, its figures, and its open invoices down to the single one. */
import { askFor, comparisons, useBoard, type DrillProps } from '@symphony/board'
import { Breadcrumb, Card, FailedNote, Kpi, Note, Skeleton, type Column } from '@symphony/kit'
import { dayText, fetchMetric, full, pathTo, shownValue, useLoad, type MetricDefinition } from '@symphony/sdk'
import CUSTOMER from '../../operations/customer.graphql'
import OPEN_INVOICES from '../../operations/open_invoices.graphql'
import { Due } from './findings'
import { useAsk } from './lists'
import { Paged } from './paged'

interface Customer {
  readonly customerId: string
  readonly name: string | null
  readonly segment: string | null
  readonly industry: string | null
  readonly country: string | null
  readonly region: string | null
  readonly termsDays: number | null
  readonly sinceOn: string | null
}

interface OpenInvoice {
  readonly invoiceId: string
  readonly issuedOn: string | null
  readonly dueOn: string | null
  readonly openAmount: number | null
  readonly currency: string | null
  readonly disputed: boolean | null
  readonly entity: { readonly name: string } | null
}

const FIGURES = ['ar.ageing', 'ar.overdue_amount', 'ar.days_late']

export function CustomerView({ id }: DrillProps) {
  const { page, href, catalogue } = useBoard()
  const ask = useAsk()
  const { load, retry } = useLoad(id, async (fresh) => (await ask<{ customer: Customer | null }>(CUSTOMER, { id }, fresh)).customer ?? null)
  const customer = shownValue(load)
  const name = customer?.name ?? id
  return (
    <>
      <Breadcrumb crumbs={[{ title: page.title, href: href({ drill: [] }) }]} here={name} />
      <div class="tiles">
        <Card title={name} subtitle="Customer">
          {load.phase === 'failed' && <FailedNote load={load} retry={retry} />}
          {load.phase === 'loading' && !customer && <Skeleton height={56} lines={2} />}
          {load.phase === 'ready' && !customer && <Note icon="info" title="There is no such customer" text="It is not among those you may see." />}
          {customer && <Facts customer={customer} />}
        </Card>
        <section class="kpis span-12" aria-label="Figures of this customer">
          <h2 class="sr">Figures of this customer</h2>
          {FIGURES.flatMap((metric) => catalogue.get(metric) ?? []).map((metric) => <Figure key={metric.id} metric={metric} customer={id} />)}
        </section>
        <OpenInvoices id={id} />
      </div>
    </>
  )
}

function Facts({ customer }: { readonly customer: Customer }) {
  const facts = [
    ['Segment', customer.segment], ['Industry', customer.industry], ['Country', customer.country], ['Region', customer.region],
    ['Payment term', customer.termsDays === null ? null : `${customer.termsDays} days`], ['Customer since', customer.sinceOn && dayText(customer.sinceOn)],
  ] as const
  return <dl class="facts-grid">{facts.map(([title, value]) => <div key={title}><dt>{title}</dt><dd>{value ?? '–'}</dd></div>)}</dl>
}

function Figure({ metric, customer }: { readonly metric: MetricDefinition; readonly customer: string }) {
  const { context, dashboard, state, go } = useBoard()
  const versus = comparisons(state)
  const { query } = askFor(metric, { ...state, filters: {} }, dashboard.filters, { compare: versus })
  const dimension = pathTo('customer', metric.dimensions) ?? 'customer'
  const asked = { ...query, where: [{ dimension, op: 'IN' as const, values: [customer] }] }
  const { load, retry } = useLoad(JSON.stringify(asked), (fresh) => fetchMetric(context.gql, asked, fresh))
  return <Kpi metric={metric} load={load} versus={versus} ignored={[]} grain={state.grain} onOpen={() => go({ explain: metric.id })} retry={retry} />
}

function OpenInvoices({ id }: { readonly id: string }) {
  const { context, state, href } = useBoard()
  const { asOf } = context.company
  const filter = { customerId: { eq: id }, validFrom: { lte: asOf }, or: [{ validTo: { isNull: true } }, { validTo: { gt: asOf } }] }
  const columns: readonly Column<OpenInvoice>[] = [
    { title: 'Invoice', cell: (row) => <a class="figure-name" href={href({ drill: [...state.drill, { kind: 'invoice', key: row.invoiceId }] })}>{row.invoiceId}</a> },
    { title: 'Entity', wideOnly: true, cell: (row) => row.entity?.name ?? '–' },
    { title: 'Issued', wideOnly: true, cell: (row) => (row.issuedOn ? dayText(row.issuedOn) : '–') },
    { title: 'Due', cell: (row) => (row.dueOn ? <Due on={row.dueOn} asOf={asOf} /> : '–') },
    { title: 'Disputed', wideOnly: true, cell: (row) => (row.disputed ? 'Yes' : 'No') },
    { title: 'Open', end: true, cell: (row) => full(row.openAmount, { unit: 'money', currency: row.currency }) },
  ]
  return (
    <Card title="Open invoices" subtitle={`at ${dayText(asOf)}, the longest overdue first`}>
      <Paged caption="Table of open invoices" document={OPEN_INVOICES} field="receivables" variables={{ filter }} columns={columns} rowKey={(row: OpenInvoice) => row.invoiceId} size={10} none="No invoice is open" />
    </Card>
  )
}
