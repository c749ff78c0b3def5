/** What the shell and a symphony promise each other. Types only: nothing of this exists at run time. */

/** A value that changes and tells so; a Preact signal is one. */
export interface Observable<T> {
  readonly value: T
  subscribe(listener: (value: T) => void): () => void
}

/** Where the reader is: `/{symphony}/{page}?{search}`. The search holds the whole state of the page. */
export interface Route {
  readonly symphony: string
  readonly page: string
  readonly search: URLSearchParams
}

export type Theme = 'light' | 'dark'

/** One person the sample company can be seen as. */
export interface Persona {
  readonly id: string
  readonly name: string
  readonly title: string
}

export interface Viewer extends Persona {
  readonly roles: readonly string[]
  readonly personas: readonly Persona[]
}

export interface Company {
  readonly name: string
  readonly currency: string
  readonly asOf: string
  readonly fiscalYearStartMonth: number
  readonly calendar: string
  readonly isSample: boolean
}

/** A GraphQL answer: data may be partial, then errors name the paths that failed. */
export interface Answer<T> {
  readonly data: T | null
  readonly errors: readonly Problem[]
}

export interface Problem {
  readonly message: string
  readonly code: string
  readonly hint: string
  readonly path: readonly (string | number)[]
}

/** Runs a GraphQL document. Throws only when the server gave no answer at all. */
export type Ask = <T>(document: string, variables?: Readonly<Record<string, unknown>>, options?: { readonly fresh?: boolean }) => Promise<Answer<T>>

/**
 * Follows a GraphQL subscription until its events end or the signal aborts. Rejects with the first problem the
 * server tells, or when it breaks off.
 */
export type Listen = <T>(document: string, onEvent: (data: T) => void, signal: AbortSignal, variables?: Readonly<Record<string, unknown>>) => Promise<void>

/** An entry the symphony adds to the command palette. */
export interface Command {
  readonly id: string
  readonly title: string
  readonly group: string
  readonly words?: readonly string[]
  /** Second key after `g`, when the command has one. */
  readonly key?: string
  run(): void
}

/** What a symphony may tell the shell. */
export type ShellEvent =
  | { readonly kind: 'title'; readonly title: string }
  | { readonly kind: 'commands'; readonly commands: readonly Command[] }
  | { readonly kind: 'said'; readonly text: string }
  | { readonly kind: 'failed'; readonly error: unknown }

/** Everything a symphony gets from the shell. */
export interface Context {
  readonly symphony: string
  readonly gql: Ask
  readonly listen: Listen
  readonly user: Viewer
  readonly company: Company
  readonly locale: string
  readonly theme: Observable<Theme>
  readonly route: Observable<Route>
  /** Aborted when the symphony is taken down. */
  readonly signal: AbortSignal
  navigate(to: string, options?: { readonly replace?: boolean }): void
  emit(event: ShellEvent): void
}

export interface Symphony {
  readonly contract: 1
  readonly title: string
  /** Draws into `el` and returns what takes it down again. */
  mount(el: HTMLElement, context: Context): () => void
}
