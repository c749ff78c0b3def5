/** Notes that a briefing was read, so that the next visit can tell what moved since. */
import type { Ask } from '@symphony/contract'
import NOTE_VISIT from '@symphony/sdk/operations/note_visit.graphql'
import { useEffect } from 'preact/hooks'

/** Once the briefing is whole and somebody may see it; a failure costs nothing but the memory. */
export function useVisit(ask: Ask, symphony: string, whole: boolean): void {
  useEffect(() => {
    if (!whole) return
    const note = (): void => {
      if (document.visibilityState !== 'visible') return
      document.removeEventListener('visibilitychange', note)
      ask(NOTE_VISIT, { symphony }, { fresh: true }).catch(() => undefined)
    }
    document.addEventListener('visibilitychange', note)
    note()
    return () => document.removeEventListener('visibilitychange', note)
  }, [symphony, whole])
}
