/** One question at a time, the latest wins: what was answered last stays until the next answer is there. */
import { ProblemError } from '@symphony/sdk'
import { useEffect, useRef, useState } from 'preact/hooks'

export interface Latest<V> {
  readonly value: V | null
  /** The key `value` answers. */
  readonly of: string | null
  readonly busy: boolean
  readonly error: unknown
  /** What the server prepares first; null when it does not. */
  readonly preparing: Preparing | null
}

export interface Preparing {
  readonly since: number
  /** What is being done, as the server says it; empty where it does not. */
  readonly said: string
}

/** An answer that is not there yet; the question is asked again. */
export class Pending extends Error {
  override readonly name = 'Pending'
}

const AGAIN_MS = 2000
const NONE: Latest<never> = { value: null, of: null, busy: true, error: null, preparing: null }

/** Runs `ask` for the newest `key`; in between, keys are skipped. A server that prepares itself is asked again. */
export function useLatest<V>(key: string, ask: (fresh: boolean) => Promise<V>): Latest<V> & { retry(): void } {
  const [state, setState] = useState<Latest<V>>(NONE)
  const now = useRef({ key, ask, live: true, running: false, timer: 0 })
  now.current.key = key
  now.current.ask = ask

  const run = (fresh: boolean): void => {
    const self = now.current
    if (self.running || !self.live) return
    self.running = true
    clearTimeout(self.timer)
    const asked = self.key
    setState((before) => ({ ...before, busy: true }))
    const settle = (change: (before: Latest<V>) => Latest<V>): void => {
      self.running = false
      if (!self.live) return
      setState(change)
      if (self.key !== asked) run(false)
    }
    self.ask(fresh).then(
      (value) => settle(() => ({ value, of: asked, busy: self.key !== asked, error: null, preparing: null })),
      (error: unknown) => settle((before) => {
        if (!isPreparing(error)) return { ...before, busy: false, error, preparing: null }
        self.timer = window.setTimeout(() => run(true), AGAIN_MS)
        return { ...before, busy: false, error: null, preparing: preparingBy(error, before) }
      }),
    )
  }
  useEffect(() => run(false), [key])
  useEffect(() => {
    now.current.live = true
    return () => {
      now.current.live = false
      clearTimeout(now.current.timer)
    }
  }, [])
  return { ...state, retry: () => run(true) }
}

/** What is being prepared, after one more answer that says so. */
export const preparingBy = (error: unknown, { preparing }: Pick<Latest<unknown>, 'preparing'>): Preparing =>
  ({ since: preparing?.since ?? Date.now(), said: error instanceof ProblemError ? error.problem.message : '' })

/** Whether the server only needs some time. */
export const isPreparing = (error: unknown): boolean => error instanceof Pending || (error instanceof ProblemError && error.problem.code === 'POSITION_PREPARING')
