/** A button that opens a small panel below itself. */
import { useEffect, useRef, useState } from 'preact/hooks'
import type { ComponentChildren } from 'preact'
import { useUid } from './uid'

export interface PopoverProps {
  /** Names the panel, and the button too unless its content does. */
  readonly label: string
  readonly button: ComponentChildren
  readonly named?: boolean
  readonly className?: string
  readonly children: (close: () => void) => ComponentChildren
}

export function Popover({ label, button, named = false, className = 'btn quiet', children }: PopoverProps) {
  const [open, setOpen] = useState(false)
  const box = useRef<HTMLDivElement>(null)
  const opener = useRef<HTMLButtonElement>(null)
  const id = useUid()
  const close = (): void => {
    setOpen(false)
    opener.current?.focus()
  }

  useEffect(() => {
    if (!open) return
    box.current?.querySelector<HTMLElement>('input, select, button')?.focus()
    const outside = (event: Event): void => {
      const target = event.target as Node
      if (!box.current?.contains(target) && !opener.current?.contains(target)) setOpen(false)
    }
    document.addEventListener('pointerdown', outside)
    return () => document.removeEventListener('pointerdown', outside)
  }, [open])

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || !open) return
    event.stopPropagation()
    // a dialog around it would close as well
    event.preventDefault()
    close()
  }

  return (
    <div class="pop-anchor" onKeyDown={onKeyDown}>
      <button ref={opener} type="button" class={className} aria-expanded={open} aria-controls={id} aria-label={named ? undefined : label} onClick={() => setOpen(!open)}>
        {button}
      </button>
      <div ref={box} id={id} class="pop" role="group" aria-label={label} hidden={!open}>
        {open && children(close)}
      </div>
    </div>
  )
}
