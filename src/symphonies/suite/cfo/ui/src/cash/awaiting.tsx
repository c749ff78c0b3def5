/** What stands in the place of an answer about cash until it is there, or when it cannot be given. */
import { FailedNote, Note, Skeleton, type NoteProps } from '@symphony/kit'
import { ProblemError } from '@symphony/sdk'
import type { Latest } from './latest'
import { PreparingNote } from './preparing'

export interface AwaitingProps {
  readonly of: Latest<unknown> & { retry(): void }
  readonly height: number
  /** What is waited for, where it is not the cash position. */
  readonly waiting?: { readonly title: string; readonly text: string }
}

export function Awaiting({ of, height, waiting }: AwaitingProps) {
  if (of.preparing !== null) return <PreparingNote {...of.preparing} {...waiting} />
  const note = noteFor(of.error)
  if (note) return <Note {...note} />
  if (of.error !== null) return <FailedNote load={{ phase: 'failed', error: of.error, last: null }} retry={of.retry} />
  return <Skeleton height={height} lines={4} />
}

/** Whether nothing is under way that could end well by itself soon. */
export const isBusy = ({ value, busy, preparing }: Latest<unknown>): boolean => value === null && busy && preparing === null

const NOTES: Readonly<Record<string, Pick<NoteProps, 'icon' | 'title'>>> = {
  FORBIDDEN: { icon: 'lock', title: 'Hidden by policy' },
  POSITION_UNKNOWN: { icon: 'plug', title: 'Not connected' },
  HISTORY_TOO_SHORT: { icon: 'info', title: 'Not enough history' },
}

/** The note for an answer that cannot be given and need not be tried again; null for any other error. */
export function noteFor(error: unknown): NoteProps | null {
  if (!(error instanceof ProblemError)) return null
  const { code, message, hint } = error.problem
  const note = NOTES[code]
  return note ? { ...note, text: code === 'FORBIDDEN' ? hint : [message, hint].filter(Boolean).join(' ') } : null
}
