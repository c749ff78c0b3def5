/** Addresses: `/{symphony}/{page}?{state}`. Own links are followed without loading the page again. */
import type { Route } from '@symphony/contract'
import { signal } from '@preact/signals'

const read = (): Route => {
  const [symphony = '', page = ''] = location.pathname.split('/').filter(Boolean)
  return { symphony, page, search: new URLSearchParams(location.search) }
}

export const route = signal<Route>(read())

/** Goes to an address of ours. */
export function navigate(to: string, options: { readonly replace?: boolean } = {}): void {
  const url = new URL(to, location.href)
  if (url.pathname + url.search === location.pathname + location.search) return
  if (options.replace) history.replaceState(null, '', url)
  else history.pushState(null, '', url)
  route.value = read()
}

/** Follows the back button and clicks on own links from now on. */
export function startRouter(): () => void {
  const back = (): void => {
    route.value = read()
  }
  const click = (event: MouseEvent): void => {
    const link = event.target instanceof Element ? event.target.closest('a') : null
    if (!link || event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
    const url = new URL(link.href, location.href)
    if (url.origin !== location.origin || link.target || link.download || url.hash) return
    event.preventDefault()
    navigate(url.href)
  }
  addEventListener('popstate', back)
  document.addEventListener('click', click)
  return () => {
    removeEventListener('popstate', back)
    document.removeEventListener('click', click)
  }
}
