/** The model behind the forecast: what is served, and learning it anew as a job that can be followed and called off. */
import { useBoard } from '@symphony/board'
import { reasonOf } from '@symphony/kit'
import { dayText, share, shownValue, useLoad, whole } from '@symphony/sdk'
import { useEffect, useState } from 'preact/hooks'
import ENGINE from '../../../../operations/cash_engine.graphql'
import RETRAIN from '../../../../operations/cash_retrain.graphql'
import CANCEL from '../../../../operations/cash_retraining_cancel.graphql'
import PROGRESS from '../../../../operations/cash_retraining_progress.graphql'

interface Job {
  readonly id: string
  readonly engine: string
  readonly state: string
  readonly over: boolean
  readonly done: number
  readonly doing: string
  readonly wins: boolean | null
  readonly reason: string | null
}

interface Engine {
  readonly id: string
  readonly due: string | null
  readonly mayRetrain: boolean
  readonly served: { readonly label: string; readonly learnedUntil: string; readonly origins: number } | null
}

const CASH = 'cash'

/** `onMoved` is told whenever a job has done a step or is over: there may be more to show. `of` is another as soon as one may have begun. */
export function Retraining({ of, onMoved }: { readonly of: string; readonly onMoved: () => void }) {
  const { context } = useBoard()
  const [turn, setTurn] = useState(0)
  const [job, setJob] = useState<Job | null>(null)
  const [refused, setRefused] = useState('')
  const { load } = useLoad(`engine ${turn} ${of}`, async () => whole(await context.gql<{ learningEngines: readonly Engine[]; retrainings: readonly Job[] }>(ENGINE, {}, { fresh: true })))
  const known = shownValue(load)
  const engine = known?.learningEngines.find(({ id }) => id === CASH)
  const newest = known?.retrainings.find((each) => each.engine === CASH) ?? null
  const current = job && (!job.over || !newest || newest.over || newest.id === job.id) ? job : newest
  const doing = current?.doing
  useEffect(() => {
    if (job) onMoved()
    if (job?.over) setTurn((n) => n + 1)
  }, [doing, job?.over])
  useFollowed(current, setJob, setRefused)
  const ask = (document: string, variables: Readonly<Record<string, unknown>>): void => {
    setRefused('')
    context.gql<{ retraining: Job }>(document, variables, { fresh: true }).then(whole).then(({ retraining }) => setJob(retraining), (error: unknown) => setRefused(reasonOf(error)))
  }
  // its place is kept until it is known
  if (!engine) return <div class="retraining" />
  const runs = current !== null && !current.over
  return (
    <section class="retraining" aria-label="The model">
      <div class="half-head">
        <div><h3>The model</h3><p>{servedText(engine)}</p></div>
        {engine.mayRetrain && (runs
          ? <button type="button" class="btn small" onClick={() => ask(CANCEL, { id: current.id })}>Cancel</button>
          : <button type="button" class="btn small" onClick={() => ask(RETRAIN, {})}>Test and learn anew</button>)}
      </div>
      {runs && <progress class="run" max={1} value={current.done} aria-label="Learning anew" />}
      <p class="cash-gaps" role="status">{refused || (current ? jobText(current) : engine.mayRetrain ? '' : 'Only who sees all companies may have it learned anew.')}</p>
    </section>
  )
}

/** Follows a job that is not over; where events break off, the page tells so. */
function useFollowed(job: Job | null, onMoved: (job: Job) => void, onBroken: (text: string) => void): void {
  const { context } = useBoard()
  const id = job && !job.over ? job.id : null
  useEffect(() => {
    if (id === null) return
    const down = new AbortController()
    context.listen<{ readonly retrainingProgress: Job }>(PROGRESS, ({ retrainingProgress }) => onMoved(retrainingProgress), down.signal, { id }).catch((error: unknown) => {
      if (!down.signal.aborted) onBroken(reasonOf(error))
    })
    return () => down.abort()
  }, [id])
}

function servedText({ served, due }: Engine): string {
  const said = served ? `${served.label} is served, learned until ${dayText(served.learnedUntil)}, ${served.origins > 0 ? `tested from ${served.origins} past days` : 'not tested yet'}.` : 'No cash model is served yet; bands are as the simulation draws them.'
  return due ? `${said} It should be learned anew: ${due}.` : said
}

function jobText({ state, done, doing, wins, reason }: Job): string {
  if (state === 'running' || state === 'waiting') return `${share(done)} done${doing ? `, ${doing}` : ''}. Until a new model wins, nothing changes.`
  if (state === 'cancelled') return 'The last time it was called off; nothing changed.'
  if (state === 'failed') return `The last time it failed: ${reason?.replace(/\.$/, '') ?? 'no reason is told'}. Nothing changed.`
  return `The last time the new model ${wins ? 'won and is served' : 'did not win, and the old one stays'}${reason ? `: ${reason}` : ''}.`
}
