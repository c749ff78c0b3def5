/** Loads what a symphony's pages need and shows the one asked for. */
import type { Context } from '@symphony/contract'
import { FailedNote, Note } from '@symphony/kit'
import { fetchCatalogue, readState, shownValue, useLoad, writeState, type Catalogue, type Defaults, type Grain } from '@symphony/sdk'
import { useMemo } from 'preact/hooks'
import { BoardContext, type Board, type Drills, type Own, type Parts } from './context'
import { fetchDashboard, type Dashboard } from '@symphony/sdk'
import { useObservable } from './observe'
import { PageView, PageSkeleton } from './page'

export interface BoardViewProps {
  readonly context: Context
  readonly parts: Parts
  readonly drills: Drills
  readonly own: Own
}

export function BoardView({ context, parts, drills, own }: BoardViewProps) {
  const { load, retry } = useLoad(context.symphony, async () => {
    const [dashboard, catalogue] = await Promise.all([fetchDashboard(context.symphony, context.signal), fetchCatalogue(context.gql)])
    return { dashboard, catalogue }
  })
  const route = useObservable(context.route)
  const loaded = shownValue(load)
  const board = useMemo(() => loaded && boardOf(context, loaded, route.page, route.search, { parts, drills, own }), [context, loaded, route, parts, drills, own])

  if (load.phase === 'failed') return <div class="card broken"><FailedNote load={load} retry={retry} /></div>
  if (!loaded) return <PageSkeleton />
  if (!board) return <div class="card broken"><Note icon="info" title="There is no such page" text="Choose one from the navigation." /></div>
  return <BoardContext.Provider value={board}><PageView key={board.page.id} /></BoardContext.Provider>
}

function boardOf(context: Context, { dashboard, catalogue }: { dashboard: Dashboard; catalogue: Catalogue }, pageId: string, search: URLSearchParams, { parts, drills, own }: Omit<BoardViewProps, 'context'>): Board | null {
  const page = dashboard.pages.find(({ id }) => id === pageId)
  if (!page) return null
  const defaults = defaultsOf(dashboard, own)
  const state = readState(search, defaults)
  const href: Board['href'] = (change) => {
    const text = writeState({ ...state, ...change }, defaults).toString()
    return `/${context.symphony}/${page.id}${text ? `?${text}` : ''}`
  }
  return { context, dashboard, catalogue, page, state, parts, drills, href, go: (change, options) => context.navigate(href(change), options) }
}

function defaultsOf({ defaults, filters }: Dashboard, own: Own): Defaults {
  return { grain: defaults.grain.toUpperCase() as Grain, last: defaults.last, versus: defaults.versus, filters: filters.map(({ name }) => name), own }
}
