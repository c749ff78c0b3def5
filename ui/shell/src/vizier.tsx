/** The frame of the Vizier: a panel beside the page, a sheet on phones. What stands in it loads on its own. */
import { Boundary, Dialog, FailedNote, Icon, Skeleton } from '@symphony/kit'
import { shownValue, useLoad } from '@symphony/sdk'
import { useMemo } from 'preact/hooks'
import { announce } from './announce'
import { route } from './router'
import { ask, listen, type NavEntry, type Session } from './server'

export function PanelToggle({ shown, onToggle }: { readonly shown: boolean; readonly onToggle: () => void }) {
  return (
    <button class="icon panel-toggle" type="button" aria-label={`${shown ? 'Hide' : 'Show'} the Vizier panel`} aria-expanded={shown} aria-controls="vizier" onClick={onToggle}>
      <Icon name="panel" />
    </button>
  )
}

export interface VizierProps {
  readonly entry: NavEntry
  readonly session: Session
  readonly onHide: () => void
}

export function Vizier(props: VizierProps) {
  return <aside class="vizier" id="vizier" aria-label="Vizier"><Inside {...props} /></aside>
}

/** All of a phone's screen, with the focus kept inside. */
export function VizierSheet(props: VizierProps) {
  return <Dialog title="Vizier" quietTitle className="vizier-sheet" onClose={props.onHide}><div class="vizier" id="vizier"><Inside {...props} /></div></Dialog>
}

/** Puts the keyboard into the question field, once it is there. */
export function focusQuestion(tries = 40): void {
  const field = document.getElementById('vizier-question')
  field?.focus()
  if (tries > 0 && (!field || document.activeElement !== field)) setTimeout(() => focusQuestion(tries - 1), 50)
}

function Inside({ entry, session, onHide }: VizierProps) {
  const { load, retry } = useLoad('vizier', () => import('@symphony/vizier'))
  const module = shownValue(load)
  const { viewer, company } = session
  const place = useMemo(() => ({ ask, listen, symphony: entry.id, title: entry.title, viewer, company, route, announce }), [entry, session])
  return (
    <>
      <div class="v-head">
        <span class="v-mark" aria-hidden="true" />
        <h2>Vizier</h2>
        {module ? <module.ModelTag ask={ask} /> : <span class="tag" />}
        <button class="icon v-close" type="button" aria-label="Close the Vizier panel" onClick={onHide}><Icon name="close" /></button>
      </div>
      {module && <Boundary title="The Vizier"><module.Panel key={entry.id} place={place} /></Boundary>}
      {!module && <div class="v-body"><FailedNote load={load} retry={retry} />{load.phase === 'loading' && <Skeleton height={320} lines={5} />}</div>}
    </>
  )
}
