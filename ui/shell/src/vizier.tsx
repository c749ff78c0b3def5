/** The panel beside the page: what the figures say, fact by fact, and from which sources. */
import { FailedNote, Icon, Note, SentenceText, Skeleton } from '@symphony/kit'
import { fetchBriefing, fetchCatalogue, fetchSources, momentText, shownValue, useLoad, type Briefing, type DataProduct, type Fact } from '@symphony/sdk'
import { route } from './router'
import { ask, type NavEntry } from './server'

export function PanelToggle({ shown, onToggle }: { readonly shown: boolean; readonly onToggle: () => void }) {
  return (
    <button class="icon panel-toggle" type="button" aria-label={`${shown ? 'Hide' : 'Show'} the Vizier panel`} aria-expanded={shown} aria-controls="vizier" onClick={onToggle}>
      <Icon name="panel" />
    </button>
  )
}

export function Vizier({ entry, onHide }: { readonly entry: NavEntry; readonly onHide: () => void }) {
  const { load, retry } = useLoad(entry.id, (fresh) => fetchBriefing(ask, entry.id, fresh))
  const briefing = shownValue(load)
  return (
    <aside class="vizier" id="vizier" aria-label="Vizier">
      <header class="v-head">
        <span class="v-mark" aria-hidden="true" />
        <h2>Vizier</h2>
        <span class="tag" title="Sentences are made from figures on this server; nothing leaves your network"><Icon name="lock" />Made here</span>
        <button class="icon v-close" type="button" aria-label="Close the Vizier panel" onClick={onHide}><Icon name="close" /></button>
      </header>
      <div class="v-body" tabIndex={0} role="region" aria-label="Briefing">
        {briefing ? <Brief briefing={briefing} entry={entry} /> : <FailedNote load={load} retry={retry} />}
        {!briefing && load.phase === 'loading' && <Skeleton height={320} lines={5} />}
      </div>
    </aside>
  )
}

/** The address of this page with one metric explained. */
function explained(metric: string): string {
  const { symphony, page, search } = route.value
  const next = new URLSearchParams(search)
  next.set('explain', metric)
  return `/${symphony}/${page}?${next.toString()}`
}

function Brief({ briefing, entry }: { readonly briefing: Briefing; readonly entry: NavEntry }) {
  return (
    <section class="brief" aria-label={`Briefing for ${entry.title}`}>
      <h3><SentenceText sentence={briefing.headline} hrefOf={explained} /></h3>
      {briefing.facts.length === 0 && <Note icon="info" title="Nothing to report" text="No figure of this symphony is there for you to see." />}
      <ul class="facts">{briefing.facts.map((fact) => <FactLine key={fact.metric} fact={fact} />)}</ul>
      {briefing.withheld.length > 0 && <p class="withheld"><Icon name="lock" />{briefing.withheld.length === 1 ? 'One figure is' : `${briefing.withheld.length} figures are`} hidden from you by policy.</p>}
      <SourceLine facts={briefing.facts} />
    </section>
  )
}

const TONES = { good: ['good', 'Better'], bad: ['bad', 'Worse'], none: ['', 'Neutral'] } as const

function FactLine({ fact }: { readonly fact: Fact }) {
  const [tone, word] = TONES[fact.good === null ? 'none' : fact.good ? 'good' : 'bad']
  return (
    <li>
      <svg class={`sign ${tone}`} viewBox="0 0 12 12" role="img" aria-label={word}>
        <path d={tone === 'bad' ? 'M6 1 11.5 10.5h-11z' : tone === 'good' ? 'M6 1.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9z' : 'M2 5h8v2H2z'} />
      </svg>
      <p><SentenceText sentence={fact.sentence} hrefOf={explained} /></p>
    </li>
  )
}

/** The data products the facts were read from, with the time of their last load. */
function SourceLine({ facts }: { readonly facts: readonly Fact[] }) {
  const { load } = useLoad(facts.map(({ metric }) => metric).join(), async () => {
    const [catalogue, products] = await Promise.all([fetchCatalogue(ask), fetchSources(ask)])
    const used = new Set(facts.map(({ metric }) => catalogue.get(metric)?.product))
    return products.filter((product) => used.has(product.id))
  })
  const sources: readonly DataProduct[] = shownValue(load) ?? []
  return (
    <p class="sources">
      {sources.map((source) => <span key={source.id} title={source.reason ?? ''}>{source.title}{source.loadedAt ? `, loaded ${momentText(source.loadedAt)}` : ''}</span>)}
    </p>
  )
}
