/** What people said they meant by a phrase: approved, it is understood by all who may see what was meant. */
import { Dialog, FailedNote, Icon, Note, reasonOf, Skeleton, useUid } from '@symphony/kit'
import { momentText, shownValue, useLoad } from '@symphony/sdk'
import { useEffect, useRef, useState } from 'preact/hooks'
import { namesOf } from '../advice/words'
import { usePlace } from '../place'
import { fetchCorrections, review, type Correction } from './server'

export function Review({ onClose }: { readonly onClose: () => void }) {
  const { ask } = usePlace()
  const { load, retry } = useLoad('', () => fetchCorrections(ask))
  const [reviewed, setReviewed] = useState<ReadonlyMap<string, Correction>>(new Map())
  const found = shownValue(load)?.map((each) => reviewed.get(each.id) ?? each)
  const keep = (made: Correction): void => setReviewed((before) => new Map(before).set(made.id, made))
  const waiting = found?.filter(({ state }) => state === 'proposed')
  const decided = found?.filter(({ state }) => state !== 'proposed') ?? []
  return (
    <Dialog title="Corrections of questions" onClose={onClose} className="wide">
      <div class="review">
        <p class="muted">When somebody says what they meant, the phrase is kept here. Approved, it is understood so by all who may see what was meant.</p>
        <FailedNote load={load} retry={retry} />
        {!found && load.phase === 'loading' && <Skeleton height={120} lines={3} />}
        {waiting?.length === 0 && <Note icon="check" title="Nothing waits for a review" text="Nobody has corrected how a question was read since." />}
        {waiting && waiting.length > 0 && <ul aria-label="To review">{waiting.map((each) => <Item key={each.id} correction={each} onDone={keep} />)}</ul>}
        {decided.length > 0 && (
          <details>
            <summary>Reviewed, {decided.length}</summary>
            <ul aria-label="Reviewed">{decided.map((each) => <Item key={each.id} correction={each} onDone={keep} />)}</ul>
          </details>
        )}
      </div>
    </Dialog>
  )
}

interface ItemProps {
  readonly correction: Correction
  readonly onDone: (made: Correction) => void
}

function Item({ correction, onDone }: ItemProps) {
  const { ask, viewer, announce } = usePlace()
  const [rejecting, setRejecting] = useState(false)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState('')
  const name = useUid()
  const item = useRef<HTMLLIElement>(null)
  const { id, said, means, readAs, question, people, saidAt, state, approveRefusal } = correction
  const decide = (reason: string | null): void => {
    if (busy) return
    setBusy(true)
    setProblem('')
    review(ask, id, reason).then(
      (made) => {
        announce(`“${said}”: ${reviewedText(made, namesOf([made.decidedBy ?? ''], viewer))}`)
        item.current?.closest('dialog')?.querySelector<HTMLElement>('.dialog-head button')?.focus()
        onDone(made)
      },
      (error: unknown) => { setBusy(false); setProblem(reasonOf(error)) },
    )
  }
  return (
    <li ref={item} aria-labelledby={name}>
      <p id={name}><b>“{said}”</b> means <b>{means}</b></p>
      <dl>
        <dt>Question</dt><dd>{question}</dd>
        <dt>Read as</dt><dd>{readAs ?? 'Not understood, or asked about'}</dd>
        <dt>Said by</dt><dd>{namesOf(people, viewer)}, {momentText(saidAt)}</dd>
      </dl>
      {state !== 'proposed' && <p class="muted"><Icon name={state === 'approved' ? 'check' : 'close'} />{reviewedText(correction, namesOf([correction.decidedBy ?? ''], viewer))}</p>}
      {problem && <p class="strip bad" role="alert">{problem}</p>}
      {rejecting ? <RejectForm onCancel={() => setRejecting(false)} onReject={decide} busy={busy} /> : (
        <div class="do">
          {state !== 'approved' && !approveRefusal && <button type="button" class="btn small" aria-disabled={busy} aria-label={`Approve: ${said}`} onClick={() => decide(null)}>Approve</button>}
          {state !== 'rejected' && <button type="button" class="btn small" aria-label={`Reject: ${said}`} onClick={() => setRejecting(true)}>Reject…</button>}
          {state === 'proposed' && approveRefusal && <p class="withheld"><Icon name="lock" />{approveRefusal}</p>}
        </div>
      )}
    </li>
  )
}

interface RejectProps {
  readonly busy: boolean
  readonly onCancel: () => void
  readonly onReject: (reason: string) => void
}

function RejectForm({ busy, onCancel, onReject }: RejectProps) {
  const field = useRef<HTMLTextAreaElement>(null)
  useEffect(() => field.current?.focus(), [])
  const submit = (event: SubmitEvent): void => {
    event.preventDefault()
    onReject(String(new FormData(event.currentTarget as HTMLFormElement).get('reason')))
  }
  const leave = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return
    event.preventDefault()
    onCancel()
  }
  return (
    <form class="decide" onSubmit={submit} onKeyDown={leave}>
      <label class="field">Why? The reason is kept with it.<textarea name="reason" rows={2} required maxLength={500} ref={field} /></label>
      <div class="row">
        <button type="button" class="btn small" onClick={onCancel}>Cancel</button>
        <button type="submit" class="btn small primary" aria-disabled={busy}>Reject</button>
      </div>
    </form>
  )
}

/** What became of a correction. */
export function reviewedText({ state, decidedAt, reason }: Correction, who: string): string {
  const when = decidedAt ? `, ${momentText(decidedAt)}` : ''
  return state === 'approved' ? `Approved by ${who}${when}.` : `Rejected by ${who}${when}: ${reason || 'no reason kept'}`
}
