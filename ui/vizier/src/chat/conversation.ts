/** The conversation of a symphony: it outlives the panel being closed, and ends with the visit. */
import { signal, type ReadonlySignal } from '@preact/signals'
import type { Listen } from '@symphony/contract'
import { UnansweredError } from '@symphony/sdk'
import { followAnswer, type Answer, type Step } from './server'

interface Common {
  readonly id: number
  readonly question: string
  readonly began: number
}

/** An answer as it is told: in its own words, or in a model's where there are any. */
export type Told = Pick<Step, 'words' | 'model' | 'note'> & { readonly answer: Answer }

export type Turn = Common & (
  | { readonly state: 'cancelled' }
  | { readonly state: 'waiting'; readonly doing: string; readonly told: Told | null }
  | { readonly state: 'failed'; readonly error: unknown }
  | { readonly state: 'answered'; readonly told: Told; readonly tookMs: number; /** The conversation up to this answer. */ readonly chain: readonly string[] }
)

export interface Conversation {
  readonly turns: ReadonlySignal<readonly Turn[]>
  ask(question: string): void
  /** Stops waiting for what is asked; returns whether anything was. */
  cancel(): boolean
}

const MOST = 1000
const STOPPED = 'The language model was stopped; these words are made here.'
const conversations = new Map<string, Conversation>()

/** The conversation about one symphony. */
export function conversationOf(door: Listen, symphony: string): Conversation {
  const found = conversations.get(symphony) ?? startConversation(door)
  conversations.set(symphony, found)
  return found
}

/** Starts an empty conversation. */
export function startConversation(door: Listen): Conversation {
  const turns = signal<readonly Turn[]>([])
  let count = 0
  let call = new AbortController()
  const change = (id: number, made: (turn: Extract<Turn, { readonly state: 'waiting' }>) => Turn): void => {
    turns.value = turns.value.map((one) => (one.id === id && one.state === 'waiting' ? made(one) : one))
  }
  const before = (id: number) => turns.value.findLast((turn) => turn.id < id && turn.state === 'answered') as Extract<Turn, { readonly state: 'answered' }> | undefined
  const settled = ({ id, question, began }: Common, told: Told): Turn => ({ id, question, began, state: 'answered', told, tookMs: Date.now() - began, chain: [...(before(id)?.chain ?? []), question] })
  const cancel = (): boolean => {
    call.abort()
    const waiting = turns.value.filter(({ state }) => state === 'waiting')
    // a sentence means that the answer is whole, and only a model's words for it are not
    for (const { id } of waiting) change(id, (turn) => (turn.told?.answer.sentence ? settled(turn, { ...turn.told, words: [], model: null, note: STOPPED }) : { ...turn, state: 'cancelled' }))
    return waiting.length > 0
  }
  return {
    turns,
    cancel,
    ask(text) {
      const question = text.trim()
      if (!question) return
      cancel()
      call = new AbortController()
      const id = ++count
      turns.value = [...turns.value, { id, question, began: Date.now(), state: 'waiting', doing: '', told: null } satisfies Turn].slice(-MOST)
      const onStep = ({ stage, doing, answer, words, model, note }: Step): void => change(id, (turn) => {
        const known = answer ?? turn.told?.answer
        const told = known ? { answer: known, words, model, note } : null
        return stage === 'answer' && told ? settled(turn, told) : { ...turn, doing, told }
      })
      followAnswer(door, question, before(id)?.told.answer.conversation ?? null, onStep, call.signal).then(
        () => change(id, (turn) => ({ ...turn, state: 'failed', error: new UnansweredError('The server gave no answer.') })),
        (error: unknown) => change(id, (turn) => ({ ...turn, state: 'failed', error })),
      )
    },
  }
}
