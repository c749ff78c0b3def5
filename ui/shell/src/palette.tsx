/** Jump to a page, a figure or an action by its name. */
import { Dialog, Icon, useUid, type IconName } from '@symphony/kit'
import { fetchCatalogue, shownValue, useLoad, type Catalogue } from '@symphony/sdk'
import { useMemo, useState } from 'preact/hooks'
import type { Open } from './app'
import { fit } from './match'
import { navigate, route } from './router'
import { ask, type NavEntry, type Session } from './server'
import { switchTheme } from './theme'

interface Entry {
  readonly id: string
  readonly title: string
  readonly group: string
  readonly icon: IconName
  readonly words: readonly string[]
  run(): void
}

export interface PaletteProps {
  readonly session: Session
  readonly entry: NavEntry | undefined
  readonly open: (what: Open) => void
}

const MOST = 9
/** Pages stand before figures of like names. */
const PAGE: IconName = 'right'

export function Palette({ session, entry, open }: PaletteProps) {
  const { load } = useLoad('catalogue', () => fetchCatalogue(ask))
  const catalogue = shownValue(load)
  const all = useMemo(() => [...pages(session), ...actions(open), ...metrics(catalogue, entry)], [session, catalogue, entry])
  const [text, setText] = useState('')
  const [at, setAt] = useState(0)
  const list = useUid()
  const found = useMemo(() => best(all, text), [all, text])
  const choose = (item: Entry | undefined): void => {
    if (!item) return
    open(null)
    item.run()
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step) {
      event.preventDefault()
      setAt((at + step + found.length) % (found.length || 1))
    } else if (event.key === 'Enter') {
      event.preventDefault()
      choose(found[at])
    }
  }
  return (
    <Dialog title="Search or jump to" quietTitle className="palette" onClose={() => open(null)}>
      <div class="palette-find">
        <Icon name="search" />
        <input
          type="text" role="combobox" aria-expanded="true" aria-controls={list} aria-autocomplete="list" aria-label="Search or jump to" aria-activedescendant={found[at] && `${list}-${at}`}
          placeholder="A page, a figure, an action" value={text} onKeyDown={onKeyDown} autoFocus
          onInput={(event) => { setText(event.currentTarget.value); setAt(0) }}
        />
      </div>
      <ul id={list} role="listbox" aria-label="Found">
        {found.map((item, i) => (
          <li key={item.id} id={`${list}-${i}`} role="option" aria-selected={i === at} onClick={() => choose(item)} onPointerMove={() => setAt(i)}>
            <Icon name={item.icon} /><span>{item.title}</span><small>{item.group}</small>
          </li>
        ))}
      </ul>
      {found.length === 0 && <p class="palette-none" role="status">Nothing is called that.</p>}
    </Dialog>
  )
}

function best(all: readonly Entry[], text: string): readonly Entry[] {
  const fitting = all.flatMap((item) => {
    const rank = fit(text, item.title, item.words)
    return rank === null ? [] : [{ item, rank: item.icon === PAGE && rank < 2 ? -1 : rank }]
  })
  return fitting.toSorted((a, b) => a.rank - b.rank).slice(0, MOST).map(({ item }) => item)
}

function pages({ symphonies }: Session): readonly Entry[] {
  return symphonies.flatMap((symphony) => symphony.pages.map((page): Entry => ({
    id: `${symphony.id}/${page.id}`, title: page.title, group: symphony.title, icon: PAGE, words: [symphony.executive], run: () => navigate(`/${symphony.id}/${page.id}`),
  })))
}

function actions(open: PaletteProps['open']): readonly Entry[] {
  return [
    { id: 'theme', title: 'Switch between light and dark', group: 'Action', icon: 'moon', words: ['theme'], run: switchTheme },
    { id: 'sources', title: 'Sources and how fresh they are', group: 'Action', icon: 'plug', words: ['data', 'products', 'status'], run: () => open('sources') },
    { id: 'print', title: 'Print this page', group: 'Action', icon: 'download', words: ['paper', 'pdf'], run: () => print() },
    { id: 'link', title: 'Copy a link to this view', group: 'Action', icon: 'link', words: ['share', 'address'], run: () => void navigator.clipboard?.writeText(location.href) },
    { id: 'help', title: 'Keys', group: 'Action', icon: 'info', words: ['keyboard', 'help', 'shortcuts'], run: () => open('help') },
  ]
}

function metrics(catalogue: Catalogue | null, entry: NavEntry | undefined): readonly Entry[] {
  if (!catalogue || !entry) return []
  return [...catalogue.values()].map((metric) => ({
    id: metric.id, title: metric.title, group: 'Figure', icon: 'columns', words: [metric.id, ...metric.synonyms],
    run: () => {
      const search = new URLSearchParams(route.value.search)
      search.set('explain', metric.id)
      navigate(`/${entry.id}/${route.value.page}?${search.toString()}`)
    },
  }))
}
