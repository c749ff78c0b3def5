/** What is unusual in any figure, one item for each cause; the first look is made while others go on. */
import { FailedNote } from '@symphony/kit'
import { shownValue } from '@symphony/sdk'
import { useState } from 'preact/hooks'
import { usePlace } from '../place'
import { usePolled } from '../polled'
import { AnomalyItem } from './anomaly'
import { fetchAnomalies, type Standing } from './server'

const FIRST = 3

export function AnomalySection() {
  const { ask } = usePlace()
  const { load, retry } = usePolled('anomalies', (fresh) => fetchAnomalies(ask, fresh))
  const [changed, setChanged] = useState<ReadonlyMap<string, Standing>>(new Map())
  const [all, setAll] = useState(false)
  const found = shownValue(load)
  const items = (found?.items ?? []).map((each) => ({ ...each, ...changed.get(each.id) }))
  const waiting = items.filter(({ state }) => state === 'firing' || state === 'pending')
  const ordered = [...waiting, ...items.filter((each) => !waiting.includes(each))]
  const keep = (id: string, standing: Standing): void => setChanged((before) => new Map(before).set(id, standing))
  return (
    <section class="recs anoms" aria-labelledby="vizier-anomalies">
      <h3 id="vizier-anomalies">Anomalies{found?.ready && items.length > 0 && `, ${waiting.length} open`}</h3>
      <FailedNote load={load} retry={retry} />
      {load.phase !== 'failed' && !found?.ready && <p class="quiet" role="status">Looking over every figure and its slices.</p>}
      {found?.ready && items.length === 0 && <p class="quiet">Nothing is unusual.</p>}
      <ul>{ordered.slice(0, all ? undefined : FIRST).map((each) => <AnomalyItem key={each.id} anomaly={each} onChange={(standing) => keep(each.id, standing)} />)}</ul>
      {ordered.length > FIRST && <button type="button" class="link" aria-expanded={all} onClick={() => setAll(!all)}>{all ? 'Show fewer' : `Show all ${ordered.length}`}</button>}
    </section>
  )
}
