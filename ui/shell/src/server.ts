/** What the shell asks the server besides figures. */
import type { Ask, Company, Listen, Viewer } from '@symphony/contract'
import { openAsk, openListen, whole } from '@symphony/sdk'
import SESSION from '@symphony/sdk/operations/session.graphql'

export interface NavPage {
  readonly id: string
  readonly title: string
}

/** A symphony in the navigation. */
export interface NavEntry {
  readonly id: string
  readonly title: string
  readonly executive: string
  readonly icon?: string
  readonly pages: readonly NavPage[]
  /** Address of its start module; null when it is not built. */
  readonly entry: string | null
}

export interface Session {
  readonly viewer: Viewer
  readonly company: Company
  readonly symphonies: readonly NavEntry[]
}

export const ask: Ask = openAsk('/graphql')
export const listen: Listen = openListen('/graphql')

/** Who is looking, at which company, with which symphonies. */
export async function fetchSession(): Promise<Session> {
  const [answer, symphonies] = await Promise.all([ask<{ viewer: Viewer; company: Company }>(SESSION, {}, { fresh: true }), fetchSymphonies()])
  return { ...whole(answer), symphonies }
}

async function fetchSymphonies(): Promise<readonly NavEntry[]> {
  const response = await fetch('/api/symphonies')
  if (!response.ok) throw new Error(`The navigation could not be read: status ${response.status}.`)
  return (await response.json()) as readonly NavEntry[]
}

/** Looks at the sample company as someone else. */
export async function choosePersona(persona: string): Promise<void> {
  const response = await fetch('/api/session', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ persona }) })
  if (!response.ok) throw new Error(`The change was refused: status ${response.status}.`)
}
