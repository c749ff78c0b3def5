/** What stands in a frame when there is no figure to show. Each says why, and one next step. */
import { momentText, ProblemError, UnansweredError, type Load, type MetricResult } from '@symphony/sdk'
import type { ComponentChildren } from 'preact'
import { Icon, type IconName } from './icon'

export interface NoteProps {
  readonly icon: IconName
  readonly title: string
  readonly text?: string | null | undefined
  readonly tone?: 'bad' | 'warn'
  readonly action?: ComponentChildren
}

/** A calm message in place of the content. */
export function Note({ icon, title, text, tone, action }: NoteProps) {
  return (
    <div class={`note ${tone ?? ''}`}>
      <Icon name={icon} />
      <div>
        <p class="note-title">{title}</p>
        {text && <p>{text}</p>}
        {action}
      </div>
    </div>
  )
}

/** Grey bars of the size of what will come. */
export function Skeleton({ height, lines = 3 }: { readonly height: number; readonly lines?: number }) {
  return (
    <div class="skeleton" style={{ height: `${height}px` }} aria-hidden="true">
      {Array.from({ length: lines }, (_, i) => <i key={i} style={{ width: `${92 - i * 17}%` }} />)}
    </div>
  )
}

/** Said once loading takes more than two seconds. */
export function SlowNote<T>({ load }: { readonly load: Load<T> }) {
  if (load.phase !== 'loading' || load.elapsed < 2000) return null
  const seconds = Math.round(load.elapsed / 1000)
  return (
    <p class="strip" role="status">
      Still loading, {seconds} s.{load.last ? ` Showing what came at ${momentText(load.last.at)}.` : ''}
    </p>
  )
}

export interface FailedProps<T> {
  readonly load: Load<T>
  readonly retry: () => void
}

/** Why it failed, with a way to try again; a strip when the last good value still shows. */
export function FailedNote<T>({ load, retry }: FailedProps<T>) {
  if (load.phase !== 'failed') return null
  const again = <button type="button" class="btn small" onClick={retry}><Icon name="reset" />Try again</button>
  if (load.last) {
    return <p class="strip bad" role="status"><span>{reasonOf(load.error)} Showing what came at {momentText(load.last.at)}.</span>{again}</p>
  }
  return <Note icon="alert" tone="bad" title="This could not be loaded" text={reasonOf(load.error)} action={again} />
}

/** An error in words for its reader. */
export function reasonOf(error: unknown): string {
  if (error instanceof ProblemError) return [error.problem.message, error.problem.hint].filter(Boolean).join(' ')
  if (error instanceof UnansweredError) return 'The server did not answer.'
  return error instanceof Error ? error.message : 'Something went wrong.'
}

/** The note for a figure that cannot be shown; null when it can. */
export function noteOf(result: MetricResult): NoteProps | null {
  const { state, reason, nextStep } = result
  const text = [reason, nextStep].filter(Boolean).join(' ')
  if (state === 'FORBIDDEN') return { icon: 'lock', title: 'Hidden by policy', text: text === 'Hidden by policy' ? 'Your role does not include this figure.' : text }
  if (state === 'NOT_CONNECTED') return { icon: 'plug', title: 'Not connected', text: text || 'No source is connected for this figure.' }
  const empty = state === 'EMPTY' || result.rows.every((row) => row.value === null)
  return empty ? { icon: 'info', title: 'No data in this selection', text: text || 'Widen the period or take a filter away.' } : null
}
