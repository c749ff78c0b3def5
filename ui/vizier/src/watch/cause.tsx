/** What moved an unusual figure. */
import { reasonOf } from '@symphony/kit'
import { dayText, percent, shownValue, signed, useLoad } from '@symphony/sdk'
import { usePlace } from '../place'
import { fetchWhy, type Anomaly, type Began } from './server'

/** Where it began, or what there is instead of a single cause. */
function beganText({ single, title, label, parts, rivals }: Began, day: string): string {
  if (single) return `It began with ${title}${label && ` in ${label.replaceAll('_', ' ')}`}, ${day}.`
  const alike = parts.length ? `${parts.join(', ').replaceAll('_', ' ')} moved alike` : 'no part stands out'
  return `No single cause: ${[alike, ...rivals.map((each) => `${each} moved by then too`)].join('; ')}.`
}

/** What moved it, against as long a time before. */
export function Cause({ anomaly: { id, unit, currency } }: { readonly anomaly: Anomaly }) {
  const { ask, company } = usePlace()
  const { load } = useLoad(id, () => fetchWhy(ask, id))
  const { began, cause } = shownValue(load) ?? { began: null, cause: null }
  if (load.phase === 'loading') return <p role="status">Taking the change apart.</p>
  if (load.phase === 'failed') return <p class="strip bad" role="alert">{reasonOf(load.error)}</p>
  const first = began && <p>{beganText(began, dayText(began.since, company.asOf))}</p>
  if (!cause) return <>{first}<p>There is no earlier figure to compare with, so no cause is claimed.</p></>
  return (
    <>
      {first}
      <p>It changed by {signed(cause.change, { unit, currency })} against as long a time before.</p>
      {cause.contributions.length > 0 && <ul aria-label="What moved it">{cause.contributions.map(({ label, amount, share }) => <li key={label}>{label.replaceAll('_', ' ')}: {signed(amount, { unit, currency })}, {percent(share)} of the change</li>)}</ul>}
      {[...cause.upstream, ...cause.notes].map((line) => <p key={line}>{line}</p>)}
      {cause.against.length > 0 && <p>No proof of: {cause.against.join(', ')}.</p>}
    </>
  )
}
