/** The saved scenarios: choose some to compare, combine, share or delete. */
import { useBoard, type PartProps } from '@symphony/board'
import { Card, DataTable, Icon, Note, reasonOf, type Column } from '@symphony/kit'
import { dayText, momentText, share as shareText, shortText, whole } from '@symphony/sdk'
import { useState } from 'preact/hooks'
import LEVERS from '../../../../operations/cash_levers.graphql'
import { Awaiting, isBusy } from '../awaiting'
import { useLatest } from '../latest'
import type { LeverKind, Setting } from '../model'
import { SaveDialog } from './save'
import { fetchScenarios, remove, restore, share, type Scenario } from './server'
import { VersionsDialog } from './versions'
import { forecastHref, leversText } from './words'

/** How many can be told apart side by side. */
export const MOST = 4
const TARGETS = 40

export function ScenariosPart({ tile }: PartProps) {
  const { context, state, go } = useBoard()
  const [turn, setTurn] = useState(0)
  const scenarios = useLatest(`scenarios ${turn}`, () => fetchScenarios(context.gql))
  const known = useLatest('levers', async (fresh) => whole(await context.gql<{ cashLevers: readonly LeverKind[] }>(LEVERS, { targets: TARGETS }, { fresh })).cashLevers)
  const kinds = known.value ?? []
  const said = (levers: readonly Setting[]): string => (known.value === null && known.error === null ? '…' : leversText(levers, kinds))
  const chosen = state.own['with'] ?? []
  const choose = (ids: readonly string[]): void => go({ own: { ...state.own, with: ids } }, { replace: true })
  const toggle = (id: string): void => choose(chosen.includes(id) ? chosen.filter((other) => other !== id) : [...chosen, id].slice(-MOST))
  const all = scenarios.value ?? []
  const selected = all.filter(({ id }) => chosen.includes(id))
  const height = tile.height ?? 240
  return (
    <Card title={tile.title ?? 'Saved scenarios'} subtitle={`Yours and those others share; choose up to ${MOST} to compare`} span={tile.span ?? 12} busy={isBusy(scenarios)} tools={<a class="btn small" href={`/${context.symphony}/forecast`}>New scenario</a>}>
      <Bar selected={selected} kinds={kinds} choose={choose} again={() => setTurn(turn + 1)} />
      <div class="list" style={{ minHeight: `${height}px` }}>
        {scenarios.value === null && <Awaiting of={scenarios} height={height} />}
        {scenarios.value?.length === 0 && <Note icon="info" title="No scenario is saved yet" text="Move a lever beside the cash forecast and save it; it shows here." action={<a class="btn small" href={`/${context.symphony}/forecast`}>Open the forecast</a>} />}
        {all.length > 0 && <DataTable caption="Table of saved scenarios" columns={columnsOf(context.symphony, context.company.currency, said, chosen, toggle)} rows={all} rowKey={({ id }) => id} />}
      </div>
    </Card>
  )
}

function columnsOf(symphony: string, currency: string, said: (levers: readonly Setting[]) => string, chosen: readonly string[], toggle: (id: string) => void): readonly Column<Scenario>[] {
  const figure = ({ saved }: Scenario, id: string): number | null => saved.find((found) => found.id === id)?.value ?? null
  return [
    {
      title: 'Scenario',
      by: ({ name }) => name,
      cell: (row) => (
        <span class="choice">
          <label class="check"><input type="checkbox" checked={chosen.includes(row.id)} aria-label={`Choose ${row.name}`} onChange={() => toggle(row.id)} /></label>
          <span><a class="figure-name" href={forecastHref(symphony, row.levers, row.id)}>{row.name}</a>{row.shared && <span class="badge">{row.mine ? 'Shared' : `By ${row.owner}`}</span>}<small>{row.note || `Version ${row.version}`}</small></span>
        </span>
      ),
    },
    { title: 'Levers', wideOnly: true, cell: ({ levers }) => <span class="clip wide" title={said(levers)}>{said(levers)}</span> },
    { title: 'Low point', end: true, by: (row) => figure(row, 'low'), cell: (row) => <span title={`As saved, on figures of ${dayText(row.savedAsOf)}`}>{shortText(figure(row, 'low'), { unit: 'money', currency })}</span> },
    { title: 'Below floor', end: true, wideOnly: true, by: (row) => figure(row, 'below'), cell: (row) => shareText(figure(row, 'below')) },
    { title: 'Changed', end: true, roomy: true, by: ({ changedAt }) => changedAt, cell: ({ changedAt }) => momentText(changedAt) },
  ]
}

interface BarProps {
  readonly selected: readonly Scenario[]
  readonly kinds: readonly LeverKind[]
  readonly choose: (ids: readonly string[]) => void
  readonly again: () => void
}

/** What may be done with those chosen, and the way back from a deletion. */
function Bar({ selected, kinds, choose, again }: BarProps) {
  const { context } = useBoard()
  const [open, setOpen] = useState<'rename' | 'combine' | 'versions' | null>(null)
  const [gone, setGone] = useState<readonly Scenario[]>([])
  const [refused, setRefused] = useState('')
  const [one] = selected
  const single = selected.length === 1 ? one : undefined
  const own = selected.length > 0 && selected.every(({ mine }) => mine)
  const run = (work: Promise<unknown>, said: string): Promise<void> => {
    setRefused('')
    return work.then(() => context.emit({ kind: 'said', text: said }), (error: unknown) => setRefused(reasonOf(error))).then(again)
  }
  const names = (some: readonly Scenario[]): string => some.map(({ name }) => name).join(', ')
  const erase = (): void => {
    const going = selected
    choose([])
    void run(Promise.all(going.map((each) => remove(context.gql, each))).then(() => setGone(going)), `Deleted ${names(going)}.`)
  }
  const undo = (): void => {
    setGone([])
    void run(Promise.all(gone.map((each) => restore(context.gql, each))), `Brought back ${names(gone)}.`)
  }
  const saved = (): void => {
    setOpen(null)
    again()
  }
  return (
    <>
      <div class="bar" role="toolbar" aria-label="With the chosen scenarios">
        <button type="button" class="btn small" disabled={selected.length < 2} onClick={() => setOpen('combine')}>Combine…</button>
        <button type="button" class="btn small" disabled={!single?.mine} onClick={() => setOpen('rename')}>Rename…</button>
        <button type="button" class="btn small" disabled={!single} onClick={() => setOpen('versions')}>Versions</button>
        <button type="button" class="btn small" disabled={!single?.mine} onClick={() => single && void run(share(context.gql, single), single.shared ? `${single.name} is yours alone.` : `${single.name} is shared.`)}>{single?.shared ? 'Hide from others' : 'Share'}</button>
        <button type="button" class="btn small" disabled={!own} onClick={erase}>Delete</button>
        <span class="bar-said" role="status">{selected.length > 0 ? `${selected.length} chosen` : ''}</span>
      </div>
      {gone.length > 0 && <p class="strip" role="status"><span>Deleted {names(gone)}.</span><button type="button" class="btn small" onClick={undo}><Icon name="reset" />Undo</button></p>}
      {refused && <p class="strip bad" role="alert">{refused}</p>}
      {open === 'combine' && <SaveDialog title="Combine" levers={selected.flatMap(({ levers }) => levers)} kinds={kinds} of={null} name={selected.map(({ name }) => name).join(' and ')} onClose={() => setOpen(null)} onSaved={saved} />}
      {open === 'rename' && single && <SaveDialog title={`Rename ${single.name}`} levers={single.levers} kinds={kinds} of={single} name={single.name} onClose={() => setOpen(null)} onSaved={saved} />}
      {open === 'versions' && single && <VersionsDialog of={single} kinds={kinds} onClose={() => setOpen(null)} />}
    </>
  )
}
