/** One unusual thing: how far out it is, since when, why, and who deals with it. */
import { Icon, Popover, SentenceText, reasonOf, useUid } from '@symphony/kit'
import { dayText, percent, shortText, shownValue, signed, useLoad } from '@symphony/sdk'
import { useState } from 'preact/hooks'
import { namesOf } from '../advice/words'
import { useExplained, usePlace } from '../place'
import { acknowledge, fetchWhy, snooze, type Anomaly, type Began, type Standing } from './server'

export interface AnomalyItemProps {
  readonly anomaly: Anomaly
  readonly onChange: (standing: Standing) => void
}

const DAY_MS = 86_400_000
const LATER = [{ title: 'For a day', days: 1 }, { title: 'For a week', days: 7 }, { title: 'For a month', days: 30 }] as const

export function AnomalyItem({ anomaly, onChange }: AnomalyItemProps) {
  const { ask, viewer, company, announce } = usePlace()
  const hrefOf = useExplained()
  const [why, setWhy] = useState(false)
  const [problem, setProblem] = useState('')
  const [name, cause] = [useUid(), useUid()]
  const { id, metric, scope, since, value, unit, currency, good, sentence, also, state } = anomaly
  const title = [anomaly.title, ...scope.map(({ label }) => label)].join(' · ')
  const change = (asked: Promise<Standing>): void => {
    setProblem('')
    asked.then((made) => { onChange(made); announce(`${title}. ${standingText(made, namesOf([made.by ?? ''], viewer))}`) }, (error: unknown) => setProblem(reasonOf(error)))
  }
  const open = state === 'firing' || state === 'pending'
  return (
    <li aria-labelledby={name} class={!open ? 'calm' : good === false ? 'bad' : ''}>
      <b id={name}><Icon name={good === false ? 'alert' : 'info'} />{title}</b>
      <a class="figure gain" href={hrefOf(metric, anomaly.query)}>{shortText(value, { unit, currency })}</a>
      <p><SentenceText sentence={sentence} hrefOf={hrefOf} /></p>
      <p class="muted">Since {dayText(since, company.asOf)}{also.length > 0 && `; it shows in ${also.length} other ${also.length === 1 ? 'figure' : 'figures'} too`}.</p>
      {!open && <p class="state" role="status"><Icon name="check" />{standingText(anomaly, namesOf([anomaly.by ?? ''], viewer))}</p>}
      {problem && <p class="strip bad" role="alert">{problem}</p>}
      <div class="do">
        <button type="button" class="btn small" aria-expanded={why} aria-controls={cause} aria-label={`Why: ${title}`} onClick={() => setWhy(!why)}>Why?</button>
        {open && <button type="button" class="btn small" aria-label={`Acknowledge: ${title}`} onClick={() => change(acknowledge(ask, id))}>Acknowledge</button>}
        {open && (
          <Popover label={`Snooze: ${title}`} className="icon" button={<Icon name="moon" />}>
            {(close) => <ul class="menu">{LATER.map(({ title: text, days }) => <li key={text}><button type="button" onClick={() => { close(); change(snooze(ask, id, new Date(Date.now() + days * DAY_MS))) }}>{text}</button></li>)}</ul>}
          </Popover>
        )}
      </div>
      <div id={cause} class="effect" hidden={!why}>{why && <Cause anomaly={anomaly} />}</div>
    </li>
  )
}

/** Where an item stands, in words. */
export function standingText({ state }: Standing, who: string): string {
  return state === 'acknowledged' ? `Acknowledged by ${who}.` : state === 'snoozed' ? `Put off by ${who}.` : 'Resolved.'
}

/** Where it began, or what there is instead of a single cause. */
function beganText({ single, title, label, parts, rivals }: Began, day: string): string {
  if (single) return `It began with ${title}${label && ` in ${label.replaceAll('_', ' ')}`}, ${day}.`
  const alike = parts.length ? `${parts.join(', ').replaceAll('_', ' ')} moved alike` : 'no part stands out'
  return `No single cause: ${[alike, ...rivals.map((each) => `${each} moved by then too`)].join('; ')}.`
}

/** What moved it, against as long a time before. */
function Cause({ anomaly: { id, unit, currency } }: { readonly anomaly: Anomaly }) {
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
