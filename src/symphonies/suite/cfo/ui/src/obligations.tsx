/** What is to be done or decided in the next ninety days: obligations and last days to give notice. */
import { useBoard, type PartProps } from '@symphony/board'
import { Card, FailedNote, Note, Skeleton, SlowNote, type NoteProps } from '@symphony/kit'
import { dayText, daysBetween, shift, shortText, shownValue, useLoad } from '@symphony/sdk'
import OBLIGATIONS from '../../operations/obligations.graphql'
import { noticeProps, useAsk, useEntityFilter, type Connection } from './lists'

interface Obligation {
  readonly obligationId: string
  readonly title: string | null
  readonly kind: string | null
  readonly dueOn: string
  readonly amount: number | null
  readonly currency: string | null
  readonly entity: { readonly name: string } | null
}

interface Renewal {
  readonly termId: string
  readonly contractId: string
  readonly type: string | null
  readonly autoRenew: boolean | null
  readonly noticeOn: string
  readonly annualValue: number | null
  readonly currency: string | null
  readonly entity: { readonly name: string } | null
}

interface Answer {
  readonly obligations: Connection<Obligation> | null
  readonly renewals: Connection<Renewal> | null
}

interface Item {
  readonly id: string
  readonly on: string
  readonly title: string
  readonly about: string
  readonly amount: number | null
  readonly currency: string | null
}

const DAYS = 90
const NOTHING: NoteProps = { icon: 'check', title: 'Nothing falls due', text: 'No obligation or notice day lies in the next 90 days.' }
const MOST = 40

export function ObligationsPart({ tile }: PartProps) {
  const { asOf } = useBoard().context.company
  const ask = useAsk()
  const entity = useEntityFilter()
  const span = { gte: asOf, lte: shift(asOf, DAYS) }
  const variables = {
    obligations: { ...entity, dueOn: span, metOn: { isNull: true } },
    renewals: { ...entity, noticeOn: span, validFrom: { lte: asOf }, validTo: { gt: asOf } },
    first: MOST,
  }
  const { load, retry } = useLoad(JSON.stringify(variables), (fresh) => ask<Answer>(OBLIGATIONS, variables, fresh))
  const answer = shownValue(load)
  const items = answer ? itemsOf(answer) : []
  const total = (answer?.obligations?.totalCount ?? 0) + (answer?.renewals?.totalCount ?? 0)
  const notice = answer?.obligations?.notice
  const height = (tile.height ?? 216) + 8
  return (
    <Card title={tile.title ?? 'Due soon'} subtitle={tile.subtitle ?? (answer && total > 0 ? `${total} obligations and notices to ${dayText(span.lte, asOf)}` : 'Obligations and notices')} span={tile.span ?? 12} busy={load.phase === 'loading'}>
      <SlowNote load={load} />
      <div class="list agenda-box" style={{ height: `${height}px` }} tabIndex={0} role="region" aria-label={`List: ${tile.title ?? 'due soon'}`}>
        {load.phase === 'failed' && <FailedNote load={load} retry={retry} />}
        {!answer && load.phase === 'loading' && <Skeleton height={height} lines={4} />}
        {answer && items.length === 0 && <Note {...(notice ? noticeProps(notice) : NOTHING)} />}
        {items.length > 0 && <ul class="agenda">{items.map((item) => <Line key={item.id} item={item} asOf={asOf} />)}</ul>}
      </div>
    </Card>
  )
}

function Line({ item, asOf }: { readonly item: Item; readonly asOf: string }) {
  const days = daysBetween(asOf, item.on)
  return (
    <li>
      <time dateTime={item.on}>{dayText(item.on, asOf)}</time>
      <b title={item.title}>{item.title}</b>
      <span class="amount">{item.amount === null ? '' : shortText(item.amount, { unit: 'money', currency: item.currency })}</span>
      <small>{item.about}</small>
      <span class="in">{days === 0 ? 'today' : `in ${days} ${days === 1 ? 'day' : 'days'}`}</span>
    </li>
  )
}

function itemsOf({ obligations, renewals }: Partial<Answer>): readonly Item[] {
  const due = (obligations?.nodes ?? []).map((node): Item => ({
    id: node.obligationId, on: node.dueOn, title: node.title ?? node.kind ?? node.obligationId, about: [node.kind === node.title ? null : node.kind, node.entity?.name].filter(Boolean).join(', '), amount: node.amount, currency: node.currency,
  }))
  const notices = (renewals?.nodes ?? []).map((node): Item => ({
    id: node.termId, on: node.noticeOn, title: `Last day to give notice, ${node.contractId}`, about: [node.type, node.autoRenew ? 'renews by itself' : 'ends by itself', node.entity?.name].filter(Boolean).join(', '), amount: node.annualValue, currency: node.currency,
  }))
  return [...due, ...notices].toSorted((a, b) => a.on.localeCompare(b.on)).slice(0, MOST)
}
