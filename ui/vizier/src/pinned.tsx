/** Pinned answers as cards of the page, asked again whenever it opens. */
import type { Ask } from '@symphony/contract'
import { Boundary, Card, FailedNote, Icon, Note, Segmented, SentenceText, Skeleton, type SentenceProps } from '@symphony/kit'
import { shownValue, togglePin, useLoad, type Pin } from '@symphony/sdk'
import { useMemo, useState } from 'preact/hooks'
import { askChain } from './chat/server'
import { specOf } from './chat/shape'
import { View } from './chat/view'

export interface PinnedRowProps {
  readonly ask: Ask
  readonly viewer: string
  readonly pins: readonly Pin[]
  /** Address that explains a figure of a metric. */
  readonly hrefOf: SentenceProps['hrefOf']
}

/** Height of the drawing of a card in pixels. */
const HEIGHT = 168
const VIEWS = [{ value: 'chart', title: 'Chart' }, { value: 'table', title: 'Table' }] as const

export function PinnedRow({ pins, ...props }: PinnedRowProps) {
  return <>{pins.map((pin) => <Boundary key={pin.questions.join('\n')} title={titleOf(pin)}><PinnedCard {...props} pin={pin} /></Boundary>)}</>
}

const titleOf = ({ questions }: Pin): string => questions.at(-1) ?? ''

function PinnedCard({ ask, viewer, hrefOf, pin }: Omit<PinnedRowProps, 'pins'> & { readonly pin: Pin }) {
  const { load, retry } = useLoad(pin.questions.join('\n'), () => askChain(ask, pin.questions))
  const [asTable, setAsTable] = useState(false)
  const answer = shownValue(load)
  const spec = useMemo(() => answer && specOf(answer), [answer])
  const title = titleOf(pin)
  const tools = (
    <>
      {spec && <Segmented label={`${title} as`} value={asTable ? 'table' : 'chart'} options={VIEWS} onChange={() => setAsTable(!asTable)} />}
      <button type="button" class="icon" aria-label={`Take off the page: ${title}`} title="Take off the page" onClick={() => void togglePin(ask, viewer, pin).catch(() => undefined)}><Icon name="close" /></button>
    </>
  )
  return (
    <Card title={title} span={6} busy={load.phase === 'loading'} tools={tools} subtitle={pin.questions.length > 1 ? `Pinned, after: ${pin.questions.slice(0, -1).join('; ')}` : 'Pinned'}>
      <div class="pinned">
        {load.phase === 'failed' && <FailedNote load={load} retry={retry} />}
        {!answer && load.phase === 'loading' && <Skeleton height={HEIGHT} lines={4} />}
        {answer && answer.kind !== 'answer' && <Note icon="info" title="This can no longer be answered" text={answer.sentence} />}
        {answer?.kind === 'answer' && <><p><SentenceText sentence={{ text: answer.sentence, spans: answer.spans }} hrefOf={hrefOf} /></p><View answer={answer} spec={spec} asTable={asTable} onToggle={() => setAsTable(!asTable)} height={HEIGHT} /></>}
      </div>
    </Card>
  )
}
