/** Whether a figure can be relied on: the outcome of its contract's tests, and its age. */
import { momentText, type Freshness, type Trust, type TrustLevel } from '@symphony/sdk'

const WORDS: Readonly<Record<TrustLevel, string>> = {
  VERIFIED: 'Verified: all tests of its contract passed',
  WARNING: 'Use with care: a test warns',
  FAILED: 'Not to be relied on: a test failed',
  UNKNOWN: 'Not tested yet',
}
const SHAPES: Readonly<Record<TrustLevel, string>> = {
  VERIFIED: 'M6 .8 10.6 2.6v3.2c0 2.6-1.9 4.5-4.6 5.4C3.3 10.3 1.4 8.4 1.4 5.8V2.6zM3.9 6l1.5 1.5 2.8-3',
  WARNING: 'M6 1.2 11.2 10.6H.8zM6 4.6v2.8M6 9h.01',
  FAILED: 'M6 1a5 5 0 1 0 0 10a5 5 0 1 0 0-10M4.2 4.2l3.6 3.6M7.8 4.2 4.2 7.8',
  UNKNOWN: 'M6 1a5 5 0 1 0 0 10a5 5 0 1 0 0-10M4.6 4.7a1.4 1.4 0 1 1 1.9 1.4c-.4.2-.5.4-.5.9M6 8.8h.01',
}

/** A small badge; its words come on hover and to screen readers. */
export function TrustBadge({ trust }: { readonly trust: Trust }) {
  const words = [WORDS[trust.level], ...trust.reasons].join('. ')
  return (
    <svg class={`trust ${trust.level.toLowerCase()}`} viewBox="0 0 12 12" role="img" aria-label={words}>
      <title>{words}</title>
      <path d={SHAPES[trust.level]} />
    </svg>
  )
}

/** `Loaded 08:40`, in amber once older than promised. */
export function freshText(freshness: Freshness): string {
  return freshness.loadedAt ? `Loaded ${momentText(freshness.loadedAt)}` : 'Never loaded'
}

/** Shown only where a figure is older than its promise. */
export function StaleBadge({ freshness }: { readonly freshness: Freshness }) {
  if (freshness.fresh !== false) return null
  return <span class="badge warn" title={`Promised every ${freshness.target}`}>Stale · {freshText(freshness)}</span>
}
