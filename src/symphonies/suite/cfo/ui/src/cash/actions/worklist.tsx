/** Open invoices as work: what brings most cash to the lowest day that can still be reached first. */
import { useBoard, type PartProps } from '@symphony/board'
import { Card, DataTable, Note, Segmented, type Column } from '@symphony/kit'
import { dayText, share, shortText, whole } from '@symphony/sdk'
import { useState } from 'preact/hooks'
import COLLECTIONS from '../../../../operations/cash_collections.graphql'
import { Awaiting, isBusy } from '../awaiting'
import { useViewed } from '../view'
import { UnderChip, useUnder } from './under'

interface Collections {
  readonly asOf: string
  readonly currency: string
  readonly lowPointOn: string
  readonly reachableLowOn: string
  readonly chanceBelowFloor: number
  readonly count: number
  readonly amount: number
  readonly expectedLoss: number
  readonly worth: number
  readonly assumption: string
  readonly next: string | null
  readonly items: readonly Item[]
}

interface Item {
  readonly invoice: string
  readonly customer: string
  readonly customerName: string | null
  readonly amount: number
  readonly dueOn: string
  readonly daysOverdue: number
  readonly expectedOn: string | null
  readonly neverChance: number
  readonly arrivesChance: number
  readonly disputed: boolean
  readonly action: string
  readonly actionOn: string | null
  readonly worth: number | null
  readonly owner: string
}

const ACTIONS = [
  { value: '', title: 'All' }, { value: 'remind', title: 'Remind' }, { value: 'settle', title: 'Settle' }, { value: 'recover', title: 'Recover' }, { value: 'wait', title: 'Wait' },
] as const
const WORDS: Readonly<Record<string, string>> = { remind: 'Remind', settle: 'Settle the dispute', recover: 'Recover', wait: 'Wait' }
const SIZE = 10
/** Height kept free until the rows are there. */
const HEIGHT = 560

export function CollectionsPart({ tile }: PartProps) {
  const { context } = useBoard()
  const under = useUnder()
  const [action, setAction] = useState<(typeof ACTIONS)[number]['value']>('')
  const key = JSON.stringify({ first: SIZE, under, ...(action && { action }) })
  const [pages, setPages] = useState<{ readonly of: string; readonly cursors: readonly (string | null)[] }>({ of: key, cursors: [null] })
  const cursors = pages.of === key ? pages.cursors : [null]
  const asked = JSON.stringify({ ...JSON.parse(key), after: cursors.at(-1) })
  const found = useViewed(asked, async (fresh, view) => whole(await context.gql<{ cashCollections: Collections }>(COLLECTIONS, { ...JSON.parse(asked), view }, { fresh })).cashCollections)
  const list = found.value
  const from = (cursors.length - 1) * SIZE
  return (
    <Card title={tile.title ?? 'Collections worklist'} subtitle="Open invoices, what brings most cash when it is needed first" span={tile.span ?? 12} busy={isBusy(found)} tools={<Segmented label="Action" value={action} options={ACTIONS} onChange={setAction} />}>
      <UnderChip levers={under} />
      <div class={`list worklist${found.busy && list ? ' dim' : ''}`}>
        {!list && <Awaiting of={found} height={HEIGHT} />}
        {list?.count === 0 && <Note icon="info" title={action ? 'Nothing of this kind is to be done' : 'No invoice is open'} />}
        {list && list.count > 0 && (
          <>
            <p class="cash-gaps">{saidOf(list)}.</p>
            <DataTable caption="Table of collections" columns={columnsOf(context.symphony, list)} rows={list.items} rowKey={({ invoice }) => invoice} />
            <div class="pager">
              <span role="status">{from + 1} to {from + list.items.length} of {list.count}</span>
              <button type="button" class="btn small" disabled={cursors.length === 1} onClick={() => setPages({ of: key, cursors: cursors.slice(0, -1) })}>Previous</button>
              <button type="button" class="btn small" disabled={!list.next} onClick={() => list.next && setPages({ of: key, cursors: [...cursors, list.next] })}>Next</button>
            </div>
            <p class="cash-gaps">Assumed of a reminder: {list.assumption}. What it is worth is the mean of what it brings by {dayText(list.reachableLowOn, list.asOf)}.</p>
          </>
        )}
      </div>
    </Card>
  )
}

function saidOf({ count, amount, worth, expectedLoss, lowPointOn, reachableLowOn, currency, asOf }: Collections): string {
  const money = (value: number): string => shortText(value, { unit: 'money', currency })
  const day = dayText(reachableLowOn, asOf)
  const low = reachableLowOn === lowPointOn ? `the low point on ${day}` : `${day}, the lowest day they can still reach`
  const brings = worth > 0 ? `reminders bring ${money(worth)} to ${low}` : `no reminder brings cash to ${low}`
  return `${count} open, ${money(amount)}; ${brings}; ${money(expectedLoss)} is expected never to come`
}

function columnsOf(symphony: string, { currency, asOf }: Collections): readonly Column<Item>[] {
  const money = { unit: 'money', currency }
  return [
    {
      title: 'Invoice',
      cell: ({ invoice, customer, customerName, disputed }) => (
        <span class="beside">
          <a class="figure-name" href={`/${symphony}/receivables?drill=${encodeURIComponent(`customer:${customer}`)}&drill=${encodeURIComponent(`invoice:${invoice}`)}`}>{customerName ?? customer}</a>
          {disputed && <span class="badge warn">Disputed</span>}
          <small>{invoice}</small>
        </span>
      ),
    },
    { title: 'Open', end: true, wideOnly: true, by: ({ amount }) => amount, cell: ({ amount }) => shortText(amount, money) },
    { title: 'Due', end: true, wideOnly: true, by: ({ daysOverdue }) => daysOverdue, cell: (row) => <span class="beside">{dayText(row.dueOn, asOf)}<small>{overdueText(row.daysOverdue)}</small></span> },
    { title: 'Expected', end: true, roomy: true, by: ({ expectedOn }) => expectedOn, cell: (row) => <span class="beside">{row.expectedOn ? dayText(row.expectedOn, asOf) : 'not foreseeable'}<small>{share(row.neverChance)} never</small></span> },
    { title: 'To do', cell: (row) => <span class="beside">{WORDS[row.action] ?? row.action}<small>{[row.actionOn && dayText(row.actionOn, asOf), row.owner].filter(Boolean).join(', ')}</small></span> },
    { title: 'Worth', end: true, by: ({ worth }) => worth, cell: ({ worth }) => <b class={worth ? 'up' : ''}>{worth === null ? '–' : shortText(worth, money)}</b> },
  ]
}

function overdueText(days: number): string {
  if (days === 0) return 'today'
  const said = `${Math.abs(days)} ${Math.abs(days) === 1 ? 'day' : 'days'}`
  return days > 0 ? `${said} late` : `in ${said}`
}
