/** Who is behind the low point: the drivers with their customers, which add up, and what lately moved cash. */
import { useBoard, type PartProps } from '@symphony/board'
import { Card, Icon } from '@symphony/kit'
import { shortText, signed, type Unit } from '@symphony/sdk'
import { Awaiting, isBusy } from './awaiting'
import type { Part, Reasons } from './model'
import { customersOf, strongestOf, sumOf, useWhy, type Way } from './why'

const CUSTOMERS = 4
const CAUSES = 5
/** As the forecast calls it where causes cannot be told. */
const GAP = 'what lately moved cash'

export function CashCausesPart({ tile }: PartProps) {
  const { found, told, reasons } = useWhy()
  const height = tile.height ?? 240
  return (
    <Card title={tile.title ?? 'Who is behind it'} subtitle="Each driver, the customers that weigh most in it, and what lately moved cash" span={tile.span ?? 12} busy={isBusy(found)}>
      <div class="causes" tabIndex={0} role="region" aria-label="Drivers, customers and causes" style={{ height: `${height + 8}px` }}>
        {told ? <Drivers way={told} /> : <Awaiting of={found} height={height} />}
        {reasons && <Lately reasons={reasons} />}
      </div>
    </Card>
  )
}

function Drivers({ way: { start, end, parts, units } }: { readonly way: Way }) {
  const strongest = strongestOf(parts)
  return (
    <table class="drivers">
      <caption class="sr">What leads from {start.name} to {end}</caption>
      <tbody>
        <tr class="total"><th scope="row">{start.name}</th><td class="end">{shortText(start.value, units)}</td></tr>
        {strongest.map((part) => <Driver key={part.id} part={part} units={units} />)}
        <tr class="total"><th scope="row">{end}</th><td class="end">{shortText(start.value + sumOf(strongest), units)}</td></tr>
      </tbody>
    </table>
  )
}

function Driver({ part, units }: { readonly part: Part; readonly units: Unit }) {
  const { context } = useBoard()
  return (
    <>
      <tr><th scope="row">{part.title}</th><td class="end">{signed(part.amount, units)}</td></tr>
      {customersOf(part, CUSTOMERS).map(({ id, title, amount }) => (
        <tr key={id} class="of">
          <th scope="row">{id === 'others' ? title : <a class="figure-name" href={customerHref(context.symphony, id)}>{title}</a>}</th>
          <td class="end">{signed(amount, units)}</td>
        </tr>
      ))}
    </>
  )
}

function Lately({ reasons: { causes, gaps, currency } }: { readonly reasons: Reasons }) {
  const { context } = useBoard()
  const units = { unit: 'money', currency }
  const gap = gaps.find(({ what }) => what === GAP)
  if (causes.length === 0) return <p class="cash-gaps">{gap ? `Customers that pay later than before, and payments that failed: ${gap.why}.` : 'No customer pays later than a quarter ago, and no payment scheme failed unusually often.'}</p>
  const shown = causes.toSorted((a, b) => b.amount - a.amount)
  return (
    <section aria-label="What lately moved cash">
      <h3>What lately moved cash</h3>
      <ul class="lately">
        {shown.slice(0, CAUSES).map((cause) => (
          <li key={`${cause.kind} ${cause.id}`}>
            <Icon name="alert" />
            <span>{cause.kind === 'slower' ? <a class="figure-name" href={customerHref(context.symphony, cause.id)}>{cause.title}</a> : cause.title}<small>{cause.text}</small></span>
            <b title="Cash that it holds up">{shortText(cause.amount, units)}</b>
          </li>
        ))}
      </ul>
      {shown.length > CAUSES && <p class="cash-gaps">And {shown.length - CAUSES} more that hold up {shortText(shown.slice(CAUSES).reduce((sum, { amount }) => sum + amount, 0), units)}.</p>}
    </section>
  )
}

const customerHref = (symphony: string, id: string): string => `/${symphony}/receivables?drill=${encodeURIComponent(`customer:${id}`)}`
