/** Speech to text by the browser, where it can. */

interface Heard extends Event {
  readonly results: ArrayLike<ArrayLike<{ readonly transcript: string }>>
}

interface Recognition extends EventTarget {
  lang: string
  interimResults: boolean
  start(): void
  stop(): void
}

type RecognitionMaker = new () => Recognition

const maker = (): RecognitionMaker | undefined => {
  const found = globalThis as { SpeechRecognition?: RecognitionMaker; webkitSpeechRecognition?: RecognitionMaker }
  return found.SpeechRecognition ?? found.webkitSpeechRecognition
}

/** Whether this browser can turn speech into text. */
export const canListen = (): boolean => maker() !== undefined

export interface ListenOptions {
  readonly onText: (text: string) => void
  /** Called once at the end: with a reason when it failed, and with what was said where the speaker fell silent. */
  readonly onEnd: (problem: string | null, said: string) => void
}

const PROBLEMS: Readonly<Record<string, string>> = {
  'not-allowed': 'The browser does not allow the microphone.',
  'service-not-allowed': 'The browser does not allow speech recognition.',
  'audio-capture': 'No microphone was found.',
  'no-speech': 'Nothing was heard.',
  network: 'The speech service of the browser could not be reached.',
}

/** Listens until it is stopped or nothing more is said; returns what stops it. */
export function listen({ onText, onEnd }: ListenOptions): () => void {
  const Made = maker()
  if (!Made) throw new Error('This browser cannot turn speech into text.')
  const recognition = new Made()
  let problem: string | null = null
  let said = ''
  let stopped = false
  recognition.lang = navigator.language
  recognition.interimResults = true
  recognition.addEventListener('result', (event) => onText(said = heardText(event as Heard)))
  recognition.addEventListener('error', (event) => {
    const { error } = event as Event & { readonly error: string }
    problem = error === 'aborted' ? null : (PROBLEMS[error] ?? 'Speech could not be turned into text.')
  })
  recognition.addEventListener('end', () => onEnd(problem, problem || stopped ? '' : said))
  recognition.start()
  return () => {
    stopped = true
    recognition.stop()
  }
}

const heardText = ({ results }: Heard): string => Array.from(results, (result) => result[0]?.transcript ?? '').join(' ').trim()
