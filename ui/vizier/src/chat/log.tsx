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
  }, [last?.id, last?.state])
  return (
    <div ref={end} class="chat" role="log" aria-live="polite" aria-label="Questions and answers">
      {turns.map((turn) => (
        <article key={turn.id} class="turn" aria-label={turn.question}>
          <p class="you"><span class="sr">Asked: </span>{turn.question}</p>
          <Reply turn={turn} ask={conversation.ask} />
        </article>
      ))}
    </div>
  )
}

function Reply({ turn, ask }: { readonly turn: Turn; readonly ask: Conversation['ask'] }) {
  switch (turn.state) {
    case 'waiting': return <Waiting began={turn.began} />
    case 'cancelled': return <p class="muted">Cancelled.</p>
    case 'failed': return <p class="strip bad">{reasonOf(turn.error)}<button type="button" class="btn small" onClick={() => ask(turn.question)}><Icon name="reset" />Ask again</button></p>
    case 'answered': return <AnswerView answer={turn.answer} tookMs={turn.tookMs} chain={turn.chain} onAsk={ask} />
  }
}

function Waiting({ began }: { readonly began: number }) {
  const [elapsed, setElapsed] = useState(0)
  useEffect(() => {
    const timer = setInterval(() => setElapsed(Date.now() - began), 500)
    return () => clearInterval(timer)
  }, [began])
  return (
    <div class="waiting" aria-busy="true">
      <Skeleton height={64} lines={3} />
      {elapsed >= SLOW_MS && <p class="muted">Working on it, {Math.floor(elapsed / 1000)} s. Escape cancels.</p>}
    </div>
  )
}
