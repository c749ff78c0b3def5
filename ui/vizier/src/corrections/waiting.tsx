/** Leads those who may review to what people said they meant by a phrase; not there for anybody else. */
import { late } from '@symphony/kit'
import { shownValue, useLoad, whole } from '@symphony/sdk'
import WAITING from '@symphony/sdk/operations/corrections_waiting.graphql'
import { useState } from 'preact/hooks'
import type { Conversation } from '../chat/conversation'
import { usePlace } from '../place'

const Review = late(async () => (await import('./review')).Review)

/** Looked for anew after each answer: what was asked may have been a correction. */
export function Corrections({ conversation }: { readonly conversation: Conversation }) {
  const { ask } = usePlace()
  const [open, setOpen] = useState(false)
  const answered = conversation.turns.value.filter(({ state }) => state === 'answered').length
  const { load, retry } = useLoad(String(answered), async (fresh) => whole(await ask<{ askCorrectionsWaiting: number | null }>(WAITING, {}, { fresh: fresh || answered > 0 })).askCorrectionsWaiting)
  const waiting = shownValue(load)
  if (waiting === null) return null
  return (
    <div class="to-review">
      <button type="button" class="link" onClick={() => setOpen(true)}>Corrections of questions{waiting > 0 && `, ${waiting} to review`}</button>
      {open && <Review onClose={() => { setOpen(false); retry() }} />}
    </div>
  )
}
