/** One invoice and what was received for it. */
import { useBoard, type DrillProps } from '@symphony/board'
import { Breadcrumb, Card, DataTable, FailedNote, Note, Skeleton, type Column } from '@symphony/kit'
import { dayText, full, shownValue, useLoad } from '@symphony/sdk'
import INVOICE from '../../operations/invoice.graphql'
import { useAsk, type Connection } from './lists'

interface Invoice {
  readonly invoiceId: string
  readonly kind: string | null
  readonly issuedOn: string | null
  readonly dueOn: string | null
  readonly amount: number | null
  readonly currency: string | null
  readonly status: string | null
  readonly productLine: string | null
  readonly disputed: boolean | null
  readonly disputeReason: string | null
  readonly contractId: string | null
  readonly orderId: string | null
  readonly customer: { readonly customerId: string; readonly name: string | null } | null
  readonly entity: { readonly name: string } | null
  readonly receipts: Connection<Receipt> | null
}

interface Receipt {
  readonly receiptId: string
  readonly receivedOn: string | null
  readonly amount: number | null
  readonly currency: string | null
  readonly method: string | null
}

export function InvoiceView({ id, above }: DrillProps) {
  const { page, href } = useBoard()
  const ask = useAsk()
  const { load, retry } = useLoad(id, async (fresh) => (await ask<{ invoice: Invoice | null }>(INVOICE, { id }, fresh)).invoice ?? null)
  const invoice = shownValue(load)
  const customer = invoice?.customer?.name ?? above.at(-1)?.key ?? ''
  const crumbs = [{ title: page.title, href: href({ drill: [] }) }, ...(above.length > 0 ? [{ title: customer, href: href({ drill: above }) }] : [])]
  return (
    <>
      <Breadcrumb crumbs={crumbs} here={id} />
      <div class="tiles">
        <Card title={`${invoice?.kind === 'credit_note' ? 'Credit note' : 'Invoice'} ${id}`} subtitle={customer}>
          {load.phase === 'failed' && <FailedNote load={load} retry={retry} />}
          {load.phase === 'loading' && !invoice && <Skeleton height={96} />}
          {load.phase === 'ready' && !invoice && <Note icon="info" title="There is no such invoice" text="It is not among those you may see." />}
          {invoice && <Facts invoice={invoice} />}
        </Card>
        {invoice && <Receipts receipts={invoice.receipts} />}
      </div>
    </>
  )
}

function Facts({ invoice }: { readonly invoice: Invoice }) {
  const facts = [
    ['Amount', full(invoice.amount, { unit: 'money', currency: invoice.currency })],
    ['Issued', invoice.issuedOn && dayText(invoice.issuedOn)],
    ['Due', invoice.dueOn && dayText(invoice.dueOn)],
    ['Status', invoice.status],
    ['Entity', invoice.entity?.name],
    ['Product line', invoice.productLine],
    ['Disputed', invoice.disputed ? (invoice.disputeReason ?? 'Yes') : 'No'],
    ['Contract', invoice.contractId],
    ['Order', invoice.orderId],
  ] as const
  return <dl class="facts-grid">{facts.map(([title, value]) => <div key={title}><dt>{title}</dt><dd>{value || '–'}</dd></div>)}</dl>
}

const COLUMNS: readonly Column<Receipt>[] = [
  { title: 'Receipt', cell: (row) => row.receiptId },
  { title: 'Received', cell: (row) => (row.receivedOn ? dayText(row.receivedOn) : '–') },
  { title: 'How', wideOnly: true, cell: (row) => row.method ?? '–' },
  { title: 'Amount', end: true, cell: (row) => full(row.amount, { unit: 'money', currency: row.currency }) },
]

function Receipts({ receipts }: { readonly receipts: Connection<Receipt> | null }) {
  const nodes = receipts?.nodes ?? []
  return (
    <Card title="Receipts" subtitle="What was received for this invoice">
      <div class="list">{nodes.length > 0 ? <DataTable caption="Table of receipts" columns={COLUMNS} rows={nodes} rowKey={(row) => row.receiptId} /> : <Note icon="info" title="Nothing received yet" text="No payment has been matched with this invoice." />}</div>
    </Card>
  )
}
