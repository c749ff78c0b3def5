/** Severe but plausible scenarios, and what each does to the low point. */
import { useBoard, type PartProps } from '@symphony/board'
import { Card, DataTable, FailedNote, Skeleton } from '@symphony/kit'
import { share, shortText, signed, whole } from '@symphony/sdk'
import STRESSES from '../../../operations/cash_stresses.graphql?raw'
import { useLatest } from './latest'
import type { Forecast } from './model'
import { Preparing } from './preparing'

interface Stress {
  readonly id: string
  readonly title: string
  readonly story: string
  readonly forecast: Pick<Forecast, 'currency' | 'chanceBelowFloor' | 'change' | 'lowPoint'>
}

export function StressesPart({ tile }: PartProps) {
  const { context } = useBoard()
  const { value, busy, error, preparing, retry } = useLatest('stresses', async (fresh) => whole(await context.gql<{ cashStresses: readonly Stress[] }>(STRESSES, {}, { fresh })).cashStresses)
  const height = tile.height ?? 300
  return (
    <Card title={tile.title ?? 'Stress tests'} subtitle={tile.subtitle ?? 'Severe but plausible, each on its own, against no levers'} span={tile.span ?? 12} busy={busy && value === null}>
      <div class="plot table-alt" style={{ height: `${height}px` }}>
        {value && <DataTable caption="Effect of each stress" columns={COLUMNS} rows={value} rowKey={({ id }) => id} />}
        {!value && preparing !== null && <Preparing since={preparing} />}
        {!value && error !== null && <FailedNote load={{ phase: 'failed', error, last: null }} retry={retry} />}
        {!value && busy && preparing === null && <Skeleton height={height} lines={5} />}
      </div>
    </Card>
  )
}

const money = ({ forecast }: Stress) => ({ unit: 'money', currency: forecast.currency })
const COLUMNS = [
  { title: 'Stress', by: ({ title }: Stress) => title, cell: ({ title, story }: Stress) => <span title={story}>{title}</span> },
  { title: 'Low point', end: true, by: ({ forecast }: Stress) => forecast.lowPoint.p50, cell: (row: Stress) => shortText(row.forecast.lowPoint.p50, money(row)) },
  { title: 'Effect', end: true, by: ({ forecast }: Stress) => forecast.change.lowPoint, cell: (row: Stress) => signed(row.forecast.change.lowPoint, money(row)) },
  { title: 'Below floor', end: true, by: ({ forecast }: Stress) => forecast.chanceBelowFloor, cell: ({ forecast }: Stress) => share(forecast.chanceBelowFloor) },
]
