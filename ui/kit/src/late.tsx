/** A part that is fetched once it is wanted. */
import { shownValue, useLoad } from '@symphony/sdk'
import type { ComponentType } from 'preact'
import { FailedNote } from './states'

/** Returns a component that fetches another one as soon as it is drawn. */
export function late<P extends object>(fetcher: () => Promise<ComponentType<P>>) {
  return (props: P) => {
    const { load, retry } = useLoad('', fetcher)
    const Part = shownValue(load)
    return Part ? <Part {...props} /> : <FailedNote load={load} retry={retry} />
  }
}
