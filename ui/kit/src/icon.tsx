/** Line icons on a 16-pixel grid. */

const PATHS = {
  alert: 'M8 2.6 14.2 13.2H1.8zM8 6.6v3M8 11.4h.01',
  check: 'm3.4 8.4 3 3 6.2-6.8',
  close: 'm4 4 8 8M12 4l-8 8',
  columns: 'M2.5 3h11v10h-11zM2.5 6.4h11M6.2 6.4V13',
  down: 'm4.5 6.4 3.5 3.5 3.5-3.5',
  download: 'M8 2.5v7.2M5.2 7 8 9.8 10.8 7M3 12.8h10',
  filter: 'M2.4 4h11.2M4.6 8h6.8M6.6 12h2.8',
  finance: 'M2.7 4.4a5.3 2.2 0 1 0 10.6 0a5.3 2.2 0 1 0-10.6 0v3.7c0 1.2 2.4 2.2 5.3 2.2s5.3-1 5.3-2.2V4.4M2.7 8.1v3.6c0 1.2 2.4 2.2 5.3 2.2s5.3-1 5.3-2.2V8.1',
  home: 'M2.5 7.2 8 2.6l5.5 4.6v5.3a1 1 0 0 1-1 1h-9a1 1 0 0 1-1-1zM6.2 13.5V9.6h3.6v3.9',
  info: 'M8 2.2a5.8 5.8 0 1 0 0 11.6a5.8 5.8 0 1 0 0-11.6M8 7.4v3.4M8 5.2h.01',
  leaf: 'M13.6 2.4C6.5 2.3 3 5 3 9.2c0 2.4 1.5 4 3.9 4 4.6 0 6.6-4.1 6.7-10.8zM2.4 14c1.2-3.3 3.3-5.3 6.3-6.5',
  link: 'M6.6 9.4 9.4 6.6M7.2 5l1.4-1.4a2.7 2.7 0 0 1 3.8 3.8L11 8.8M8.8 11l-1.4 1.4a2.7 2.7 0 0 1-3.8-3.8L5 7.2',
  lock: 'M3.2 8.6a1.6 1.6 0 0 1 1.6-1.6h6.4a1.6 1.6 0 0 1 1.6 1.6v3.4a1.6 1.6 0 0 1-1.6 1.6H4.8a1.6 1.6 0 0 1-1.6-1.6zM5.4 7V5a2.6 2.6 0 0 1 5.2 0v2',
  moon: 'M13.4 9.7A5.7 5.7 0 0 1 6.3 2.6a5.7 5.7 0 1 0 7.1 7.1z',
  more: 'M3.5 8h.01M8 8h.01M12.5 8h.01',
  panel: 'M2.2 4.8a2 2 0 0 1 2-2h7.6a2 2 0 0 1 2 2v6.4a2 2 0 0 1-2 2H4.2a2 2 0 0 1-2-2zM9.8 2.8v10.4',
  people: 'M6 2.7a2.5 2.5 0 1 0 0 5a2.5 2.5 0 1 0 0-5M1.6 13.4c.3-2.6 2-4.1 4.4-4.1s4.1 1.5 4.4 4.1M10.6 3a2.4 2.4 0 0 1 0 4.4M12 9.6c1.4.6 2.2 1.9 2.4 3.8',
  plug: 'M5.6 2.4v3M10.4 2.4v3M3.8 5.4h8.4v2.4a4.2 4.2 0 0 1-8.4 0zM8 12v2',
  product: 'm8 1.9 5.4 3v6.2L8 14.1l-5.4-3V4.9zM2.8 5 8 8l5.2-3M8 8v6',
  reset: 'M3 3v3.2h3.2M3.3 6A5.3 5.3 0 1 1 2.8 9',
  revenue: 'M2.2 3h11.6L9.6 8.1v4.6l-3.2 1.1V8.1z',
  right: 'm6.4 4.5 3.5 3.5-3.5 3.5',
  search: 'M7 2.6a4.4 4.4 0 1 0 0 8.8a4.4 4.4 0 1 0 0-8.8M10.3 10.3l3.3 3.3',
  sun: 'M8 5.2a2.8 2.8 0 1 0 0 5.6a2.8 2.8 0 1 0 0-5.6M8 1.6v1.2M8 13.2v1.2M1.6 8h1.2M13.2 8h1.2M3.5 3.5l.8.8M11.7 11.7l.8.8M12.5 3.5l-.8.8M4.3 11.7l-.8.8',
  tech: 'M2.2 4a1.4 1.4 0 0 1 1.4-1.4h8.8A1.4 1.4 0 0 1 13.8 4v1.8a1.4 1.4 0 0 1-1.4 1.4H3.6a1.4 1.4 0 0 1-1.4-1.4zM2.2 10.2a1.4 1.4 0 0 1 1.4-1.4h8.8a1.4 1.4 0 0 1 1.4 1.4V12a1.4 1.4 0 0 1-1.4 1.4H3.6A1.4 1.4 0 0 1 2.2 12zM4.8 4.9h.01M4.8 11.1h.01',
} as const

export type IconName = keyof typeof PATHS

/** Whether there is an icon of that name. */
export const isIcon = (name: string): name is IconName => name in PATHS

/** A decorative icon; what it means must stand beside it or in the label of its button. */
export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg class={name === 'more' ? 'i i-dots' : 'i'} viewBox="0 0 16 16" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  )
}
