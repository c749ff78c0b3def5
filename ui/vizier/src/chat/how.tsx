/** How an answer was worked out: in words, then the plan, the query and the tables for those who want to follow it. */
import { useEffect, useRef } from 'preact/hooks'
import { usePlace, useExplained } from '../place'
import { Sentences } from '../sentences'
import { reveal } from './reveal'
import type { Answer } from './server'

export function How({ answer, id, tookMs }: { readonly answer: Answer; readonly id: string; readonly tookMs: number }) {
  const hrefOf = useExplained()
  const { how, columns, confidence } = answer
  const section = useRef<HTMLElement>(null)
  useEffect(() => reveal(section.current), [])
  if (!how) return null
  const metrics = new Map(columns.flatMap(({ metric, title }) => (metric ? [[metric, title.split(',')[0] ?? title] as const] : [])))
  return (
    <section ref={section} class="how" id={id} aria-label="How this was worked out">
      {how.sentences.map((line) => <p key={line.text}><Sentences of={[line]} /></p>)}
      {confidence < 0.95 && <p>This is likely what was meant, not surely.</p>}
      {metrics.size > 0 && <p>Definitions: {[...metrics].map(([metric, title], i) => <span key={metric}>{i > 0 && ', '}<a class="figure" href={hrefOf(metric)}>{title}</a></span>)}</p>}
      {how.lineage.length > 0 && <p>Read from {how.lineage.map((table, i) => <span key={table}>{i > 0 && ', '}<code>{table}</code></span>)}</p>}
      {how.pages.length > 0 && <p>Look into it: {how.pages.map(({ title, address }, i) => <span key={address}>{i > 0 && ', '}<a class="figure" href={address}>{title}</a></span>)}</p>}
      <p>{answer.rows.length === 1 ? 'One row' : `${answer.rows.length} rows`} in {tookText(tookMs)}.</p>
      {how.plan.length > 0 && <details><summary>Plan, {how.plan.length} {how.plan.length === 1 ? 'step' : 'steps'}</summary><ol>{how.plan.map((step) => <li key={step}><code>{step}</code></li>)}</ol></details>}
      {how.sql ? <details><summary>Query</summary><pre tabIndex={0} aria-label="SQL">{how.sql}</pre></details> : how.plan.length > 0 && <NoQuery />}
    </section>
  )
}

const tookText = (ms: number): string => (ms < 100 ? 'less than 0.1 s' : `${(ms / 1000).toFixed(1)} s`)

function NoQuery() {
  const { viewer } = usePlace()
  return <p class="muted">The query itself is shown only to those from whom nothing is hidden; {viewer.name} sees a part of the company.</p>
}
