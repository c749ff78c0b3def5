/** Sentences of the server, one after the other, each figure leading to what gives it. */
import { SentenceText } from '@symphony/kit'
import type { Sentence } from '@symphony/sdk'
import { useExplained } from './place'

export function Sentences({ of }: { readonly of: readonly Sentence[] }) {
  const hrefOf = useExplained()
  return <>{of.map((sentence, i) => <span key={i}>{i > 0 && ' '}<SentenceText sentence={sentence} hrefOf={hrefOf} /></span>)}</>
}
