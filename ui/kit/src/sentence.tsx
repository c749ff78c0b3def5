/** A sentence made from facts: each figure leads to its metric. */
import type { Sentence } from '@symphony/sdk'

export interface SentenceProps {
  readonly sentence: Sentence
  /** Address that explains a metric. */
  readonly hrefOf: (metric: string) => string
}

export function SentenceText({ sentence, hrefOf }: SentenceProps) {
  const spans = sentence.spans.length > 0 ? sentence.spans : [{ text: sentence.text, metric: null }]
  return (
    <>
      {spans.map((span, i) => (span.metric ? <a key={i} class="figure" href={hrefOf(span.metric)}>{span.text}</a> : <span key={i}>{span.text}</span>))}
    </>
  )
}
