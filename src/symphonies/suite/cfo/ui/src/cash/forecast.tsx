/** The cash forecast with its levers: drag one, and the chart answers while the baseline stays. */
import { useBoard, type PartProps } from '@symphony/board'
import { Card, Chart, FailedNote, Segmented, Skeleton } from '@symphony/kit'
import { whole } from '@symphony/sdk'
import { useEffect, useRef, useState } from 'preact/hooks'
import LEVERS from '../../../operations/cash_levers.graphql'
import REASONS from '../../../operations/cash_reasons.graphql'
import { Awaiting, isBusy, noteFor } from './awaiting'
import { CoverageLine } from './coverage'
import { Levers } from './levers'
import { fitting, leverText, movedBy, readLevers, settings, type LeverKind, type Moved, type Reasons, type Setting } from './model'
import { Results, sentenceOf } from './results'
import { Keeping } from './scenarios/keeping'
import { actionsHref } from './scenarios/words'
import { useForecast } from './use-forecast'
import { useSaidView, useViewed } from './view'

const TARGETS = 40
const VIEWS = [{ value: 'chart', title: 'Chart' }, { value: 'table', title: 'Table' }] as const
/** Levers that rest so long are written to the address and explained. */
const REST_MS = 400

export function CashForecastPart({ tile }: PartProps) {
  const { context, state, go } = useBoard()
  const [moved, setMoved] = useLevers()
  const levers = settings(moved)
  const title = tile.title ?? 'Cash forecast'
  const { shown, moved: isMoved, spec, waitsForPast } = useForecast(title, levers)
  const split = useSaidView(shown.value)
  const kinds = useViewed('levers', async (fresh, view) => whole(await context.gql<{ cashLevers: readonly LeverKind[] }>(LEVERS, { targets: TARGETS, view }, { fresh })).cashLevers)
  const reasons = useReasons(useRested(shown.of))
  useEffect(() => {
    const fit = kinds.value && fitting(moved, kinds.value)
    if (fit && JSON.stringify(settings(fit)) !== JSON.stringify(levers)) setMoved(fit)
  }, [kinds.value])
  const asTable = state.tables.includes(tile.id)
  const toggle = (): void => go({ tables: asTable ? state.tables.filter((id) => id !== tile.id) : [...state.tables, tile.id] }, { replace: true })
  const height = tile.height ?? 320
  const forecast = shown.value
  const refused = !forecast && noteFor(shown.error) !== null
  const simulated = forecast ? `, ${forecast.paths.toLocaleString('en')} simulated paths` : ''
  return (
    <Card title={title} span={tile.span ?? 12} busy={isBusy(shown) || waitsForPast} subtitle={`Daily closing cash with 50% and 80% ranges${simulated}${split}`} tools={<Segmented label={`${title} as`} value={asTable ? 'table' : 'chart'} options={VIEWS} onChange={toggle} />}>
      <div class={`cash-split${refused ? ' alone' : ''}`} style={{ minHeight: `${height + 16}px` }}>
        <div class="plot">
          {spec ? <Chart spec={spec} height={height} asTable={asTable} onToggle={toggle} /> : <Awaiting of={shown} height={height} />}
        </div>
        {!refused && (kinds.value ? <Levers kinds={kinds.value} moved={moved} onMove={setMoved} foot={<Keeping levers={levers} kinds={kinds.value} />} /> : <div class="levers"><Skeleton height={height} lines={5} /></div>)}
      </div>
      {forecast && shown.error !== null && <FailedNote load={{ phase: 'failed', error: shown.error, last: { value: forecast, at: Date.now() } }} retry={shown.retry} />}
      <div class={refused ? '' : 'cash-below'}>
        {forecast && <Results forecast={forecast} moved={isMoved} />}
        <p class="cash-said" role="status">{forecast && isMoved && reasons.of === shown.of ? sentenceOf(reasons.value) : ''}</p>
        {forecast && <CoverageLine coverage={forecast.coverage} />}
        {forecast && <p class="cash-next"><a class="link" href={actionsHref(context.symphony, levers)}>What to do about the low point</a></p>}
        {forecast && forecast.gaps.length > 0 && <p class="cash-gaps">Not known: {forecast.gaps.map(({ what, why }) => `${what} (${why})`).join('; ')}</p>}
      </div>
    </Card>
  )
}

/** The levers as they are being moved; once they rest they stand in the address, and an address sets them. */
function useLevers(): readonly [Moved, (moved: Moved) => void] {
  const { state, go } = useBoard()
  const written = state.own['lever'] ?? []
  const [moved, setMoved] = useState<Moved>(() => movedBy(readLevers(written)))
  const known = useRef(written.join())
  const texts = settings(moved).map(leverText)
  useEffect(() => {
    if (written.join() === known.current) return
    known.current = written.join()
    setMoved(movedBy(readLevers(written)))
  }, [written.join()])
  useEffect(() => {
    if (texts.join() === known.current) return
    const timer = setTimeout(() => {
      known.current = texts.join()
      go({ own: { ...state.own, lever: texts } }, { replace: true })
    }, REST_MS)
    return () => clearTimeout(timer)
  }, [texts.join()])
  return [moved, setMoved]
}

/** A value once it has rested: what changes faster is not asked about. */
function useRested<V>(value: V): V {
  const [rested, setRested] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), REST_MS)
    return () => clearTimeout(timer)
  }, [value])
  return rested
}

/** Why cash is where it is under levers; those of the last question that was answered. */
export function useReasons(of: string | null) {
  const { context } = useBoard()
  return useViewed(of ?? '', async (fresh, view): Promise<Reasons | null> => (of === null ? null : whole(await context.gql<{ cash: Reasons }>(REASONS, { levers: JSON.parse(of) as readonly Setting[], view }, { fresh })).cash))
}
