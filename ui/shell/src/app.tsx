/** The frame: rail, page, panel, and the keys that work everywhere. */
import { FailedNote, late, Note } from '@symphony/kit'
import { shownValue, useLoad } from '@symphony/sdk'
import { useEffect, useState } from 'preact/hooks'
import { announce, said } from './announce'
import { Host } from './host'
import { keysOf, useKeys } from './keys'
import { Palette } from './palette'
import { Rail } from './rail'
import { navigate, route, startRouter } from './router'
import { fetchSession, type NavEntry, type Session } from './server'
import { Sheet, Tabs } from './phone'
import { focusQuestion, PanelToggle, Vizier, VizierSheet } from './vizier'

export type Open = 'palette' | 'help' | 'sources' | 'pages' | 'more' | null

const Help = late(async () => (await import('./help')).Help)
const Sources = late(async () => (await import('./sources')).Sources)

const WIDE = matchMedia('(min-width: 1241px)')
const PHONE = matchMedia('(max-width: 720px)')

export function App() {
  const { load, retry } = useLoad('session', fetchSession)
  useEffect(startRouter, [])
  const session = shownValue(load)
  if (session) return <Frame session={session} />
  return (
    <div class="app no-panel">
      <div class="rail" />
      <main id="main">{load.phase === 'failed' && <div class="card broken"><FailedNote load={load} retry={retry} /></div>}</main>
    </div>
  )
}

function Frame({ session }: { readonly session: Session }) {
  const [open, setOpen] = useState<Open>(null)
  const [panel, setPanel] = useState(WIDE.matches)
  const phone = useMatch(PHONE)
  const { symphony, page, search } = route.value
  const entry = session.symphonies.find(({ id }) => id === symphony)
  useHome(session, entry)
  useArrival(entry, page)
  const keys = entry ? keysOf(entry.pages) : new Map<string, string>()
  const askVizier = (): void => {
    setPanel(true)
    focusQuestion()
  }
  const hidePanel = (): void => setPanel(false)
  // the sheet covers the page: it goes once a link in it leads to another one
  const view = `${page} ${[...search].filter(([name]) => !/explain|figure/.test(name))}`
  useEffect(() => {
    if (phone) hidePanel()
  }, [view])
  useKeys({ keys, entry, open: setOpen, togglePanel: () => setPanel(!panel), askVizier })

  return (
    <div class={`app${panel ? '' : ' no-panel'}`}>
      <a class="skip" href="#main">Skip to the page</a>
      <Rail session={session} current={entry} open={setOpen} />
      <main id="main" tabIndex={-1}>
        <PanelToggle shown={panel} onToggle={() => setPanel(!panel)} />
        {entry ? <Host key={entry.id} entry={entry} session={session} /> : <Nowhere session={session} />}
      </main>
      {entry && !phone && <Vizier entry={entry} session={session} onHide={hidePanel} />}
      {entry && phone && panel && <VizierSheet entry={entry} session={session} onHide={hidePanel} />}
      <Tabs entry={entry} open={setOpen} askVizier={() => setPanel(true)} />
      {open === 'palette' && <Palette session={session} entry={entry} open={setOpen} />}
      {open === 'help' && <Help keys={keys} entry={entry} onClose={() => setOpen(null)} />}
      {open === 'sources' && <Sources onClose={() => setOpen(null)} />}
      {(open === 'pages' || open === 'more') && <Sheet kind={open} session={session} open={setOpen} />}
      <p class="sr" role="status">{said.value}</p>
    </div>
  )
}

/** Whether the screen fits a query, as it changes. */
function useMatch(query: MediaQueryList): boolean {
  const [fits, setFits] = useState(query.matches)
  useEffect(() => {
    const change = (): void => setFits(query.matches)
    query.addEventListener('change', change)
    return () => query.removeEventListener('change', change)
  }, [query])
  return fits
}

/** The bare address leads to the first page there is. */
function useHome(session: Session, entry: NavEntry | undefined): void {
  const { symphony, page } = route.value
  const first = entry ?? (symphony === '' ? session.symphonies[0] : undefined)
  const target = first && page === '' ? `/${first.id}/${first.pages[0]?.id ?? ''}` : null
  useEffect(() => {
    if (target) navigate(target, { replace: true })
  }, [target])
}

/** A new page is announced, and the keyboard starts at its top. */
function useArrival(entry: NavEntry | undefined, page: string): void {
  const title = entry?.pages.find(({ id }) => id === page)?.title ?? ''
  const [first, setFirst] = useState(true)
  useEffect(() => {
    if (title === '') return
    if (first) return setFirst(false)
    announce(title)
    const main = document.getElementById('main')
    main?.focus({ preventScroll: true })
    main?.scrollTo(0, 0)
    scrollTo(0, 0)
  }, [title])
}

function Nowhere({ session }: { readonly session: Session }) {
  const empty = session.symphonies.length === 0
  const text = empty ? 'Ask your administrator which symphonies your role includes.' : 'Choose a page from the navigation.'
  return route.value.symphony === '' && !empty ? null : <div class="card broken"><Note icon="info" title={empty ? 'There is no symphony for you yet' : 'There is no such page'} text={text} /></div>
}
