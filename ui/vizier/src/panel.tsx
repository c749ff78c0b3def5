/** The panel: briefing, recommendations, and the conversation, with the question field always in sight. */
import { FailedNote, Skeleton } from '@symphony/kit'
import { fetchBriefing, shownValue, useLoad } from '@symphony/sdk'
import { Recommendations } from './advice/recommendations'
import { Brief } from './brief'
import { AskForm } from './chat/ask-form'
import { conversationOf } from './chat/conversation'
import { Log } from './chat/log'
import { PlaceContext, type Place } from './place'
import './vizier.css'

export interface PanelProps {
  readonly place: Place
}

export function Panel({ place }: PanelProps) {
  const { load, retry } = useLoad(place.symphony, (fresh) => fetchBriefing(place.ask, place.symphony, fresh))
  const briefing = shownValue(load)
  const conversation = conversationOf(place.ask, place.symphony)
  const settled = briefing !== null || load.phase === 'failed'
  return (
    <PlaceContext.Provider value={place}>
      <div class="v-body" tabIndex={0} role="region" aria-label="Briefing, recommendations and answers">
        {briefing ? <Brief briefing={briefing} /> : <FailedNote load={load} retry={retry} />}
        {!settled && <Skeleton height={320} lines={5} />}
        {settled && <Recommendations />}
        {settled && <Log conversation={conversation} />}
      </div>
      <AskForm conversation={conversation} />
    </PlaceContext.Provider>
  )
}
