/** The page's first words: one sentence made from facts. Hidden where the panel beside the page says it. */
import { SentenceText } from '@symphony/kit'
import { fetchBriefing, shownValue, useLoad } from '@symphony/sdk'
import { useBoard } from './context'

export function Lead() {
  const { context, href } = useBoard()
  const { load } = useLoad(context.symphony, (fresh) => fetchBriefing(context.gql, context.symphony, fresh))
  const briefing = shownValue(load)
  if (load.phase === 'failed' && !briefing) return null
  return (
    <p class="lead" aria-busy={load.phase === 'loading'}>
      {briefing ? <SentenceText sentence={briefing.headline} hrefOf={(explain, figure = null) => href({ explain, figure })} /> : <span class="lead-wait" aria-hidden="true" />}
    </p>
  )
}
