/** A long name stands in two lines, broken between words. */
export function twoLines(name: string): string {
  const [first = '', ...rest] = name.split(' ')
  return rest.length > 0 ? `${first}\n${rest.join(' ')}` : first
}
