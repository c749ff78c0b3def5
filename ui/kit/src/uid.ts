import { useState } from 'preact/hooks'

let count = 0

/** An id that no other part of the page has, whichever symphony draws it: shell and symphonies are separate trees. */
export function useUid(): string {
  return useState(() => `u${++count}`)[0]
}
