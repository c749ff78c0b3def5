/** Where the panel stands and who reads it. */
import type { Ask, Company, Listen, Observable, Route, Viewer } from '@symphony/contract'
import { createContext } from 'preact'
import { useContext } from 'preact/hooks'

export interface Place {
  readonly ask: Ask
  readonly listen: Listen
  readonly symphony: string
  readonly title: string
  readonly viewer: Viewer
  readonly company: Company
  readonly route: Observable<Route>
  /** Says it to screen readers. */
  announce(text: string): void
}

export const PlaceContext = createContext<Place | null>(null)

/** The place a part of the panel stands in. */
export function usePlace(): Place {
  const place = useContext(PlaceContext)
  if (!place) throw new Error('This part stands outside the panel.')
  return place
}

/** Makes the addresses of this page with one metric explained, and a figure of it. */
export function useExplained(): (metric: string, figure?: string | null) => string {
  const { symphony, page, search } = usePlace().route.value
  return (metric, figure) => {
    const next = new URLSearchParams(search)
    next.set('explain', metric)
    if (figure) next.set('figure', figure)
    else next.delete('figure')
    return `/${symphony}/${page}?${next.toString()}`
  }
}
