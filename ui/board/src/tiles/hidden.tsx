/** In place of a tile none of whose metrics the viewer may see: policy, not a lack of data. */
import { Card, Note } from '@symphony/kit'
import type { Tile } from '@symphony/sdk'

export interface HiddenProps {
  readonly tile: Tile
  readonly metrics: readonly string[]
}

export function Hidden({ tile, metrics }: HiddenProps) {
  return (
    <Card title={tile.title ?? 'Hidden figures'} span={tile.span ?? 12}>
      <Note icon="lock" title="Hidden by policy" text={`Your role does not include ${metrics.join(', ')}. Whoever grants roles can add it.`} />
    </Card>
  )
}
