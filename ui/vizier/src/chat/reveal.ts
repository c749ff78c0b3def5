/** Scrolls the panel, and nothing else, until an element is in sight: its top wins where it is taller than the panel. */
export function reveal(el: Element | null | undefined): void {
  const body = el?.closest('.v-body')
  if (!el || !body) return
  const [inner, outer] = [el.getBoundingClientRect(), body.getBoundingClientRect()]
  const below = inner.bottom - outer.bottom
  const above = inner.top - outer.top
  if (below > 0) body.scrollTop += Math.min(below, above)
  else if (above < 0) body.scrollTop += above
}
