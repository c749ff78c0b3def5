/** A modal dialog on the platform's own element: focus stays inside, Escape closes, focus goes back. */
import { useEffect, useRef } from 'preact/hooks'
import type { ComponentChildren } from 'preact'
import { Icon } from './icon'
import { useUid } from './uid'

export interface DialogProps {
  readonly title: string
  readonly onClose: () => void
  readonly className?: string
  /** Hides the title from sight; it is still read. */
  readonly quietTitle?: boolean
  readonly children: ComponentChildren
}

export function Dialog({ title, onClose, className = '', quietTitle = false, children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  const id = useUid()
  useEffect(() => {
    const el = dialog.current
    const before = document.activeElement
    el?.showModal()
    return () => {
      el?.close()
      if (before instanceof HTMLElement && before.isConnected) before.focus()
    }
  }, [])
  return (
    <dialog ref={dialog} class={className} aria-labelledby={id} onCancel={onClose} onClick={(event) => event.target === dialog.current && onClose()}>
      <div class="dialog-in">
        <header class={quietTitle ? 'sr' : 'dialog-head'}>
          <h2 id={id}>{title}</h2>
          {!quietTitle && (
            <button type="button" class="icon" aria-label="Close" onClick={onClose}><Icon name="close" /></button>
          )}
        </header>
        {children}
      </div>
    </dialog>
  )
}
