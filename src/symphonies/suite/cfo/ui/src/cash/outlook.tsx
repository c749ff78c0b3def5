/** The cash forecast on the first page: the same chart with the levers that matter most, and a way to all of it. */
import { useBoard, type PartProps } from '@symphony/board'
import { Card, Chart, Note, Segmented, Skeleton } from '@symphony/kit'
import { dayText, share, shortText, whole } from '@symphony/sdk'
import { useMemo, useState } from 'preact/hooks'
import LEVERS from '../../../operations/cash_levers.graphql'
import { Awaiting, isBusy, noteFor } from './awaiting'
import { bandText } from './coverage'
import { Levers } from './levers'
import { settings, type Forecast, type LeverKind, type Moved } from './model'
import { PreparingLine } from './preparing'
import { pastSpec } from './spec'
import { forecastHref } from './scenarios/words'
import { useForecast } from './use-forecast'
import { useSaidView, useViewed } from './view'

const VIEWS = [{ value: 'chart', title: 'Chart' }, { value: 'table', title: 'Table' }] as const
const LEADING = ['dso', 'dpo', 'demand', 'fx'] as const
const TARGETS = 40

export function CashOutlookPart({ tile }: PartProps) {
  const { catalogue } = useBoard()
  const title = tile.title ?? 'Cash position'
  if (catalogue.has('corp.cash')) return <Outlook tile={tile} title={title} />
  return <Card title={title} span={tile.span ?? 12}><Note icon="lock" title="Hidden by policy" text="Your role does not include cash. Whoever grants roles can add it." /></Card>
}

function Outlook({ tile, title }: PartProps & { readonly title: string }) {
  const { context, state, go } = useBoard()
  const [moved, setMoved] = useState<Moved>({})
  const levers = settings(moved)
  const { shown, spec, past, waitsForPast } = useForecast(title, levers)
  const split = useSaidView(shown.value)
  const kinds = useViewed('levers', async (fresh, view) => whole(await context.gql<{ cashLevers: readonly LeverKind[] }>(LEVERS, { targets: TARGETS, view }, { fresh })).cashLevers)
  const asTable = state.tables.includes(tile.id)
  const toggle = (): void => go({ tables: asTable ? state.tables.filter((id) => id !== tile.id) : [...state.tables, tile.id] }, { replace: true })
  const height = tile.height ?? 300
  const { asOf, currency } = context.company
  const rows = past?.rows ?? []
  const history = useMemo(() => (rows.some(({ value }) => value !== null) ? pastSpec(title, rows, past?.currency ?? currency, asOf) : null), [title, past, currency, asOf])
  const meanwhile = shown.preparing !== null || noteFor(shown.error) !== null || shown.error !== null ? history : null
  const drawn = spec ?? meanwhile
  return (
    <Card title={title} span={tile.span ?? 12} busy={isBusy(shown) || waitsForPast} subtitle={`Daily closing cash with 50% and 80% ranges${shown.value ? bandText(shown.value.coverage) : ''}${split}`} tools={<Segmented label={`${title} as`} value={asTable ? 'table' : 'chart'} options={VIEWS} onChange={toggle} />}>
      <div class="cash-split" style={{ minHeight: `${height + 16}px` }}>
        <div class="plot">
          {drawn ? <Chart spec={drawn} height={height} asTable={asTable} onToggle={toggle} /> : <Awaiting of={shown} height={height} />}
        </div>
        {side()}
      </div>
    </Card>
  )

  function side() {
    if (kinds.value && shown.value) return <Levers kinds={kinds.value} moved={moved} onMove={setMoved} only={LEADING} foot={<Foot forecast={shown.value} href={forecastHref(context.symphony, levers)} />} />
    if (shown.preparing !== null) return <div class="levers"><PreparingLine {...shown.preparing} /></div>
    const note = noteFor(shown.error)
    if (drawn && note) return <div class="levers"><p class="cash-wait"><b>There is no forecast</b> {note.text}</p></div>
    if (drawn && shown.error !== null) return <div class="levers"><Awaiting of={shown} height={height} /></div>
    return <div class="levers">{shown.error === null && <Skeleton height={height} lines={5} />}</div>
  }
}

function Foot({ forecast, href }: { readonly forecast: Forecast; readonly href: string }) {
  const { lowPoint, currency, asOf, chanceBelowFloor } = forecast
  return (
    <div class="keeping">
      <dl class="pairs" aria-live="polite">
        <dt>Low point, {dayText(lowPoint.on, asOf)}</dt><dd>{shortText(lowPoint.p50, { unit: 'money', currency })}</dd>
        <dt>Below floor</dt><dd>{share(chanceBelowFloor)}</dd>
      </dl>
      <a class="link" href={href}>Open the forecast</a>
    </div>
  )
}
