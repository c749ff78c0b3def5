/** What moved an unusual figure. */
import { reasonOf } from '@symphony/kit'
import { shownValue, useLoad } from '@symphony/sdk'
import { usePlace } from '../place'
import { Sentences } from '../sentences'
import { fetchWhy, type Anomaly } from './server'

/** What moved it, against as long a time before. */
export function Cause({ anomaly: { id } }: { readonly anomaly: Anomaly }) {
  const { ask } = usePlace()
  const { load } = useLoad(id, () => fetchWhy(ask, id))
  const { began, cause } = shownValue(load) ?? { began: null, cause: null }
  if (load.phase === 'loading') return <p role="status">Taking the change apart.</p>
  if (load.phase === 'failed') return <p class="strip bad" role="alert">{reasonOf(load.error)}</p>
  const first = began && <p><Sentences of={[began.sentence]} /></p>
  if (!cause) return <>{first}<p>There is no earlier figure to compare with, so no cause is claimed.</p></>
  return (
    <>
      {first}
      <p><Sentences of={[cause.sentence]} /></p>
      {cause.parts.length > 0 && <ul aria-label="What moved it">{cause.parts.map((part) => <li key={part.text}><Sentences of={[part]} /></li>)}</ul>}
      {cause.ways.map((way) => <p key={way.text}><Sentences of={[way]} /></p>)}
      {cause.notes.map((line) => <p key={line}>{line}</p>)}
    </>
  )
}
