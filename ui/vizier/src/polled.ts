/** Asks again while an answer says that it is not whole yet, ever more slowly. */
import { shownValue, useLoad, type Loading } from '@symphony/sdk'
import { useEffect, useState } from 'preact/hooks'

const FIRST_MS = 1500
const LONGEST_MS = 10_000

/** Like `useLoad`; the last answer stays while the next one is fetched. `fresh` is true from the second time on. */
export function usePolled<T extends { readonly ready: boolean }>(key: string, fetcher: (fresh: boolean) => Promise<T>): Loading<T> {
  const [round, setRound] = useState(0)
  const loading = useLoad(`${key} ${round}`, (retried) => fetcher(retried || round > 0))
  const waits = loading.load.phase === 'ready' && !shownValue(loading.load)?.ready
  useEffect(() => {
    if (!waits) return
    const timer = setTimeout(() => setRound((before) => before + 1), Math.min(FIRST_MS * 1.3 ** round, LONGEST_MS))
    return () => clearTimeout(timer)
  }, [waits, round])
  return loading
}
