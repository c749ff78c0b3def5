/** The microphone of the question field. The first press says where the voice may go before it goes there. */
import { Icon } from '@symphony/kit'
import { useEffect, useRef, useState } from 'preact/hooks'
import { canListen, listen } from './listen'

export interface ListenProps {
  readonly onText: (text: string) => void
  /** Called with the whole question once the speaker fell silent; who stops listening may still change it. */
  readonly onAsk: (question: string) => void
}

const AGREED = 'speech-agreed'
type Phase = 'off' | 'asking' | 'on'

export function useListening({ onText, onAsk }: ListenProps) {
  const [phase, setPhase] = useState<Phase>('off')
  const [problem, setProblem] = useState<string | null>(null)
  const stop = useRef<() => void>(() => {})
  useEffect(() => () => stop.current(), [])
  const begin = (): void => {
    localStorage.setItem(AGREED, 'yes')
    setProblem(null)
    setPhase('on')
    stop.current = listen({ onText, onEnd: (found, said) => { setProblem(found); setPhase('off'); if (said) onAsk(said) } })
  }
  const press = (): void => {
    if (phase === 'on') return stop.current()
    if (phase === 'asking') return setPhase('off')
    if (localStorage.getItem(AGREED) === 'yes') begin()
    else setPhase('asking')
  }
  return { phase, problem, begin, press, decline: () => setPhase('off') }
}

export function ListenButton({ phase, press }: Pick<ReturnType<typeof useListening>, 'phase' | 'press'>) {
  if (!canListen()) return null
  return (
    <button type="button" class="icon" aria-pressed={phase === 'on'} aria-label="Speak the question" title="Speak the question; the browser may send the audio to its maker" onClick={press}>
      <Icon name={phase === 'on' ? 'stop' : 'mic'} />
    </button>
  )
}

/** What is said about listening, above the field. */
export function ListenNote({ phase, problem, begin, decline }: Omit<ReturnType<typeof useListening>, 'press'>) {
  if (phase === 'asking') {
    return (
      <div class="listen-note" role="group" aria-label="Before listening">
        <p>The browser turns speech into text and may send the audio to its maker. Nothing of it is kept here.</p>
        <button type="button" class="btn small" onClick={begin}>Listen</button>
        <button type="button" class="btn small quiet" onClick={decline}>Not now</button>
      </div>
    )
  }
  const text = phase === 'on' ? 'Listening, and asking once you are silent. The browser may send the audio to its maker.' : problem
  return text ? <p class="listen-note" role="status">{text}</p> : null
}
