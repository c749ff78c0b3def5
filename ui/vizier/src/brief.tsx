/** The opening sentence, the text below it, and the sources of both. */
import { Icon, Note, Skeleton } from '@symphony/kit'
import { fetchCatalogue, fetchSources, momentText, shownValue, useLoad, type Briefing, type BriefingSection } from '@symphony/sdk'
import { usePlace } from './place'
import { StyleButton } from './reading/style-button'
import { SpeakButton } from './speech/speak'
import { Sentences } from './sentences'

export interface BriefProps {
  readonly briefing: Briefing
  /** Called when the reader chose to be told in another way. */
  readonly onStyle: () => void
}

export function Brief({ briefing, onStyle }: BriefProps) {
  const { title } = usePlace()
  const { headline, facts, withheld, language, lastVisitAt } = briefing
  // what to do stands below, with what it rests on and how to decide
  const sections = briefing.sections.filter(({ name }) => name !== 'do')
  return (
    <section class="brief" aria-label={`Briefing for ${title}`}>
      <div lang={language}>
      <h3><Sentences of={[headline]} /></h3>
      {facts.length === 0 && <Note icon="info" title="Nothing to report" text="No figure of this symphony is there for you to see." />}
      {sections.map((section) => <Section key={section.name} section={section} />)}
      </div>
      {!briefing.ready && <div class="waits" role="status"><span class="sr">Working out why.</span><Skeleton height={66} lines={3} /></div>}
      {withheld.length > 0 && <p class="withheld"><Icon name="lock" />{withheld.length === 1 ? 'One figure is' : `${withheld.length} figures are`} hidden from you by policy.</p>}
      <div class="sources">
        <Sources metrics={facts.map(({ metric }) => metric)} lastVisitAt={lastVisitAt} />
        <StyleButton onChange={onStyle} />
        <SpeakButton what="the briefing" text={spoken(briefing)} language={language} />
      </div>
    </section>
  )
}

function Section({ section }: { readonly section: BriefingSection }) {
  return (
    <>
      <h4>{section.title}</h4>
      <p><Sentences of={section.sentences} /></p>
      {section.model && <p class="by-model">In the words of {section.model}, every figure checked here.</p>}
    </>
  )
}

function spoken({ headline, sections }: Briefing): string {
  return [headline, ...sections.flatMap(({ sentences }) => sentences)].map(({ text }) => text).join(' ')
}

/** The data products the text was read from, with the time of their last load. */
function Sources({ metrics, lastVisitAt }: { readonly metrics: readonly string[]; readonly lastVisitAt: string | null }) {
  const { ask } = usePlace()
  const { load } = useLoad(metrics.join(), async () => {
    const [catalogue, products] = await Promise.all([fetchCatalogue(ask), fetchSources(ask)])
    const used = new Set(metrics.map((metric) => catalogue.get(metric)?.product))
    return products.filter((product) => used.has(product.id))
  })
  return (
    <p>
      {(shownValue(load) ?? []).map((source) => <span key={source.id} title={source.reason ?? ''}>{source.title}{source.loadedAt ? `, ${momentText(source.loadedAt)}` : ''}</span>)}
      {lastVisitAt && <span>You were here {momentText(lastVisitAt)}</span>}
    </p>
  )
}
