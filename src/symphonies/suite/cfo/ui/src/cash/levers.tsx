/** Levers as sliders with a number each, the single customer, supplier or invoice below. */
import { Icon, useUid } from '@symphony/kit'
import { useState } from 'preact/hooks'
import { leverOf, move, scaleOf, unitOf, type Lever, type LeverKind, type Moved } from './model'

export interface LeversProps {
  readonly kinds: readonly LeverKind[]
  readonly moved: Moved
  readonly onMove: (moved: Moved) => void
}

const MOST_CURRENCIES = 4

export function Levers({ kinds, moved, onMove }: LeversProps) {
  const id = useUid()
  const whole = kinds.filter(({ target, targetOptional }) => target === null || targetOptional).map((kind) => leverOf(kind, null))
  const currencies = kinds.filter(({ target }) => target === 'currency').flatMap((kind) => kind.targets.slice(0, MOST_CURRENCIES).map((target) => leverOf(kind, target.id)))
  const aimed = kinds.filter(({ target, targetOptional, targets }) => target !== null && target !== 'currency' && !targetOptional && targets.length > 0)
  const slider = (lever: Lever) => <Slider key={lever.key} lever={lever} value={moved[lever.key] ?? lever.kind.neutral} onMove={(value) => onMove(move(moved, lever, value))} />
  return (
    <form class="levers" aria-labelledby={id} onSubmit={(event) => event.preventDefault()}>
      <div class="levers-head">
        <h3 id={id}>What if</h3>
        <button type="button" class="link" disabled={Object.keys(moved).length === 0} onClick={() => onMove({})}><Icon name="reset" />Reset</button>
      </div>
      {[...whole, ...currencies].map(slider)}
      {aimed.map((kind) => <Aimed key={kind.id} kind={kind} slider={slider} />)}
    </form>
  )
}

function Aimed({ kind, slider }: { readonly kind: LeverKind; readonly slider: (lever: Lever) => preact.JSX.Element }) {
  const [target, setTarget] = useState(kind.targets[0]!.id)
  return (
    <details>
      <summary>{kind.title}</summary>
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
  const take = (text: string): void => {
    if (text.trim() !== '' && Number.isFinite(Number(text))) onMove(Number(text) / scale)
  }
  return (
    <div class={`lever${value === kind.neutral ? '' : ' moved'}`} title={kind.meaning}>
      <label for={id}>{title}</label>
      <span class="lever-value"><input type="number" aria-label={`${title} in ${unitOf(kind)}`} {...shown} onChange={(event) => take(event.currentTarget.value)} />{unitOf(kind)}</span>
      <input type="range" id={id} {...shown} aria-valuetext={`${shown.value} ${unitOf(kind)}`} onInput={(event) => take(event.currentTarget.value)} />
    </div>
  )
}
