/** A page: its head, its headline, and its tiles or the thing drilled down to. */
import { Skeleton } from '@symphony/kit'
import { useEffect } from 'preact/hooks'
import { useBoard } from './context'
import { Controls } from './controls'
import { Explain } from './explain'
import { FilterChips } from './filters'
import { Imprint } from './imprint'
import { Lead } from './lead'
import { Pins } from './pins'
import { TileView } from './tiles/tile'
import { dayText } from '@symphony/sdk'

export function PageView() {
  const { context, page, state, drills } = useBoard()
  const step = state.drill.at(-1)
  const Drill = step && drills[step.kind]
  const { company } = context

  useEffect(() => context.emit({ kind: 'title', title: page.title }), [page.title])

  return (
    <div class="board">
      <header class="top">
        <div class="where">
          <h1 tabIndex={-1}>{page.title}</h1>
          <p><span class="wide-only">{company.name}</span><i class="sep wide-only" /><span>{state.currency === 'group' ? company.currency : state.currency}</span><i class="sep" /><span>to {dayText(state.period.to ?? company.asOf)}</span></p>
        </div>
        <Controls whole={page.tiles.some(({ kind }) => kind !== 'part')} />
      </header>
      <FilterChips />
      {Drill ? <Drill key={step.key} id={step.key} above={state.drill.slice(0, -1)} /> : <Tiles />}
      <Imprint />
      {state.explain && <Explain id={state.explain} />}
    </div>
  )
}

function Tiles() {
  const { page } = useBoard()
  return (
    <>
      <Lead />
      <Pins />
      <div class="tiles">{page.tiles.map((tile) => <TileView key={tile.id} tile={tile} />)}</div>
    </>
  )
}

/** The frame of a page before anything is known about it. */
export function PageSkeleton() {
  return (
    <div class="board" aria-busy="true">
      <header class="top"><div class="where"><Skeleton height={46} lines={2} /></div></header>
      <div class="tiles">
        <div class="card span-12"><Skeleton height={212} lines={4} /></div>
        <div class="card span-12"><Skeleton height={328} lines={4} /></div>
      </div>
    </div>
  )
}
