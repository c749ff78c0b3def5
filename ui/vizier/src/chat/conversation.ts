/** The conversation of a symphony: it outlives the panel being closed, and ends with the visit. */
import { signal, type ReadonlySignal } from '@preact/signals'
import type { Ask } from '@symphony/contract'
import { askQuestion, type Answer } from './server'

interface Common {
  readonly id: number
  readonly question: string
  readonly began: number
}

export type Turn = Common & (
  | { readonly state: 'waiting' | 'cancelled' }
  | { readonly state: 'failed'; readonly error: unknown }
  | { readonly state: 'answered'; readonly answer: Answer; readonly tookMs: number; /** The conversation up to this answer. */ readonly chain: readonly string[] }
)

export interface Conversation {
  readonly turns: ReadonlySignal<readonly Turn[]>
  ask(question: string): void
  /** Stops waiting for what is asked; returns whether anything was. */
  cancel(): boolean
}

const MOST = 1000
const conversations = new Map<string, Conversation>()

/** The conversation about one symphony. */
export function conversationOf(door: Ask, symphony: string): Conversation {
  const found = conversations.get(symphony) ?? startConversation(door)
  conversations.set(symphony, found)
  return found
}

/** Starts an empty conversation. */
export function startConversation(door: Ask): Conversation {
  const turns = signal<readonly Turn[]>([])
  let count = 0
  const settle = (turn: Turn): void => {
    turns.value = turns.value.map((one) => (one.id === turn.id && one.state === 'waiting' ? turn : one))
  }
  const answered = (): readonly Extract<Turn, { readonly state: 'answered' }>[] => turns.value.flatMap((turn) => (turn.state === 'answered' ? [turn] : []))
  const cancel = (): boolean => {
    const waiting = turns.value.filter(({ state }) => state === 'waiting')
    for (const turn of waiting) settle({ ...turn, state: 'cancelled' })
    return waiting.length > 0
  }
  return {
    turns,
    cancel,
    ask(text) {
      const question = text.trim()
      if (!question) return
      cancel()
      const before = answered().at(-1)
      const base: Common = { id: ++count, question, began: Date.now() }
      const waiting: Turn = { ...base, state: 'waiting' }
      turns.value = [...turns.value, waiting].slice(-MOST)
      askQuestion(door, question, before?.answer.conversation ?? null).then(
        (answer) => settle({ ...base, state: 'answered', answer, tookMs: Date.now() - base.began, chain: [...(before?.chain ?? []), question] }),
        (error: unknown) => settle({ ...base, state: 'failed', error }),
      )
    },
  }
}
