/** A sentence made from facts: each figure leads to its metric, and to what gives this very figure. */
import type { Sentence } from '@symphony/sdk'

export interface SentenceProps {
  readonly sentence: Sentence
  /** Address that explains a figure of a metric. */
  readonly hrefOf: (metric: string, figure?: string | null) => string
}

export function SentenceText({ sentence, hrefOf }: SentenceProps) {
  const spans = sentence.spans.length > 0 ? sentence.spans : [{ text: sentence.text, metric: null, query: null }]
  return (
    <>
      {spans.map((span, i) => (span.metric ? <a key={i} class="figure" href={span.page ?? hrefOf(span.metric, span.query)}>{span.text}</a> : <span key={i}>{span.text}</span>))}
    </>
  )
}
