/** Keys that work everywhere: ⌘K, ?, g and a letter, the panel, and its question field. */
import { useEffect, useRef } from 'preact/hooks'
import type { Open } from './app'
import { navigate } from './router'
import type { NavEntry, NavPage } from './server'

/** The letter after `g` for each page: the first of its title that is still free. */
export function keysOf(pages: readonly NavPage[]): ReadonlyMap<string, string> {
  const keys = new Map<string, string>()
  for (const { id, title } of pages) {
    const letter = [...title.toLowerCase()].find((sign) => /[a-z]/.test(sign) && !keys.has(sign))
    if (letter) keys.set(letter, id)
  }
  return keys
}

export interface KeysOptions {
  readonly keys: ReadonlyMap<string, string>
  readonly entry: NavEntry | undefined
  readonly open: (what: Open) => void
  readonly togglePanel: () => void
  readonly askVizier: () => void
}

const typing = (target: EventTarget | null): boolean => target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))

/** Listens while the frame is there. */
export function useKeys(options: KeysOptions): void {
  const latest = useRef(options)
  latest.current = options
  useEffect(() => {
    let began = -Infinity
    const onKey = (event: KeyboardEvent): void => {
      const { keys, entry, open, togglePanel, askVizier } = latest.current
      if ((event.metaKey || event.ctrlKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault()
        return open('palette')
      }
      if (event.metaKey || event.ctrlKey || event.altKey || typing(event.target) || document.querySelector('dialog[open]')) return
      const after = event.timeStamp - began < 1500
      began = -Infinity
      const page = after ? keys.get(event.key.toLowerCase()) : undefined
      if (page && entry) navigate(`/${entry.id}/${page}`)
      else if (event.key === 'g') began = event.timeStamp
      else if (event.key === '?') open('help')
      else if (event.key === '/') {
        event.preventDefault()
        open('palette')
      } else if (event.key === ']') togglePanel()
      else if (event.key === 'a' && entry) {
        event.preventDefault()
        askVizier()
      }
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [])
}
