/** Below the levers: which scenario they come from, and how to keep them. */
import { useBoard } from '@symphony/board'
import { useState } from 'preact/hooks'
import { useLatest } from '../latest'
import { settings, movedBy, type LeverKind, type Setting } from '../model'
import { SaveDialog } from './save'
import { fetchScenarios } from './server'

export function Keeping({ levers, kinds }: { readonly levers: readonly Setting[]; readonly kinds: readonly LeverKind[] }) {
  const { context, state, go } = useBoard()
  const [open, setOpen] = useState<'new' | 'version' | null>(null)
  const [turn, setTurn] = useState(0)
  const [id] = state.own['scenario'] ?? []
  const scenarios = useLatest(`${id ?? ''} ${turn}`, async () => (id ? await fetchScenarios(context.gql) : []))
  const of = scenarios.value?.find((found) => found.id === id) ?? null
  const changed = of !== null && JSON.stringify(settings(movedBy(of.levers))) !== JSON.stringify(levers)
  const saved = (made: string): void => {
    setOpen(null)
    setTurn(turn + 1)
    go({ own: { ...state.own, scenario: [made] } }, { replace: true })
  }
  return (
    <div class="keeping">
      <p>{of ? <><b>{of.name}</b> <span>version {of.version}{changed ? ', changed' : ''}</span></> : <span>{levers.length === 0 ? 'Move a lever to save a scenario.' : 'Not saved yet.'}</span>}</p>
      <div class="row">
        {of?.mine && <button type="button" class="btn small" disabled={!changed} onClick={() => setOpen('version')}>Save version…</button>}
        <button type="button" class="btn small" disabled={levers.length === 0} onClick={() => setOpen('new')}>Save as…</button>
        <a class="link" href={`/${context.symphony}/scenarios`}>Scenarios</a>
      </div>
      {open === 'new' && <SaveDialog title="Save as a scenario" levers={levers} kinds={kinds} of={null} name="" onClose={() => setOpen(null)} onSaved={saved} />}
      {open === 'version' && of && <SaveDialog title={`Save version ${of.version + 1}`} levers={levers} kinds={kinds} of={of} name={of.name} onClose={() => setOpen(null)} onSaved={saved} />}
    </div>
  )
}
