/** Where a symphony lives: started, watched and taken down; its failure never leaves this frame. */
import type { Context, Symphony } from '@symphony/contract'
import { Icon, Note, reasonOf } from '@symphony/kit'
import { useEffect, useRef, useState } from 'preact/hooks'
import { announce } from './announce'
import { navigate, route } from './router'
import { ask, listen, type NavEntry, type Session } from './server'
import { theme } from './theme'

const START_MS = 8000

export interface HostProps {
  readonly entry: NavEntry
  readonly session: Session
}

export function Host({ entry, session }: HostProps) {
  const place = useRef<HTMLDivElement>(null)
  const [error, setError] = useState<unknown>(null)
  const [attempt, setAttempt] = useState(0)

  useEffect(() => {
    const el = place.current
    if (!el) return
    const down = new AbortController()
    let unmount = (): void => {}
    setError(null)
    start(entry).then(
      (symphony) => {
        if (down.signal.aborted) return
        unmount = symphony.mount(el, contextOf(entry, session, down.signal))
      },
    ).catch((reason: unknown) => {
      if (down.signal.aborted) return
      el.replaceChildren()
      setError(reason)
      announce(`${entry.title} could not be started.`)
    })
    return () => {
      down.abort()
      try {
        unmount()
      } finally {
        el.replaceChildren()
      }
    }
  }, [entry.id, attempt])

  const again = <button type="button" class="btn small" onClick={() => setAttempt(attempt + 1)}><Icon name="reset" />Try again</button>
  return (
    <>
      {error !== null && <div class="card broken"><Note icon="alert" tone="bad" title={`${entry.title} could not be started`} text={`${reasonOf(error)} Everything else goes on.`} action={again} /></div>}
      <div ref={place} class="mount" />
    </>
  )
}

async function start(entry: NavEntry): Promise<Symphony> {
  if (entry.entry === null) throw new Error('It is not built yet: run python tools/build_ui.py.')
  const module = (await Promise.race([import(/* @vite-ignore */ entry.entry), late()])) as { readonly default?: Partial<Symphony> }
  const symphony = module.default
  if (symphony?.contract !== 1 || typeof symphony.mount !== 'function') throw new Error('It was built for another version of the shell.')
  return symphony as Symphony
}

function late(): Promise<never> {
  return new Promise((_, reject) => setTimeout(() => reject(new Error(`It did not start within ${START_MS / 1000} seconds.`)), START_MS))
}

function contextOf(entry: NavEntry, session: Session, signal: AbortSignal): Context {
  return {
    symphony: entry.id,
    gql: ask,
    listen,
    user: session.viewer,
    company: session.company,
    locale: navigator.language,
    theme,
    route,
    signal,
    navigate,
    emit(event) {
      if (event.kind === 'title') document.title = `${event.title} · ${entry.title} · ${session.company.name}`
      if (event.kind === 'said') announce(event.text)
      if (event.kind === 'failed') announce('A part of the page stopped working.')
    },
  }
}
