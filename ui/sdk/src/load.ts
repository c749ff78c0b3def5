/** Loading as data: first, slow, ready or failed, always with the last good value at hand. */
import { useCallback, useEffect, useRef, useState } from 'preact/hooks'

export const SLOW_MS = 2000

export interface Kept<T> {
  readonly value: T
  readonly at: number
}

export type Load<T> =
  | { readonly phase: 'loading'; readonly elapsed: number; readonly last: Kept<T> | null }
  | { readonly phase: 'ready'; readonly value: T; readonly at: number }
  | { readonly phase: 'failed'; readonly error: unknown; readonly last: Kept<T> | null }

export interface Loading<T> {
  readonly load: Load<T>
  retry(): void
}

/** The value to show meanwhile, if any. */
export function shownValue<T>(load: Load<T>): T | null {
  return load.phase === 'ready' ? load.value : (load.last?.value ?? null)
}

/**
 * Runs `fetcher` whenever `key` changes. While it runs, the last good value stays; from two seconds on the
 * elapsed time is told each second. `fresh` is true on a retry.
 */
export function useLoad<T>(key: string, fetcher: (fresh: boolean) => Promise<T>): Loading<T> {
  const [load, setLoad] = useState<Load<T>>({ phase: 'loading', elapsed: 0, last: null })
  const [attempt, setAttempt] = useState(0)
  const last = useRef<Kept<T> | null>(null)
  const latest = useRef(fetcher)
  latest.current = fetcher

  useEffect(() => {
    let live = true
    const began = Date.now()
    const waiting = (): void => setLoad({ phase: 'loading', elapsed: Date.now() - began, last: last.current })
    waiting()
    const slow = setInterval(() => Date.now() - began >= SLOW_MS && waiting(), 1000)
    const settle = (result: Load<T>): void => {
      clearInterval(slow)
      if (live) setLoad(result)
    }
    latest.current(attempt > 0).then(
      (value) => {
        const kept = { value, at: Date.now() }
        if (live) last.current = kept
        settle({ phase: 'ready', ...kept })
      },
      (error: unknown) => settle({ phase: 'failed', error, last: last.current }),
    )
    return () => {
      live = false
      clearInterval(slow)
    }
  }, [key, attempt])

  return { load, retry: useCallback(() => setAttempt((n) => n + 1), []) }
}
