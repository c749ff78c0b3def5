/** Light or dark: the system's choice until the reader makes one, which the server then knows by a cookie. */
import type { Theme } from '@symphony/contract'
import { signal } from '@preact/signals'

const dark = matchMedia('(prefers-color-scheme: dark)')
const chosen = (): Theme | null => {
  const set = document.documentElement.dataset['theme']
  return set === 'light' || set === 'dark' ? set : null
}

export const theme = signal<Theme>(chosen() ?? (dark.matches ? 'dark' : 'light'))

dark.addEventListener('change', () => {
  if (chosen() === null) theme.value = dark.matches ? 'dark' : 'light'
})

/** Turns light into dark and back, and remembers it. */
export function switchTheme(): void {
  theme.value = theme.value === 'dark' ? 'light' : 'dark'
  document.documentElement.dataset['theme'] = theme.value
  document.cookie = `theme=${theme.value}; path=/; max-age=31536000; samesite=lax`
}
