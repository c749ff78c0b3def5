/** Levers as sliders with a number each, the single customer, supplier or invoice below. */
import { Icon, useUid } from '@symphony/kit'
import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { leverOf, move, scaleOf, unitOf, type Lever, type LeverKind, type Moved } from './model'

export interface LeversProps {
  readonly kinds: readonly LeverKind[]
  readonly moved: Moved
  readonly onMove: (moved: Moved) => void
  /** What stands below, always in sight. */
  readonly foot?: ComponentChildren
  /** Only the levers of these kinds; all without it. */
  readonly only?: readonly string[]
}

const MOST_CURRENCIES = 4

export function Levers({ kinds: all, moved, onMove, foot, only }: LeversProps) {
  const id = useUid()
  const kinds = only ? only.flatMap((name) => all.filter((kind) => kind.id === name)) : all
  const whole = kinds.filter(({ target, targetOptional }) => target === null || targetOptional).map((kind) => leverOf(kind, null))
  const currencies = kinds.filter(({ target }) => target === 'currency').flatMap((kind) => kind.targets.slice(0, only ? 1 : MOST_CURRENCIES).map((target) => leverOf(kind, target.id)))
  const aimed = kinds.filter(({ target, targetOptional, targets }) => target !== null && target !== 'currency' && !targetOptional && targets.length > 0)
  const slider = (lever: Lever) => <Slider key={lever.key} lever={lever} value={moved[lever.key] ?? lever.kind.neutral} onMove={(value) => onMove(move(moved, lever, value))} />
  return (
    <form class={`levers${only ? ' few' : ''}`} aria-labelledby={id} onSubmit={(event) => event.preventDefault()}>
      <div class="levers-head">
        <h3 id={id}>What if</h3>
        <button type="button" class="link" disabled={Object.keys(moved).length === 0} onClick={() => onMove({})}><Icon name="reset" />Reset</button>
      </div>
      <div class="levers-body">
        {[...whole, ...currencies].map(slider)}
        {aimed.map((kind) => <Aimed key={kind.id} kind={kind} moved={moved} slider={slider} />)}
      </div>
      {foot}
    </form>
  )
}

function Aimed({ kind, moved, slider }: { readonly kind: LeverKind; readonly moved: Moved; readonly slider: (lever: Lever) => preact.JSX.Element }) {
  const aimedAt = kind.targets.filter(({ id }) => moved[leverOf(kind, id).key] !== undefined)
  const [target, setTarget] = useState((aimedAt[0] ?? kind.targets[0]!).id)
  return (
    <details open={aimedAt.length > 0}>
      <summary>{kind.title}{aimedAt.length > 0 ? `: ${aimedAt.length} moved` : ''}</summary>
      <select aria-label={`${kind.title}: which ${kind.target}`} value={target} onChange={(event) => setTarget(event.currentTarget.value)}>
        {kind.targets.map(({ id, name }) => <option key={id} value={id}>{name ?? id}</option>)}
      </select>
      {slider(leverOf(kind, target))}
    </details>
  )
}

function Slider({ lever, value, onMove }: { readonly lever: Lever; readonly value: number; readonly onMove: (value: number) => void }) {
  const id = useUid()
  const { kind, title } = lever
  const scale = scaleOf(kind)
  const read = (number: number): number => Number((number * scale).toFixed(4))
  const shown = { min: read(kind.minimum), max: read(kind.maximum), step: read(kind.step), value: read(value) }
  // what is being typed outlasts an answer that comes in between
  const [typed, setTyped] = useState<string | null>(null)
  const take = (text: string): void => {
    setTyped(null)
    if (text.trim() !== '' && Number.isFinite(Number(text))) onMove(Number(text) / scale)
  }
  return (
    <div class={`lever${value === kind.neutral ? '' : ' moved'}`} title={kind.meaning}>
      <label for={id}>{title}</label>
      <span class="lever-value"><input type="number" aria-label={`${title} in ${unitOf(kind)}`} {...shown} value={typed ?? shown.value} onInput={(event) => setTyped(event.currentTarget.value)} onChange={(event) => take(event.currentTarget.value)} onBlur={() => setTyped(null)} />{unitOf(kind)}</span>
      <input type="range" id={id} {...shown} aria-valuetext={`${shown.value} ${unitOf(kind)}`} onInput={(event) => take(event.currentTarget.value)} />
    </div>
  )
}
