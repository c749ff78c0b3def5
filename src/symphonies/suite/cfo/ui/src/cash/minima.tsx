/** What every company and account holds beside the least that it must, under the levers of the page. */
import { useBoard, type PartProps } from '@symphony/board'
import { Card, DataTable, Segmented, type Column } from '@symphony/kit'
import { share, shortText, whole } from '@symphony/sdk'
import { useRef, useState } from 'preact/hooks'
import MINIMA from '../../../operations/cash_minima.graphql'
import { Awaiting } from './awaiting'
import { movedBy, readLevers, settings } from './model'
import { useSight } from './stresses'
import { useViewed } from './view'

interface Holder {
  readonly id: string
  readonly name: string
  readonly currency: string
  readonly opening: number
  readonly low: number
  readonly minimum: number
  readonly chanceBelowMinimum: number
  readonly restricted?: boolean
  readonly pool?: string | null
}

interface Minima {
  readonly currency: string
  readonly companies: readonly Omit<Holder, 'currency'>[]
  readonly accounts: readonly Holder[]
}

const KINDS = [{ value: 'companies', title: 'Companies' }, { value: 'accounts', title: 'Accounts' }] as const

type Kind = (typeof KINDS)[number]['value']

export function MinimaPart({ tile }: PartProps) {
  const place = useRef<HTMLDivElement>(null)
  const seen = useSight(place)
  const [kind, setKind] = useState<Kind>('companies')
  const height = tile.height ?? 320
  return (
    <Card title={tile.title ?? 'Minimum balances'} subtitle="What each holds after sweeps, beside the least that it must" span={tile.span ?? 12} tools={<Segmented label="Minimum balances of" value={kind} options={KINDS} onChange={setKind} />}>
      <div ref={place} class="list" style={{ minHeight: `${height}px` }}>{seen && <Held kind={kind} height={height} />}</div>
    </Card>
  )
}

/** Worked out account by account, so it is asked for once it is in sight. */
function Held({ kind, height }: { readonly kind: Kind; readonly height: number }) {
  const { context, state } = useBoard()
  const levers = settings(movedBy(readLevers(state.own['lever'] ?? [])))
  const found = useViewed(JSON.stringify(levers), async (fresh, view) => whole(await context.gql<{ cash: Minima }>(MINIMA, { levers, view }, { fresh })).cash)
  if (!found.value) return <Awaiting of={found} height={height} />
  const { accounts, companies, currency } = found.value
  const rows: readonly Holder[] = kind === 'accounts' ? accounts : companies.map((each) => ({ ...each, currency }))
  return <DataTable caption={`Minimum balances of ${kind}`} columns={columnsOf(kind)} rows={rows} rowKey={({ id }) => id} />
}

function columnsOf(kind: Kind): readonly Column<Holder>[] {
  const swept = kind === 'accounts'
  const amount = (title: string, of: (row: Holder) => number, more: Partial<Column<Holder>> = {}): Column<Holder> => ({ title, end: true, by: of, cell: (row) => shortText(of(row), { unit: 'money', currency: row.currency }), ...more })
  return [
    { title: swept ? 'Account' : 'Company', by: ({ name }) => name, cell: ({ name }) => name },
    amount('Today', ({ opening }) => opening, { wideOnly: true }),
    amount('Low point', ({ low }) => low),
    amount('Minimum', ({ minimum }) => minimum),
    { title: 'Below it', end: true, by: ({ chanceBelowMinimum }) => chanceBelowMinimum, cell: ({ chanceBelowMinimum }) => share(chanceBelowMinimum) },
    ...(swept ? [{ title: 'Swept to', wideOnly: true, cell: ({ pool, restricted }: Holder) => (restricted ? 'restricted' : pool ?? '–') }] : []),
  ]
}
