/** The conversation so far; new answers are read out as they come. */
import { Icon, reasonOf, Skeleton } from '@symphony/kit'
import { SLOW_MS } from '@symphony/sdk'
import { useEffect, useRef, useState } from 'preact/hooks'
import { AnswerView } from './answer'
import { reveal } from './reveal'
import type { Conversation, Turn } from './conversation'

export function Log({ conversation }: { readonly conversation: Conversation }) {
  const turns = conversation.turns.value
  const end = useRef<HTMLDivElement>(null)
  const last = turns.at(-1)
  useEffect(() => {
    if (last && end.current) reveal(end.current.lastElementChild)
  }, [last])
  return (
    <div ref={end} class="chat" role="log" aria-live="polite" aria-label="Questions and answers">
      {turns.map((turn) => (
        <article key={turn.id} class="turn" aria-label={turn.question}>
          <p class="you"><span class="sr">Asked: </span>{turn.question}</p>
          <Reply turn={turn} {...conversation} />
        </article>
      ))}
    </div>
  )
}

function Reply({ turn, ask, cancel }: { readonly turn: Turn } & Pick<Conversation, 'ask' | 'cancel'>) {
  const waits = turn.state === 'waiting'
  const told = waits || turn.state === 'answered' ? turn.told : null
  return (
    <>
      {told && <AnswerView told={told} over={turn.state === 'answered' ? turn : null} onAsk={ask} />}
      {waits && <Waiting began={turn.began} doing={turn.doing} bare={!told} onStop={cancel} />}
      {turn.state === 'cancelled' && <p class="muted">Cancelled.</p>}
      {turn.state === 'failed' && <p class="strip bad">{reasonOf(turn.error)}<button type="button" class="btn small" onClick={() => ask(turn.question)}><Icon name="reset" />Ask again</button></p>}
    </>
  )
}

interface WaitingProps {
  readonly began: number
  readonly doing: string
  /** Whether nothing of the answer is there yet. */
  readonly bare: boolean
  readonly onStop: () => void
}

function Waiting({ began, doing, bare, onStop }: WaitingProps) {
  const [elapsed, setElapsed] = useState(0)
  useEffect(() => {
    const timer = setInterval(() => setElapsed(Date.now() - began), 500)
    return () => clearInterval(timer)
  }, [began])
  return (
    <div class="waiting">
      {bare && <Skeleton height={64} lines={3} />}
      <p class="muted doing"><span role="status">{doing}</span>{elapsed >= SLOW_MS && <span aria-hidden="true">{Math.floor(elapsed / 1000)} s</span>}<button type="button" class="link" title="Escape" onClick={onStop}><Icon name="stop" />Stop</button></p>
    </div>
  )
}
