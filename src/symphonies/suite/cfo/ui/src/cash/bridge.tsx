/** Why the low point is where it is: from today's cash to it, from last week's forecast to this one, or by the levers. */
import { useBoard, type PartProps } from '@symphony/board'
import { Card, Chart, Segmented } from '@symphony/kit'
import { useMemo } from 'preact/hooks'
import { Awaiting, isBusy } from './awaiting'
import { useWhy, WHYS, type Why } from './why'

export function CashBridgePart({ tile }: PartProps) {
  const { state, go } = useBoard()
  const { why, found, told } = useWhy()
  const title = tile.title ?? 'Why the low point is there'
  const height = tile.height ?? 240
  const asTable = state.tables.includes(tile.id)
  const toggle = (): void => go({ tables: asTable ? state.tables.filter((id) => id !== tile.id) : [...state.tables, tile.id] }, { replace: true })
  const choose = (value: Why): void => go({ own: { ...state.own, why: value === 'opening' ? [] : [value] } }, { replace: true })
  const spec = useMemo(() => told && told.spec(title), [title, told])
  return (
    <Card title={title} subtitle={told?.said ?? WHYS[why].said} span={tile.span ?? 12} busy={isBusy(found)} tools={<Begin why={why} choose={choose} />}>
      <div class="plot" style={{ minHeight: `${height + 8}px` }}>
        {spec ? <Chart spec={spec} height={height} asTable={asTable} onToggle={toggle} /> : <Awaiting of={found} height={height} />}
      </div>
    </Card>
  )
}

function Begin({ why, choose }: { readonly why: Why; readonly choose: (why: Why) => void }) {
  const { state } = useBoard()
  const moved = (state.own['lever'] ?? []).length > 0
  const options = (Object.keys(WHYS) as Why[]).filter((each) => each !== 'levers' || moved || why === 'levers').map((value) => ({ value, title: WHYS[value].title }))
  return <Segmented label="Begin" value={why} options={options} onChange={choose} />
}
