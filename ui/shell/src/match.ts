/** How well the typed text fits: 0 the title begins with it, 1 it is in the title, 2 in another name; null not at all. */
export function fit(text: string, title: string, words: readonly string[]): number | null {
  if (title.toLowerCase().startsWith(text.trim().toLowerCase())) return 0
  if (matches(text, [title])) return 1
  return matches(text, [title, ...words]) ? 2 : null
}

/** Whether every word typed begins a word of the names. */
export function matches(text: string, names: readonly string[]): boolean {
  const words = names.join(' ').toLowerCase().split(/[^\p{L}\p{N}]+/u)
  return text.toLowerCase().split(/\s+/).filter(Boolean).every((typed) => words.some((word) => word.startsWith(typed)))
}
