/** Whether every word typed begins a word of the names. */
export function matches(text: string, names: readonly string[]): boolean {
  const words = names.join(' ').toLowerCase().split(/[^\p{L}\p{N}]+/u)
  return text.toLowerCase().split(/\s+/).filter(Boolean).every((typed) => words.some((word) => word.startsWith(typed)))
}
