/** Findings that are not mended yet, the most urgent first. */
import { useBoard, type PartProps } from '@symphony/board'
import { Card, type Column } from '@symphony/kit'
import { dayText, daysBetween } from '@symphony/sdk'
import FINDINGS from '../../operations/findings.graphql'
import { useEntityFilter } from './lists'
import { Paged } from './paged'

interface Finding {
  readonly findingId: string
  readonly title: string | null
  readonly severity: string | null
  readonly openedOn: string | null
  readonly dueOn: string | null
  readonly entity: { readonly name: string } | null
}

export function FindingsPart({ tile }: PartProps) {
  const { asOf } = useBoard().context.company
  const entity = useEntityFilter()
  return (
    <Card title={tile.title ?? 'Findings'} subtitle="Open findings, the longest overdue first" span={tile.span ?? 12}>
      <Paged caption="Table of open findings" document={FINDINGS} field="findings" variables={{ filter: { ...entity, closedOn: { isNull: true } } }} columns={columnsOf(asOf)} rowKey={(row: Finding) => row.findingId} size={6} none="No finding is open" />
    </Card>
  )
}

function columnsOf(asOf: string): readonly Column<Finding>[] {
  return [
    { title: 'Finding', cell: (row) => <span class="clip" title={row.entity?.name ?? ''}>{row.title ?? row.findingId}</span> },
    { title: 'Severity', cell: (row) => row.severity ?? '–' },
    { title: 'Due', end: true, cell: (row) => (row.dueOn ? <Due on={row.dueOn} asOf={asOf} /> : '–') },
  ]
}

export function Due({ on, asOf }: { readonly on: string; readonly asOf: string }) {
  const late = daysBetween(on, asOf)
  return late > 0 ? <span class="down" title={dayText(on)}>{late} {late === 1 ? 'day' : 'days'} late</span> : <>{dayText(on, asOf)}</>
}
