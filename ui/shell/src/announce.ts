import { signal } from '@preact/signals'

/** What the shell says to screen readers. */
export const said = signal('')

/** Says it once; the same words twice are said twice. */
export function announce(text: string): void {
  said.value = said.value === text ? `${text} ` : text
}
