/** What to do, the most valuable first, and what became of earlier advice. */
import { FailedNote, Skeleton } from '@symphony/kit'
import { shownValue, useLoad } from '@symphony/sdk'
import { useState } from 'preact/hooks'
import { usePlace } from '../place'
import { Decisions } from './decisions'
import { RecommendationItem } from './recommendation'
import { fetchRecommendations, type Decision } from './server'

export function Recommendations() {
  const { ask, symphony } = usePlace()
  const { load, retry } = useLoad(symphony, (fresh) => fetchRecommendations(ask, symphony, fresh))
  const [decided, setDecided] = useState<ReadonlyMap<string, Decision>>(new Map())
  const found = shownValue(load)
  const keep = (decision: Decision): void => setDecided((before) => new Map(before).set(decision.recommendation, decision))
  return (
    <section class="recs" aria-labelledby="vizier-recommended">
      <h3 id="vizier-recommended">Recommended</h3>
      {load.phase === 'failed' && <FailedNote load={load} retry={retry} />}
      {!found && load.phase === 'loading' && <Skeleton height={160} lines={4} />}
      {found?.length === 0 && <p class="quiet">Nothing to do: no rule or engine proposes anything on these figures.</p>}
      {found && found.length > 0 && (
        <ol>
          {found.map((each) => <RecommendationItem key={each.id} recommendation={each} decision={decided.get(each.id) ?? each.decision} onDecided={keep} />)}
        </ol>
      )}
      {found && <Decisions version={decided.size} />}
    </section>
  )
}
