/** One recommendation: what it is worth, what it rests on, and what one may do about it. */
import { Icon, late, Popover, SentenceText, useUid } from '@symphony/kit'
import { dayText, percent } from '@symphony/sdk'
import { useEffect, useRef, useState } from 'preact/hooks'
import { useExplained, usePlace } from '../place'
import type { Decision, Recommendation, Verdict } from './server'
import { basisText, confidenceWord, effectText, gainText, moneyIn, namesOf, stateText, UNDO } from './words'

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
  const { action, gain, currency, owner, dueOn } = recommendation
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
      {gain && <span class={`gain ${gain.expected < 0 ? 'down' : 'up'}`}>{gainText(gain, currency)}</span>}
      <p>{owner}, by {dayText(dueOn, company.asOf)}. {rangeText(recommendation)}{recommendation.needsTwo && ' Needs two approvals.'}</p>
      {state && <p class={`state ${decision.state}`} role="status"><Icon name={decision.state === 'approved' ? 'check' : 'info'} />{state}</p>}
      {decision.notes.map(({ by, text }) => <p key={by} class="muted">{namesOf([by], viewer)}: {text}</p>)}
      <Acts recommendation={recommendation} mayDecide={mayDecide} approved={decision.approvers.includes(viewer.id)} open={setOpen} />
      {open && <DecideDialog kind={open} {...dialog} />}
    </li>
  )
}

function rangeText({ gain, currency }: Recommendation): string {
  if (!gain) return 'Its worth cannot be put in money.'
  const money = moneyIn(currency)
  return `${money(gain.low)} to ${money(gain.high)}.`
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
        <span title={`${percent(confidence)} likely to come about`}>{confidenceWord(confidence)}</span>
      </div>
      {mayDecide && approveRefusal && <p class="withheld"><Icon name="lock" />{approveRefusal}</p>}
      <div id={effect} class="effect" hidden={!shown}>{shown && <Effect recommendation={recommendation} />}</div>
    </>
  )
}

/** What it would bring, on what that rests, and whether it can be undone. */
export function Effect({ recommendation }: { readonly recommendation: Recommendation }) {
  const hrefOf = useExplained()
  const { cost, currency, undo, grounds, deliveredRatio, source } = recommendation
  return (
    <>
      <p>{effectText(recommendation)} {basisText(recommendation)}</p>
      <p>{cost > 0 ? `It costs ${moneyIn(currency)(cost)}. ` : ''}{UNDO[undo]}{deliveredRatio !== null ? ` Such decisions brought ${percent(deliveredRatio)} of what was predicted.` : ''}</p>
      {grounds.length > 0 && <ul aria-label="What it rests on">{grounds.map(({ id, sentence }) => <li key={id}><SentenceText sentence={sentence} hrefOf={hrefOf} /></li>)}</ul>}
      <p class="muted">From {source}.</p>
    </>
  )
}
