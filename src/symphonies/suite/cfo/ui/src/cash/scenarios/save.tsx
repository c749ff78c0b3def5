/** Keeps levers as a scenario: a new one, or a further version of one's own. */
import { useBoard } from '@symphony/board'
import { Dialog, reasonOf } from '@symphony/kit'
import { useState } from 'preact/hooks'
import type { LeverKind, Setting } from '../model'
import { keep, type Scenario } from './server'
import { leversText } from './words'

export interface SaveProps {
  readonly title: string
  readonly levers: readonly Setting[]
  readonly kinds: readonly LeverKind[]
  /** The scenario of which a further version is kept; null for a new one. */
  readonly of: Scenario | null
  readonly name: string
  readonly onClose: () => void
  readonly onSaved: (id: string) => void
}

export function SaveDialog({ title, levers, kinds, of, name, onClose, onSaved }: SaveProps) {
  const { context } = useBoard()
  const [busy, setBusy] = useState(false)
  const [refused, setRefused] = useState('')
  const submit = (event: SubmitEvent): void => {
    event.preventDefault()
    if (busy) return
    const form = new FormData(event.currentTarget as HTMLFormElement)
    const draft = { name: String(form.get('name')).trim(), note: String(form.get('note')).trim(), shared: form.get('shared') === 'on', levers }
    setBusy(true)
    setRefused('')
    keep(context.gql, draft, of?.id ?? null).then(
      (saved) => {
        context.emit({ kind: 'said', text: `Saved ${saved.name}, version ${saved.version}.` })
        onSaved(saved.id)
      },
      (error: unknown) => {
        setBusy(false)
        setRefused(reasonOf(error))
      },
    )
  }
  return (
    <Dialog title={title} onClose={onClose}>
      <form class="stacked-form" onSubmit={submit}>
        <p>{leversText(levers, kinds)}</p>
        <label class="field">Name<input type="text" name="name" required maxLength={80} pattern=".*\S.*" defaultValue={name} autoFocus /></label>
        <label class="field">Note<textarea name="note" rows={2} maxLength={500} defaultValue={of?.note ?? ''} /></label>
        <label class="check"><input type="checkbox" name="shared" defaultChecked={of?.shared ?? false} />Others may see it</label>
        {refused && <p class="strip bad" role="alert">{refused}</p>}
        <div class="row">
          <button type="button" class="btn" onClick={onClose}>Cancel</button>
          <button type="submit" class="btn primary" aria-disabled={busy}>Save</button>
        </div>
      </form>
    </Dialog>
  )
}
