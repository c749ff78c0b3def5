/** Navigation for small screens: tabs at the bottom, and sheets for what the rail holds. */
import { Dialog, Icon } from '@symphony/kit'
import type { Open } from './app'
import { Personas, ThemeButton } from './me'
import { route } from './router'
import type { NavEntry, Session } from './server'

export interface TabsProps {
  readonly entry: NavEntry | undefined
  readonly open: (what: Open) => void
  readonly askVizier: () => void
}

export function Tabs({ entry, open, askVizier }: TabsProps) {
  return (
    <nav class="tabs" aria-label="Main">
      <button type="button" class="here" onClick={() => open('pages')}><Icon name="finance" />{entry?.title ?? 'Pages'}</button>
      {entry && <button type="button" onClick={askVizier}><Icon name="chat" />Vizier</button>}
      <button type="button" onClick={() => open('palette')}><Icon name="search" />Search</button>
      <button type="button" onClick={() => open('more')}><Icon name="more" />More</button>
    </nav>
  )
}

export interface SheetProps {
  readonly kind: 'pages' | 'more'
  readonly session: Session
  readonly open: (what: Open) => void
}

export function Sheet({ kind, session, open }: SheetProps) {
  const close = (): void => open(null)
  if (kind === 'pages') return <Dialog title="Pages" className="sheet" onClose={close}><PageList session={session} close={close} /></Dialog>
  return (
    <Dialog title={session.viewer.name} className="sheet" onClose={close}>
      <ul class="menu">
        <li><button type="button" onClick={() => open('sources')}><Icon name="plug" />Sources and how fresh they are</button></li>
        <li class="sheet-theme">Light or dark<ThemeButton /></li>
      </ul>
      {session.company.isSample && session.viewer.personas.length > 1 && <><h3>Look as</h3><Personas session={session} /></>}
    </Dialog>
  )
}

function PageList({ session, close }: { readonly session: Session; readonly close: () => void }) {
  return (
    <>
      {session.symphonies.map((symphony) => (
        <section key={symphony.id}>
          <h3>{symphony.title}</h3>
          <ul class="menu">{symphony.pages.map((page) => <li key={page.id}><a href={`/${symphony.id}/${page.id}`} aria-current={route.value.page === page.id ? 'page' : undefined} onClick={close}>{page.title}</a></li>)}</ul>
        </section>
      ))}
    </>
  )
}
