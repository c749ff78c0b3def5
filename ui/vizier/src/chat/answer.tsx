/** An answer, a question back, or a refusal with what can be asked instead. */
import { Icon, late, reasonOf, useUid } from '@symphony/kit'
import { pinsOf, samePin, togglePin, type Pin } from '@symphony/sdk'
import { useMemo, useState } from 'preact/hooks'
import { usePlace } from '../place'
import { SpeakButton } from '../speech/speak'
import { Sentences } from '../sentences'
import type { Told, Turn } from './conversation'
import { shortestChain, type Answer } from './server'
import { copyText, specOf } from './shape'
import { View } from './view'

const How = late(async () => (await import('./how')).How)

export interface AnswerViewProps {
  readonly told: Told
  /** The turn once it is answered; null while the answer is still being made. */
  readonly over: Extract<Turn, { readonly state: 'answered' }> | null
  readonly onAsk: (question: string) => void
}

export function AnswerView({ told: { answer, words, model, note }, over, onAsk }: AnswerViewProps) {
  const spec = useMemo(() => specOf(answer), [answer])
  const [asTable, setAsTable] = useState(false)
  const [how, setHow] = useState(false)
  const howId = useUid()
  const offered = [...answer.choices, ...answer.suggestions]
  const toggle = (): void => setAsTable(!asTable)
  const sentence = words.length > 0 ? { text: words.map(({ text }) => text).join(''), spans: words } : { text: answer.sentence, spans: answer.spans }
  return (
    <div class={`reply ${answer.kind}`} aria-busy={!over}>
      <p><Sentences of={[sentence]} /></p>
      {model && <p class="by-model">In the words of {model}, every figure checked here.</p>}
      {[...answer.remarks, ...(note ? [{ text: note, spans: [] }] : [])].map((line) => <p key={line.text} class="note-line"><Icon name="info" /><Sentences of={[line]} /></p>)}
      {answer.kind === 'answer' && <View answer={answer} spec={spec} asTable={asTable} onToggle={toggle} />}
      {offered.length > 0 && <ul class="choices" aria-label={answer.kind === 'ask' ? 'Which is meant' : 'Can be asked'}>{offered.map((text) => <li key={text}><button type="button" class="btn small" onClick={() => onAsk(text)}>{text}</button></li>)}</ul>}
      {over && answer.kind === 'answer' && (
        <div class="foot">
          <PinButton answer={answer} chain={over.chain} />
          {answer.rows.length > 0 && answer.chart?.kind !== 'table' && <button type="button" class="link" onClick={toggle}>{asTable ? (spec ? 'Chart' : 'Hide the table') : 'Table'}</button>}
          {answer.how && <button type="button" class="link" aria-expanded={how} aria-controls={howId} onClick={() => setHow(!how)}>How this was worked out</button>}
          <CopyButton text={copyText(answer, sentence.text)} />
          <SpeakButton what="the answer" text={sentence.text} />
        </div>
      )}
      {how && over && <How answer={answer} id={howId} tookMs={over.tookMs} />}
    </div>
  )
}

function PinButton({ answer, chain }: { readonly answer: Answer; readonly chain: readonly string[] }) {
  const { ask, viewer, route, announce } = usePlace()
  const [busy, setBusy] = useState(false)
  const { symphony, page } = route.value
  const as = (questions: readonly string[]): Pin => ({ symphony, page, questions })
  const pinned = pinsOf(ask, viewer.id).value.find((known) => samePin(known, as(chain)) || samePin(known, as(chain.slice(-1))))
  const put = (pin: Pin): void => {
    setBusy(false)
    togglePin(ask, viewer.id, pin).then(() => announce(pinned ? 'Taken off the page.' : 'Pinned to the page.'), (error: unknown) => announce(reasonOf(error)))
  }
  const toggle = (): void => {
    if (busy) return
    if (pinned) return put(pinned)
    setBusy(true)
    shortestChain(ask, chain, answer).then((questions) => put(as(questions)), () => put(as(chain)))
  }
  return <button type="button" class="link" aria-pressed={pinned !== undefined} aria-busy={busy} title="Keeps it on this page for you, and asks it again on every visit" onClick={toggle}>{pinned ? 'Pinned' : 'Pin'}</button>
}

function CopyButton({ text }: { readonly text: string }) {
  const { announce } = usePlace()
  const [copied, setCopied] = useState(false)
  const copy = (): void => {
    navigator.clipboard.writeText(text).then(
      () => { setCopied(true); announce('Copied.') },
      () => announce('The browser does not allow copying.'),
    )
  }
  return <button type="button" class="icon tiny" aria-label="Copy the answer" title={copied ? 'Copied' : 'Copy'} onClick={copy}><Icon name={copied ? 'check' : 'copy'} /></button>
}
