import type { Observable } from '@symphony/contract'
import { useEffect, useState } from 'preact/hooks'

/** The current value of something the shell keeps. */
export function useObservable<T>(source: Observable<T>): T {
  const [value, setValue] = useState<T>(source.value)
  useEffect(() => source.subscribe((next) => setValue(() => next)), [source])
  return value
}
