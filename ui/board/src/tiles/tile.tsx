/** One tile of a page, kept apart from the others so that its failure stays its own. */
import { Boundary, Note } from '@symphony/kit'
import { useBoard } from '../context'
import type { PartTile, Tile } from '@symphony/sdk'
import { BridgeView } from './bridge'
import { CardsView } from './cards'
import { GroupsView } from './groups'
import { LineView } from './line'
import { MetricsView } from './metrics'
import { RankingView } from './ranking'

export function TileView({ tile }: { readonly tile: Tile }) {
  const { context } = useBoard()
  return (
    <Boundary title={tile.title ?? 'This part'} onError={(error) => context.emit({ kind: 'failed', error })}>
      <Kind tile={tile} />
    </Boundary>
  )
}

function Kind({ tile }: { readonly tile: Tile }) {
  switch (tile.kind) {
    case 'cards': return <CardsView tile={tile} />
    case 'line': return <LineView tile={tile} />
    case 'bar':
    case 'stacked':
    case 'heat': return <GroupsView tile={tile} />
    case 'bridge': return <BridgeView tile={tile} />
    case 'table': return <MetricsView tile={tile} />
    case 'ranking': return <RankingView tile={tile} />
    case 'part': return <PartView tile={tile} />
  }
}

function PartView({ tile }: { readonly tile: PartTile }) {
  const { parts } = useBoard()
  const Part = parts[tile.part]
  return Part ? <Part tile={tile} /> : <div class="card"><Note icon="info" title={`There is no part ${tile.part}`} /></div>
}
