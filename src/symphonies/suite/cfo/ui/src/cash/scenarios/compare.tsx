/** The chosen scenarios side by side on today's figures: one chart, and the key figures with the best marked. */
import type { LineSpec } from '@symphony/charts/spec'
import { useBoard, type PartProps } from '@symphony/board'
import { Card, Chart, DataTable, Note, type Column } from '@symphony/kit'
import { axisText, dayText, shift, share, shortText, signed } from '@symphony/sdk'
import { useMemo } from 'preact/hooks'
import { Awaiting } from '../awaiting'
import { useViewed } from '../view'
import { MOST } from './list'
import { fetchComparison, type Comparison, type ComparisonRow } from './server'

export function ComparePart({ tile }: PartProps) {
  const { context, state, go } = useBoard()
  const chosen = (state.own['with'] ?? []).slice(0, MOST)
  const found = useViewed(chosen.join(' '), async (fresh, view) => (chosen.length === 0 ? null : await fetchComparison(context.gql, chosen, view, fresh)))
  const { asOf } = context.company
  const currency = found.value?.currency ?? context.company.currency
  const height = tile.height ?? 260
  const asTable = state.tables.includes(tile.id)
  const toggle = (): void => go({ tables: asTable ? state.tables.filter((id) => id !== tile.id) : [...state.tables, tile.id] }, { replace: true })
  const title = tile.title ?? 'Side by side'
  const spec = useMemo(() => found.value && compareSpec(title, found.value, currency, asOf), [title, found.value, currency, asOf])
  const none = chosen.length === 0
  return (
    <Card title={title} subtitle="Median of daily closing cash under each scenario, on today's figures" span={tile.span ?? 12} busy={!none && found.busy && found.preparing === null}>
      <div class="plot" style={{ minHeight: `${height + 8}px` }}>
        {none && <Note icon="info" title="No scenario is chosen" text={`Choose up to ${MOST} of the saved scenarios; the baseline always stands beside them.`} />}
        {!none && spec && <Chart spec={spec} height={height} asTable={asTable} onToggle={toggle} />}
        {!none && !spec && <Awaiting of={found} height={height} />}
      </div>
      {!none && found.value && <div class="list compare"><DataTable caption="Key figures of each scenario" columns={columnsOf(found.value, currency, asOf)} rows={found.value.rows} rowKey={({ id }) => id} /></div>}
    </Card>
  )
}

/** Each scenario as a line of its own, the baseline dotted. */
export function compareSpec(title: string, { names, rows, series }: Comparison, currency: string, asOf: string): LineSpec {
  const units = { unit: 'money', currency }
  const days = (series[0]?.p50 ?? []).map((_, index) => shift(asOf, index + 1))
  const low = rows.find(({ id }) => id === 'low')
  const best = low?.best ?? null
  const finding = best === null ? 'No low point is told.' : `The low point is highest under ${names[best]}, ${shortText(low!.values[best], units)}.`
  return {
    kind: 'line',
    title,
    finding,
    units,
    categories: days.map((on, index) => ({ label: axisText(on, 'DAY', index === 0), name: dayText(on, asOf) })),
    series: series.map(({ name, p50 }, index) => ({ name, role: index === 0 ? 'plan' : 'group', values: p50 })),
    levels: [],
    today: null,
    fromZero: true,
  }
}

/** Titles as short as a table of several columns needs them. */
const TITLES: Readonly<Record<string, string>> = {
  low: 'Low point',
  low10: 'Low point, one path in ten',
  low_day: 'Day of the low point',
  below: 'Chance below the floor',
  runway: 'Runway',
  closing: 'Cash at the horizon',
  surplus: 'Surplus for 30 days',
  headroom: 'Covenant headroom',
}

function columnsOf({ names, series }: Comparison, currency: string, asOf: string): readonly Column<ComparisonRow>[] {
  const figures = names.map((name, index): Column<ComparisonRow> => ({
    title: name,
    narrow: true,
    end: true,
    cell: (row) => (
      <span class="beside">
        <b>{row.best === index && row.deltas.some((delta) => delta) && <span class="badge good">Best</span>}{valueText(row, index, currency, asOf, series[0]?.p50.length ?? 0)}</b>
        {index > 0 && <small>{deltaText(row, index, currency)}</small>}
      </span>
    ),
  }))
  return [{ title: 'Figure', cell: ({ id, title }) => TITLES[id] ?? title }, ...figures]
}

function valueText({ id, unit, values }: ComparisonRow, index: number, currency: string, asOf: string, horizon: number): string {
  const value = values[index] ?? null
  if (id === 'low_day' && value !== null) return dayText(shift(asOf, value), asOf)
  if (id === 'runway' && value === null) return `over ${horizon} days`
  return id === 'below' ? share(value) : shortText(value, { unit, currency })
}

function deltaText({ unit, deltas }: ComparisonRow, index: number, currency: string): string {
  const delta = deltas[index] ?? null
  if (delta === null) return ''
  const said = signed(delta, { unit, currency })
  return /[1-9]/.test(said) ? (unit === 'days' ? `${said.replace(/\.0$/, '')} days` : said) : 'no change'
}
