/** The figures of an answer: a chart with its table twin, or the table alone. */
import { Chart, DataTable } from '@symphony/kit'
import { shortText } from '@symphony/sdk'
import type { ChartSpec } from '@symphony/charts/spec'
import type { Answer, AnswerCell, AnswerRow } from './server'
import { cellText, grainOf, leftOut, shownColumns, unitOf } from './shape'

export interface ViewProps {
  readonly answer: Answer
  readonly spec: ChartSpec | null
  readonly asTable: boolean
  readonly onToggle: () => void
  /** Height of the drawing in pixels; by its kind where not given. */
  readonly height?: number
}

const BAR = 25

export function View({ answer, spec, asTable, onToggle, height }: ViewProps) {
  if (!spec || asTable) return asTable || answer.chart?.kind === 'table' ? <AnswerTable answer={answer} /> : null
  const more = leftOut(answer, spec)
  const drawn = height ?? (spec.kind === 'bar' ? 22 + BAR * spec.categories.length * spec.series.length : 168)
  return (
    <div class="answer-chart" aria-live="off">
      <Chart spec={spec} height={drawn} asTable={false} onToggle={onToggle} />
      {more > 0 && <p class="muted">{more} smaller {more === 1 ? 'one is' : 'ones are'} in the table.</p>}
    </div>
  )
}

interface Line {
  readonly key: string
  readonly row: AnswerRow
}

function AnswerTable({ answer }: { readonly answer: Answer }) {
  const grain = grainOf(answer)
  const nothing: AnswerCell = { number: null, text: null }
  const columns = shownColumns(answer).map(({ column, at }) => ({
    title: column.title,
    end: answer.rows.some(({ cells }) => (cells[at] ?? nothing).number !== null),
    by: ({ row }: Line) => row.cells[at]?.number ?? row.cells[at]?.text ?? null,
    cell: ({ row }: Line) => {
      const [cell, unit] = [row.cells[at] ?? nothing, unitOf(column, answer.chart)]
      return cell.number === null ? cellText(cell, unit, grain) : <span title={cellText(cell, unit, grain)}>{cellText(cell, unit, grain, shortText)}</span>
    },
  }))
  const rows = answer.rows.map((row, i): Line => ({ key: String(i), row }))
  return <div class="answer-table" aria-live="off"><DataTable caption={`${answer.question} as a table`} columns={columns} rows={rows} rowKey={({ key }) => key} /></div>
}
