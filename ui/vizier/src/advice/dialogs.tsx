/** Approve, decline, put off: each says what it does, and what the server answers where it refuses. */
import { Dialog, reasonOf } from '@symphony/kit'
import { dayText, shift } from '@symphony/sdk'
import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { usePlace } from '../place'
import { Sentences } from '../sentences'
import { decide, type Decision, type Recommendation, type Verdict } from './server'
import { namesOf } from './words'

export interface DecideProps {
  readonly recommendation: Recommendation
  readonly onClose: () => void
  readonly onDone: (decision: Decision) => void
}

/** The dialog of one kind of decision. */
export function DecideDialog({ kind, ...props }: DecideProps & { readonly kind: Verdict['kind'] }) {
  const Form = { approve: ApproveDialog, decline: DeclineDialog, snooze: SnoozeDialog }[kind]
  return <Form {...props} />
}

function ApproveDialog(props: DecideProps) {
  const { viewer, company } = usePlace()
  const { recommendation } = props
  const { owner, dueOn, needsTwo, decision, effect } = recommendation
  const first = decision.approvers
  return (
    <DecideForm {...props} title="Approve" label="Approve" verdict={(form) => ({ kind: 'approve', note: String(form.get('note')) })}>
      <dl>
        <dt>Effect</dt><dd><Sentences of={effect} /></dd>
        <dt>Who</dt><dd>{owner}, by {dayText(dueOn, company.asOf)}</dd>
        {needsTwo && <><dt>Four eyes</dt><dd>{first.length > 0 ? `Approved by ${namesOf(first, viewer)}; you are the second person.` : 'It is so large that a second person must approve it too.'}</dd></>}
      </dl>
      {decision.notes.map(({ by, text }) => <p key={by} class="muted">{namesOf([by], viewer)}: {text}</p>)}
      <label class="field">Note, kept with the decision<textarea name="note" rows={2} maxLength={500} /></label>
    </DecideForm>
  )
}

function DeclineDialog(props: DecideProps) {
  return (
    <DecideForm {...props} title="Decline" label="Decline" verdict={(form) => ({ kind: 'decline', reason: String(form.get('reason')) })}>
      <label class="field">Why? Later proposals learn from it.<textarea name="reason" rows={3} required maxLength={500} /></label>
    </DecideForm>
  )
}

const WEEK = 7

function SnoozeDialog(props: DecideProps) {
  const today = new Date().toISOString().slice(0, 10)
  return (
    <DecideForm {...props} title="Put off" label="Put off" verdict={(form) => ({ kind: 'snooze', until: String(form.get('until')) })}>
      <label class="field">Show it again on<input type="date" name="until" required min={shift(today, 1)} defaultValue={shift(today, WEEK)} /></label>
    </DecideForm>
  )
}

interface FormProps extends DecideProps {
  readonly title: string
  readonly label: string
  readonly verdict: (form: FormData) => Verdict
  readonly children: ComponentChildren
}

function DecideForm({ recommendation, onClose, onDone, title, label, verdict, children }: FormProps) {
  const { ask, symphony } = usePlace()
  const [busy, setBusy] = useState(false)
  const [refused, setRefused] = useState('')
  const submit = (event: SubmitEvent): void => {
    event.preventDefault()
    if (busy) return
    setBusy(true)
    setRefused('')
    decide(ask, symphony, recommendation.id, verdict(new FormData(event.currentTarget as HTMLFormElement))).then(onDone, (error: unknown) => {
      setBusy(false)
      setRefused(reasonOf(error))
    })
  }
  return (
    <Dialog title={title} onClose={onClose}>
      <form class="decide" onSubmit={submit}>
        <p>{recommendation.action}</p>
        {children}
        {refused && <p class="strip bad" role="alert">{refused}</p>}
        <div class="row">
          <button type="button" class="btn" onClick={onClose}>Cancel</button>
          <button type="submit" class="btn primary" aria-disabled={busy}>{label}</button>
        </div>
      </form>
    </Dialog>
  )
}
