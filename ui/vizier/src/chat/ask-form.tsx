/** The question field: Enter sends, Escape cancels, the arrows recall what was asked. */
import { Icon } from '@symphony/kit'
import { fetchCatalogue, fetchDashboard, shownValue, useLoad } from '@symphony/sdk'
import { useRef, useState } from 'preact/hooks'
import { usePlace } from '../place'
import { ListenButton, ListenNote, useListening } from '../speech/listen-button'
import type { Conversation } from './conversation'
import { suggestions } from './suggest'

const MOST_SIGNS = 2000

export function AskForm({ conversation }: { readonly conversation: Conversation }) {
  const [text, setText] = useState('')
  const field = useRef<HTMLTextAreaElement>(null)
  const recalled = useRef(0)
  const send = (question: string): void => {
    conversation.ask(question)
    recalled.current = 0
    setText('')
    field.current?.focus()
  }
  const listening = useListening({ onText: setText, onAsk: send })
  const recall = (step: number): void => {
    const asked = conversation.turns.value.map(({ question }) => question)
    recalled.current = Math.min(Math.max(recalled.current + step, 0), asked.length)
    setText(recalled.current === 0 ? '' : (asked.at(-recalled.current) ?? ''))
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    const acted = keyAct(event, text, recalled.current)
    if (acted === null) return
    if (acted === 'cancel' && !conversation.cancel()) return
    event.preventDefault()
    event.stopPropagation()
    if (acted === 'send') send(text)
    else if (acted !== 'cancel') recall(acted)
  }
  return (
    <div class="ask-box">
      <Suggestions onAsk={send} />
      <ListenNote {...listening} />
      <form class="ask-field" onSubmit={(event) => { event.preventDefault(); send(text) }}>
        <label class="sr" for="vizier-question">Ask the Vizier</label>
        <textarea ref={field} id="vizier-question" rows={1} maxLength={MOST_SIGNS} autocomplete="off" placeholder="Ask about these figures" value={text} onInput={(event) => setText(event.currentTarget.value)} onKeyDown={onKeyDown} />
        <ListenButton {...listening} />
        <button type="submit" class="icon go" aria-label="Ask" disabled={!text.trim()}><Icon name="up" /></button>
      </form>
    </div>
  )
}

/** What a key does in the field: send, cancel, or a step back or forward through what was asked. */
export function keyAct({ key, shiftKey, isComposing }: Pick<KeyboardEvent, 'key' | 'shiftKey' | 'isComposing'>, text: string, recalled: number): 'send' | 'cancel' | 1 | -1 | null {
  if (isComposing) return null
  if (key === 'Enter' && !shiftKey) return 'send'
  if (key === 'Escape') return 'cancel'
  if (key === 'ArrowUp' && (text === '' || recalled > 0)) return 1
  return key === 'ArrowDown' && recalled > 0 ? -1 : null
}

function Suggestions({ onAsk }: { readonly onAsk: (question: string) => void }) {
  const { ask, symphony, route } = usePlace()
  const { page } = route.value
  const { load } = useLoad(symphony, async () => Promise.all([fetchDashboard(symphony, new AbortController().signal), fetchCatalogue(ask)]))
  const loaded = shownValue(load)
  const found = loaded ? suggestions(loaded[0], page, loaded[1]) : []
  return (
    <ul class="hints" aria-label="Questions to begin with">
      {found.map((text) => <li key={text}><button type="button" onClick={() => onAsk(text)}>{text}</button></li>)}
    </ul>
  )
}
