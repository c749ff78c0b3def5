/** From the opening to the low point: drivers, and the customers behind them. */
import { DataTable } from '@symphony/kit'
import { dayText, full } from '@symphony/sdk'
import type { Part, Reasons } from './model'

interface Row {
  readonly id: string
  readonly title: string
  readonly who: string
  readonly amount: number
}

const MOST_BEHIND = 3

export function Reason({ reasons }: { readonly reasons: Reasons }) {
  const rows = reasons.explanation.flatMap(rowsOf)
  const units = { unit: 'money', currency: reasons.currency }
  if (rows.length === 0) return null
  return (
    <details class="cash-why">
      <summary>What leads to the low point on {dayText(reasons.lowPoint.on)}</summary>
      <DataTable
        caption="From the opening cash to the mean on the day of the low point"
        columns={[
          { title: 'Driver', cell: (row: Row) => row.title },
          { title: 'Of this', cell: (row: Row) => row.who },
          { title: 'Amount', end: true, cell: (row: Row) => full(row.amount, units) },
        ]}
        rows={rows}
        rowKey={(row) => row.id}
      />
    </details>
  )
}

function rowsOf(part: Part): readonly Row[] {
  const behind = (part.parts ?? []).toSorted((a, b) => Math.abs(b.amount) - Math.abs(a.amount)).slice(0, MOST_BEHIND)
  return [
    { id: part.id, title: part.title, who: '', amount: part.amount },
    ...behind.map((each) => ({ id: `${part.id}/${each.id}`, title: '', who: each.title, amount: each.amount })),
  ]
}
