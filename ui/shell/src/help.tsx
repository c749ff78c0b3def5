/** All keys in one place. */
import { Dialog } from '@symphony/kit'
import type { NavEntry } from './server'

export interface HelpProps {
  readonly keys: ReadonlyMap<string, string>
  readonly entry: NavEntry | undefined
  readonly onClose: () => void
}

const ANYWHERE: readonly (readonly [string, string])[] = [
  ['Ctrl K or /', 'Search or jump to a page, a figure or an action'],
  [']', 'Show or hide the Vizier panel'],
  ['a', 'Ask the Vizier'],
  ['?', 'Show these keys'],
]
const CHARTS: readonly (readonly [string, string])[] = [
  ['← →', 'Move from point to point; each is read out'],
  ['Home End', 'First and last point'],
  ['Enter', 'Open what the point stands for'],
  ['T', 'Show the chart as a table, and back'],
]

export function Help({ keys, entry, onClose }: HelpProps) {
  const pages = [...keys].map(([letter, id]) => [`g ${letter}`, entry?.pages.find((page) => page.id === id)?.title ?? id] as const)
  return (
    <Dialog title="Keys" onClose={onClose}>
      <div class="keys"><Group title="Anywhere" keys={ANYWHERE} /><Group title="Pages" keys={pages} /><Group title="In a chart" keys={CHARTS} /></div>
    </Dialog>
  )
}

function Group({ title, keys }: { readonly title: string; readonly keys: readonly (readonly [string, string])[] }) {
  return (
    <section>
      <h3>{title}</h3>
      <dl>{keys.map(([key, what]) => <div key={key}><dt><kbd>{key}</kbd></dt><dd>{what}</dd></div>)}</dl>
    </section>
  )
}
