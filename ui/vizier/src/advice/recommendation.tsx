/** One recommendation: what it is worth, what it rests on, and what one may do about it. */
import { Icon, late, Popover, useUid } from '@symphony/kit'
import { dayText } from '@symphony/sdk'
import { useEffect, useRef, useState } from 'preact/hooks'
import { usePlace } from '../place'
import { Sentences } from '../sentences'
import type { Decision, Recommendation, Verdict } from './server'
import { confidenceWord, namesOf, stateText } from './words'

const DecideDialog = late(async () => (await import('./dialogs')).DecideDialog)

export interface RecommendationItemProps {
  readonly recommendation: Recommendation
  readonly decision: Decision
  readonly onDecided: (decision: Decision) => void
}

export function RecommendationItem({ recommendation, decision, onDecided }: RecommendationItemProps) {
  const { viewer, company, announce } = usePlace()
  const [open, setOpen] = useState<Verdict['kind'] | null>(null)
  const item = useRef<HTMLLIElement>(null)
  const title = useUid()
  const { action, gain, worth, owner, dueOn } = recommendation
  const state = stateText(decision, viewer)
  const mayDecide = decision.state === 'proposed' || decision.state === 'second' || (decision.state === 'snoozed' && decision === recommendation.decision)
  const done = (made: Decision): void => {
    onDecided(made)
    setOpen(null)
    announce(`${action}. ${stateText(made, viewer)}`)
  }
  useEffect(() => {
    if (state && document.activeElement === document.body) item.current?.focus({ preventScroll: true })
  }, [decision.state])
  const dialog = { recommendation, onClose: () => setOpen(null), onDone: done }
  return (
    <li ref={item} tabIndex={-1} aria-labelledby={title}>
      <b id={title}>{action}</b>
      {gain && <span class={`gain ${gain.expected < 0 ? 'down' : 'up'}`}><Sentences of={worth.slice(0, 1)} /></span>}
      <p>{owner}, by {dayText(dueOn, company.asOf)}. <Sentences of={worth.slice(-1)} />{recommendation.needsTwo && ' Needs two approvals.'}</p>
      {state && <p class={`state ${decision.state}`} role="status"><Icon name={decision.state === 'approved' ? 'check' : 'info'} />{state}</p>}
      {decision.notes.map(({ by, text }) => <p key={by} class="muted">{namesOf([by], viewer)}: {text}</p>)}
      <Acts recommendation={recommendation} mayDecide={mayDecide} approved={decision.approvers.includes(viewer.id)} open={setOpen} />
      {open && <DecideDialog kind={open} {...dialog} />}
    </li>
  )
}

interface ActsProps {
  readonly recommendation: Recommendation
  readonly mayDecide: boolean
  readonly approved: boolean
  readonly open: (what: Verdict['kind']) => void
}

function Acts({ recommendation, mayDecide, approved, open }: ActsProps) {
  const [shown, setShown] = useState(false)
  const effect = useUid()
  const { action, confidence, approveRefusal, declineRefusal } = recommendation
  return (
    <>
      <div class="do">
        <button type="button" class="btn small" aria-expanded={shown} aria-controls={effect} aria-label={`Simulate: ${action}`} onClick={() => setShown(!shown)}>Simulate</button>
        {mayDecide && !approved && !approveRefusal && <button type="button" class="btn small" aria-label={`Approve: ${action}`} onClick={() => open('approve')}>Approve…</button>}
        {mayDecide && !declineRefusal && (
          <Popover label={`More about: ${action}`} className="icon" button={<Icon name="more" />}>
            {(close) => (
              <ul class="menu">
                <li><button type="button" onClick={() => { close(); open('decline') }}><Icon name="close" />Decline…</button></li>
                <li><button type="button" onClick={() => { close(); open('snooze') }}><Icon name="moon" />Put off…</button></li>
              </ul>
            )}
          </Popover>
        )}
        <span>{confidenceWord(confidence)}</span>
      </div>
      {mayDecide && approveRefusal && <p class="withheld"><Icon name="lock" />{approveRefusal}</p>}
      <div id={effect} class="effect" hidden={!shown}>{shown && <Effect recommendation={recommendation} />}</div>
    </>
  )
}

/** What it would bring, on what that rests, and whether it can be undone. */
export function Effect({ recommendation: { effect, grounds } }: { readonly recommendation: Recommendation }) {
  return (
    <>
      <p><Sentences of={effect} /></p>
      {grounds.length > 0 && <ul aria-label="What it rests on">{grounds.map(({ id, sentence }) => <li key={id}><Sentences of={[sentence]} /></li>)}</ul>}
    </>
  )
}
