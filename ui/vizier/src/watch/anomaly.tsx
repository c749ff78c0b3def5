/** One unusual thing: how far out it is, since when, why, and who deals with it. */
import { Icon, late, Popover, reasonOf, useUid } from '@symphony/kit'
import { dayText, shortText } from '@symphony/sdk'
import { useEffect, useRef, useState } from 'preact/hooks'
import { namesOf } from '../advice/words'
import { useExplained, usePlace } from '../place'
import { Sentences } from '../sentences'
import { accept, acknowledge, snooze, type Anomaly, type Standing } from './server'

const Cause = late(async () => (await import('./cause')).Cause)

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
  const item = useRef<HTMLLIElement>(null)
  const [name, cause] = [useUid(), useUid()]
  const { id, metric, scope, lasts, since, value, unit, currency, good, sentence, elsewhere, state } = anomaly
  const title = [anomaly.title, ...scope.map(({ label }) => label)].join(' · ')
  const change = (asked: Promise<Standing>): void => {
    setProblem('')
    asked.then((made) => { onChange(made); announce(`${title}. ${standingText(made, namesOf([made.by ?? ''], viewer))}`) }, (error: unknown) => setProblem(reasonOf(error)))
  }
  const open = state === 'firing' || state === 'pending'
  useEffect(() => {
    if (!open && document.activeElement === document.body) item.current?.focus({ preventScroll: true })
  }, [open])
  return (
    <li ref={item} tabIndex={-1} aria-labelledby={name} class={!open ? 'calm' : good === false ? 'bad' : ''}>
      <b id={name}><Icon name={good === false ? 'alert' : 'info'} />{title}</b>
      <a class="figure gain" href={hrefOf(metric, anomaly.query)}>{shortText(value, { unit, currency })}</a>
      <p><Sentences of={[sentence]} /></p>
      <p class="muted">Since {dayText(since, company.asOf)}. {elsewhere && <Sentences of={[elsewhere]} />}</p>
      {!open && <p class="state" role="status"><Icon name="check" />{standingText(anomaly, namesOf([anomaly.by ?? ''], viewer))}</p>}
      {problem && <p class="strip bad" role="alert">{problem}</p>}
      <div class="do">
        <button type="button" class="btn small" aria-expanded={why} aria-controls={cause} aria-label={`Why: ${title}`} onClick={() => setWhy(!why)}>Why?</button>
        {open && <button type="button" class="btn small" aria-label={`Acknowledge: ${title}`} onClick={() => change(acknowledge(ask, id))}>Acknowledge</button>}
        {open && lasts && (
          <Popover label={`Accept: ${title}`} className="btn small" button="Accept…">
            {(close) => <div class="accept"><p>From {dayText(since, company.asOf)} on this is the usual level, for all who see what you see. It is told again only when the figure leaves it.</p><button type="button" class="btn small primary" onClick={() => { close(); change(accept(ask, id)) }}>Accept this level</button></div>}
          </Popover>
        )}
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
  return { acknowledged: `Acknowledged by ${who}.`, snoozed: `Put off by ${who}.`, accepted: `Accepted by ${who} as the usual level.`, resolved: 'Resolved.', firing: '', pending: '' }[state]
}
