/** A change: arrow, size, relative size, and against what. Colour only repeats what the words say. */
import { change, relative, shortText, type ComparedValue, type Comparison, type Unit } from '@symphony/sdk'

const AGAINST: Readonly<Record<Comparison, string>> = { TARGET: 'vs plan', PREVIOUS_YEAR: 'vs year ago', PREVIOUS_PERIOD: 'vs period before' }

export interface DeltaProps {
  readonly compared: ComparedValue
  readonly unit: Unit
  /** Without saying against what: a table head says it. */
  readonly bare?: boolean
}

export function Delta({ compared, unit, bare = false }: DeltaProps) {
  const { delta, deltaRatio, good, kind, value } = compared
  if (delta === null || value === null) return <p class="delta"><span>No figure {AGAINST[kind]}</span></p>
  const size = change(delta, unit)
  const same = !/[1-9]/.test(size)
  const tone = good === null || same ? '' : good ? 'up' : 'down'
  const share = unit.unit === 'ratio' || deltaRatio === null ? '' : `, ${relative(deltaRatio)}`
  const judged = tone === '' ? '' : good ? ' (better)' : ' (worse)'
  return (
    <p class="delta" title={`${shortText(value, unit)} ${AGAINST[kind].slice(3)}`}>
      {!same && <Arrow up={delta > 0} tone={tone} />}
      <b class={tone}>{same ? 'No change' : `${size}${share}`}</b>
      <span><span class={bare ? 'sr' : ''}>{AGAINST[kind]}</span><span class="sr">{judged}</span></span>
    </p>
  )
}

function Arrow({ up, tone }: { readonly up: boolean; readonly tone: string }) {
  return (
    <>
      <svg class={tone} viewBox="0 0 10 10" aria-hidden="true"><path d={up ? 'M5 1.2 9 8H1z' : 'M5 8.8 1 2h8z'} /></svg>
      <span class="sr">{up ? 'up' : 'down'}</span>
    </>
  )
}
