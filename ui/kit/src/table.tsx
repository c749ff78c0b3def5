/** A semantic table that sorts by its heads and aligns figures to the right. */
import { useState } from 'preact/hooks'
import type { ComponentChildren } from 'preact'

export interface Column<Row> {
  readonly title: string
  readonly end?: boolean
  /** What to sort by; a column without it does not sort. */
  readonly by?: (row: Row) => string | number | null
  readonly cell: (row: Row) => ComponentChildren
  /** Left out on phones. */
  readonly wideOnly?: boolean
  /** Left out where the page has little room. */
  readonly roomy?: boolean
  /** Its head is cut where it is longer than its figures. */
  readonly narrow?: boolean
}

export interface DataTableProps<Row> {
  readonly caption: string
  readonly columns: readonly Column<Row>[]
  readonly rows: readonly Row[]
  readonly rowKey: (row: Row) => string
}

interface Order {
  readonly column: number
  readonly down: boolean
}

export function DataTable<Row>({ caption, columns, rows, rowKey }: DataTableProps<Row>) {
  const [order, setOrder] = useState<Order | null>(null)
  const sorted = sort(rows, columns, order)
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label={caption}>
      <table>
        <caption class="sr">{caption}</caption>
        <thead>
          <tr>{columns.map((column, i) => <Head key={column.title} column={column} index={i} order={order} setOrder={setOrder} />)}</tr>
        </thead>
        <tbody>
          {sorted.map((row) => (
            <tr key={rowKey(row)}>
              {columns.map((column, i) =>
                i === 0 ? <th key={column.title} scope="row" class={classes(column)}>{column.cell(row)}</th> : <td key={column.title} class={classes(column)}>{column.cell(row)}</td>,
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Head<Row>({ column, index, order, setOrder }: { readonly column: Column<Row>; readonly index: number; readonly order: Order | null; readonly setOrder: (order: Order) => void }) {
  const active = order?.column === index
  if (!column.by) return <th scope="col" class={classes(column)} title={column.narrow ? column.title : undefined}>{column.title}</th>
  return (
    <th scope="col" class={classes(column)} aria-sort={active ? (order.down ? 'descending' : 'ascending') : 'none'}>
      <button type="button" class="sort" onClick={() => setOrder({ column: index, down: active ? !order.down : Boolean(column.end) })}>
        {column.title}<span aria-hidden="true">{active ? (order.down ? ' ↓' : ' ↑') : ''}</span>
      </button>
    </th>
  )
}

const classes = <Row,>(column: Column<Row>): string => [column.end && 'end', column.wideOnly && 'wide-only', column.roomy && 'roomy', column.narrow && 'narrow'].filter(Boolean).join(' ')

function sort<Row>(rows: readonly Row[], columns: readonly Column<Row>[], order: Order | null): readonly Row[] {
  const by = order && columns[order.column]?.by
  if (!by) return rows
  const sign = order.down ? -1 : 1
  return rows.toSorted((a, b) => {
    const [x, y] = [by(a), by(b)]
    if (x === null || y === null) return x === y ? 0 : x === null ? 1 : -1
    return sign * (typeof x === 'number' && typeof y === 'number' ? x - y : String(x).localeCompare(String(y)))
  })
}
