/** What was decided earlier: by whom, what it was to bring, and what it brought. */
import { FailedNote } from '@symphony/kit'
import { momentText, shownValue, useLoad } from '@symphony/sdk'
import { usePlace } from '../place'
import { Sentences } from '../sentences'
import { fetchDecisions, type Decision } from './server'
import { stateText } from './words'

/** `version` changes with every decision made here. */
export function Decisions({ version }: { readonly version: number }) {
  const { ask } = usePlace()
  const { load, retry } = useLoad(`decisions ${version}`, () => fetchDecisions(ask))
  const found = shownValue(load)
  if (load.phase === 'failed' && !found) return <FailedNote load={load} retry={retry} />
  if (!found || found.length === 0) return null
  return (
    <details class="decided">
      <summary>Decided earlier, {found.length}</summary>
      <ul>{found.map((each) => <Decided key={each.recommendation} decision={each} />)}</ul>
    </details>
  )
}

function Decided({ decision }: { readonly decision: Decision }) {
  const { viewer } = usePlace()
  return (
    <li>
      <b>{decision.action ?? `Recommendation ${decision.recommendation}`}</b>
      <p>{stateText(decision, viewer)} {decision.outcome && <Sentences of={[decision.outcome]} />}</p>
      {decision.decidedAt && <p class="muted">{momentText(decision.decidedAt)}</p>}
    </li>
  )
}
