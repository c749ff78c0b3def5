/** The panel: briefing, recommendations, anomalies, and the conversation, with the question field always in sight. */
import { FailedNote, Skeleton } from '@symphony/kit'
import { useState } from 'preact/hooks'
import { fetchBriefing, shownValue } from '@symphony/sdk'
import { Recommendations } from './advice/recommendations'
import { Brief } from './brief'
import { AskForm } from './chat/ask-form'
import { conversationOf } from './chat/conversation'
import { Log } from './chat/log'
import { Corrections } from './corrections/waiting'
import { PlaceContext, type Place } from './place'
import { usePolled } from './polled'
import { useVisit } from './reading/visit'
import { AnomalySection } from './watch/anomalies'
import './vizier.css'

export interface PanelProps {
  readonly place: Place
}

export function Panel({ place }: PanelProps) {
  const [version, setVersion] = useState(0)
  const { load, retry } = usePolled(`${place.symphony} ${version}`, (fresh) => fetchBriefing(place.ask, place.symphony, fresh || version > 0))
  const briefing = shownValue(load)
  const conversation = conversationOf(place.listen, place.symphony)
  useVisit(place.ask, place.symphony, briefing?.ready === true)
  const settled = briefing !== null || load.phase === 'failed'
  return (
    <PlaceContext.Provider value={place}>
      <div class="v-body" tabIndex={0} role="region" aria-label="Briefing, recommendations, anomalies and answers">
        {briefing ? <Brief briefing={briefing} onStyle={() => setVersion((before) => before + 1)} /> : <FailedNote load={load} retry={retry} />}
        {!settled && <Skeleton height={320} lines={5} />}
        {settled && <Recommendations />}
        {settled && <AnomalySection />}
        {settled && <Corrections conversation={conversation} />}
        {settled && <Log conversation={conversation} />}
      </div>
      <AskForm conversation={conversation} />
    </PlaceContext.Provider>
  )
}
