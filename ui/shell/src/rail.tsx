/** The rail: brand, search, symphonies and their pages, how fresh the sources are, who is looking. */
import { Icon, isIcon } from '@symphony/kit'
import { fetchSources, shownValue, useLoad } from '@symphony/sdk'
import type { Open } from './app'
import { Me } from './me'
import { route } from './router'
import { ask, type NavEntry, type Session } from './server'

export interface RailProps {
  readonly session: Session
  readonly current: NavEntry | undefined
  readonly open: (what: Open) => void
}

export function Rail({ session, current, open }: RailProps) {
  return (
    <nav class="rail" aria-label="Symphonies">
      <a class="brand" href="/"><Mark /><span>Symphonies</span></a>
      <button class="find" type="button" onClick={() => open('palette')}><Icon name="search" />Search or jump to<kbd>{shortcut()}</kbd></button>
      <h2>Symphonies</h2>
      <ul>{session.symphonies.map((entry) => <Entry key={entry.id} entry={entry} open={entry === current} />)}</ul>
      <div class="rail-foot">
        <FreshLine onOpen={() => open('sources')} />
        <Me session={session} />
      </div>
    </nav>
  )
}

export function Mark() {
  return (
    <svg class="mark" viewBox="0 0 20 20" aria-hidden="true">
      <rect x="1" y="9" width="3" height="5" rx="1.5" /><rect x="6" y="5" width="3" height="11" rx="1.5" /><rect x="11" y="2" width="3" height="16" rx="1.5" /><rect x="16" y="7" width="3" height="7" rx="1.5" />
    </svg>
  )
}

const shortcut = (): string => (/Mac|iPhone|iPad/.test(navigator.userAgent) ? '⌘K' : 'Ctrl K')

function Entry({ entry, open }: { readonly entry: NavEntry; readonly open: boolean }) {
  const icon = entry.icon && isIcon(entry.icon) ? entry.icon : 'finance'
  const first = entry.pages[0]?.id ?? ''
  return (
    <li class={open ? 'open' : ''}>
      <a href={`/${entry.id}/${first}`}><Icon name={icon} />{entry.title}</a>
      {open && (
        <ul>
          {entry.pages.map(({ id, title }) => <li key={id}><a href={`/${entry.id}/${id}`} aria-current={route.value.page === id ? 'page' : undefined}>{title}</a></li>)}
        </ul>
      )}
    </li>
  )
}

function FreshLine({ onOpen }: { readonly onOpen: () => void }) {
  const { load } = useLoad('sources', () => fetchSources(ask))
  const products = shownValue(load)
  if (!products) return <p class="fresh"><i class="dot" />{load.phase === 'failed' ? 'Sources cannot be read' : 'Reading the sources'}</p>
  const connected = products.filter((product) => product.connected)
  const fresh = connected.filter((product) => product.fresh !== false)
  const apart = products.length - connected.length
  return (
    <button type="button" class="fresh" onClick={onOpen}>
      <i class={`dot ${fresh.length === connected.length ? 'good' : 'warn'}`} />
      {fresh.length} of {connected.length} sources fresh{apart > 0 ? `, ${apart} not connected` : ''}
    </button>
  )
}
