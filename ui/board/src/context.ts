/** What every tile of a page knows. */
import type { Context } from '@symphony/contract'
import type { Catalogue, PageState } from '@symphony/sdk'
import { createContext, type ComponentType } from 'preact'
import { useContext } from 'preact/hooks'
import type { Dashboard, Page, PartTile } from '@symphony/sdk'

export interface Board {
  readonly context: Context
  readonly dashboard: Dashboard
  readonly catalogue: Catalogue
  readonly page: Page
  readonly state: PageState
  readonly parts: Parts
  readonly drills: Drills
  /** Goes to the page with a changed state. */
  go(change: Partial<PageState>, options?: { readonly replace?: boolean }): void
  /** The address of the page with a changed state. */
  href(change: Partial<PageState>): string
}

export interface PartProps {
  readonly tile: PartTile
}

/** Parts of a page that only one symphony has, by the name its `dashboard.yaml` calls them. */
export type Parts = Readonly<Record<string, ComponentType<PartProps>>>

export interface DrillProps {
  /** The key of what is looked at. */
  readonly id: string
  /** Steps above it. */
  readonly above: PageState['drill']
}

/** Names of what parts keep in the address. */
export type Own = readonly string[]

/** What a step down shows, by its kind. */
export type Drills = Readonly<Record<string, ComponentType<DrillProps>>>

export const BoardContext = createContext<Board | null>(null)

/** The board a component stands on. */
export function useBoard(): Board {
  const board = useContext(BoardContext)
  if (!board) throw new Error('This part stands outside a board.')
  return board
}
