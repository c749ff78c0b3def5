/** How past forecasts did: how often the bands held, and how far off they were against what is simpler. */
import type { LineSpec } from '@symphony/charts/spec'
import { useBoard, type PartProps } from '@symphony/board'
import { Card, Chart, Note, Segmented } from '@symphony/kit'
import { dayText, percent, share, whole } from '@symphony/sdk'
import { useMemo, useState } from 'preact/hooks'
import BACKTEST from '../../../../operations/cash_backtest.graphql'
import INPUTS from '../../../../operations/cash_inputs.graphql'
import { Awaiting, isBusy } from '../awaiting'
import { daysText, goesOn, useTestFollowed } from '../coverage'
import { Fact } from '../results'
import { useViewed } from '../view'
import { Retraining } from './retraining'
import { coverageSpec, errorSpec, horizonSpec, leadText, verdictOf, type Backtest, type Input } from './model'

const VIEWS = [{ value: 'chart', title: 'Chart' }, { value: 'table', title: 'Table' }] as const

export function BacktestPart({ tile }: PartProps) {
  const { context } = useBoard()
  const found = useViewed('backtest', async (fresh, view) => whole(await context.gql<{ cashBacktest: Backtest }>(BACKTEST, { view }, { fresh })).cashBacktest)
  useTestFollowed(found.value?.coverage, found.retry)
  const height = tile.height ?? 240
  const backtest = found.value
  const tested = backtest !== null && backtest.weeks.length > 0
  const about = tested && backtest.asOf ? `The forecast was made again from each of ${daysText(backtest)} up to ${dayText(backtest.asOf)}, with what was known then` : 'The forecast made again from past days, with what was known then'
  return (
    <Card title={tile.title ?? 'How past forecasts did'} subtitle={`${about}${backtest?.model ? `; model version ${backtest.model}` : ''}`} span={tile.span ?? 12} busy={isBusy(found)}>
      <div class="tested">
        {tested ? <Tested backtest={backtest} height={height} /> : backtest ? <Note icon="info" title={goesOn(backtest) ? `Being tested, ${backtest.origins} of ${backtest.planned}` : 'Not tested yet'} text={backtest.reason} /> : <Awaiting of={found} height={height} />}
        {backtest && <Retraining of={`${backtest.planned} ${backtest.model}`} onMoved={found.retry} />}
        {backtest && <Inputs />}
      </div>
    </Card>
  )
}

function Tested({ backtest, height }: { readonly backtest: Backtest; readonly height: number }) {
  const { coverage, error, rivalErrors, origins, planned } = backtest
  const specs = useMemo(() => [coverageSpec(backtest), errorSpec(backtest)], [backtest])
  return (
    <>
      <dl class="facts-grid cash-results">
        {coverage.toSorted((a, b) => b.level - a.level).map((band) => <Fact key={band.level} title={`${share(band.level)} band held`} value={band.covered === null ? '–' : percent(band.covered)} about={band.reason ?? verdictOf(band)} />)}
        <Fact title="Weekly error" value={error === null ? '–' : percent(error)} about="of the usual size of a week's net flow" />
        {rivalErrors.map((rival) => <Fact key={rival.id} title={rival.title} value={rival.error === null ? '–' : percent(rival.error)} about={leadText(error, rival)} />)}
      </dl>
      {goesOn(backtest) && <p class="cash-gaps">Being tested, {origins} of {planned} past days so far. Figures of few days stray.</p>}
      <Horizons backtest={backtest} height={height} />
      <div class="pair">{specs.map((spec, index) => <Half key={spec.title} spec={spec} said={SAID[index]!} height={height} />)}</div>
    </>
  )
}

/** What billings to come are forecast from besides past ones, and what the past said of each; known with today's position. */
function Inputs() {
  const { context } = useBoard()
  const { value: inputs } = useViewed('inputs', async (fresh, view) => whole(await context.gql<{ cashBacktest: { readonly inputs: readonly Input[] } }>(INPUTS, { view }, { fresh })).cashBacktest.inputs)
  if (!inputs || inputs.length === 0) return null
  return (
    <section aria-label="What billings to come are forecast from">
      <div class="half-head"><h3>What billings to come are forecast from</h3></div>
      <dl class="facts-grid cash-results">
        {inputs.map(({ id, title, state, why, notes }) => <Fact key={id} title={title} value={state} about={[why, ...notes.map((note) => `${note[0]?.toUpperCase()}${note.slice(1)}.`)].join(' ')} />)}
      </dl>
    </section>
  )
}

const SAID = ['Share of what came inside the band, by week ahead', 'Error of the weekly net flow by week ahead, over its usual size'] as const

/** Forecast and actual so many weeks ahead, one horizon at a time. */
function Horizons({ backtest: { horizons, currency }, height }: { readonly backtest: Backtest; readonly height: number }) {
  const [weeks, setWeeks] = useState('')
  const shown = horizons.find((each) => String(each.weeks) === weeks) ?? horizons.find((each) => each.weeks === USUAL_WEEKS) ?? horizons[0]
  const spec = useMemo(() => shown && horizonSpec(shown, currency), [shown, currency])
  if (!shown || !spec) return <p class="cash-gaps">This version was tested before forecasts were kept beside what came; the next retraining keeps them.</p>
  const options = horizons.map((each) => ({ value: String(each.weeks), title: `${each.weeks}` }))
  return (
    <div class="horizon">
      <Half spec={spec} said={`Change of cash until ${shown.weeks} ${shown.weeks === 1 ? 'week' : 'weeks'} after each forecast, loans left aside. ${spec.finding}`} height={height} tools={<Segmented label="Weeks ahead" value={String(shown.weeks)} options={options} onChange={setWeeks} />} />
    </div>
  )
}

/** Weeks ahead that are shown first. */
const USUAL_WEEKS = 4

function Half({ spec, said, height, tools }: { readonly spec: LineSpec; readonly said: string; readonly height: number; readonly tools?: preact.JSX.Element }) {
  const { state, go } = useBoard()
  const id = spec.title.toLowerCase().replaceAll(' ', '-')
  const asTable = state.tables.includes(id)
  const toggle = (): void => go({ tables: asTable ? state.tables.filter((other) => other !== id) : [...state.tables, id] }, { replace: true })
  return (
    <section aria-label={spec.title}>
      <div class="half-head"><div><h3>{spec.title}</h3><p>{said}</p></div><div class="head-tools">{tools}<Segmented label={`${spec.title} as`} value={asTable ? 'table' : 'chart'} options={VIEWS} onChange={toggle} /></div></div>
      <Chart spec={spec} height={height} asTable={asTable} onToggle={toggle} />
    </section>
  )
}
