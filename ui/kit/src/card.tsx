/** The frame of everything on a page. */
import type { ComponentChildren } from 'preact'
import { useUid } from './uid'

export interface CardProps {
  readonly title: string
  readonly subtitle?: ComponentChildren
  readonly tools?: ComponentChildren
  /** How many of the twelve columns it takes; all by default. */
  readonly span?: number
  readonly busy?: boolean
  readonly children: ComponentChildren
}

/** A titled card. */
export function Card({ title, subtitle, tools, span = 12, busy = false, children }: CardProps) {
  const id = useUid()
  return (
    <section class={`card span-${span}`} aria-labelledby={id} aria-busy={busy}>
      <div class="head">
        <div class="head-words">
          <h2 id={id}>{title}</h2>
          {subtitle && <p>{subtitle}</p>}
        </div>
        {tools && <div class="head-tools">{tools}</div>}
      </div>
      {children}
    </section>
  )
}
