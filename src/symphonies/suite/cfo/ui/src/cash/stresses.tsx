/** Severe but plausible scenarios, run one after the other, and what each does to the low point. */
import { useBoard, type PartProps } from '@symphony/board'
import { Card, DataTable, type Column } from '@symphony/kit'
import { share, shortText, signed } from '@symphony/sdk'
import { useEffect, useRef, useState } from 'preact/hooks'
import STRESS_TEST from '../../../operations/cash_stress_test.graphql'
import { Awaiting } from './awaiting'
import { isPreparing, preparingBy, type Latest } from './latest'
import type { Forecast, Setting } from './model'
import { forecastHref } from './scenarios/words'
import { useView } from './view'

interface Step {
  readonly done: number
  readonly of: number
  readonly lowPoint: number
  readonly chanceBelowFloor: number
  readonly severityToBreach: number | null
  readonly stress: {
    readonly id: string
    readonly title: string
    readonly story: string
    readonly levers: readonly Setting[]
    readonly forecast: Pick<Forecast, 'currency' | 'change'>
  }
}

type Run = Latest<readonly Step[]> & { retry(): void }

const AGAIN_MS = 2000

export function StressesPart({ tile }: PartProps) {
  const { context } = useBoard()
  const place = useRef<HTMLDivElement>(null)
  const run = useStressTest(useSight(place))
  const steps = run.value ?? []
  const height = tile.height ?? 332
  const last = steps.at(-1)
  const progress = last && last.done < last.of ? `, ${last.done} of ${last.of} run` : ''
  return (
    <Card title={tile.title ?? 'Stress tests'} subtitle={`${tile.subtitle ?? 'Severe but plausible, each on its own, against no levers'}${progress}`} span={tile.span ?? 12} busy={run.busy && run.preparing === null}>
      <div ref={place} class="list" style={{ minHeight: `${height}px` }}>
        {steps.length > 0 ? <DataTable caption="Effect of each stress" columns={columnsOf(context.symphony)} rows={steps} rowKey={({ stress }) => stress.id} /> : <Awaiting of={run} height={height} />}
        {last && last.done < last.of && <progress class="run" max={last.of} value={last.done} aria-label="Stress tests run" />}
      </div>
    </Card>
  )
}

/** Follows the stress test once it is in sight; one that meets a server still preparing itself begins again. */
function useStressTest(seen: boolean): Run {
  const { context } = useBoard()
  const view = useView()
  const [state, setState] = useState<Latest<readonly Step[]>>({ value: null, of: null, busy: false, error: null, preparing: null })
  const [turn, setTurn] = useState(0)
  useEffect(() => {
    if (!seen) return
    const down = new AbortController()
    let timer = 0
    const found: Step[] = []
    setState((before) => ({ ...before, value: null, busy: true, error: null }))
    const add = ({ cashStressTest }: { readonly cashStressTest: Step }): void => {
      found.push(cashStressTest)
      setState({ value: [...found], of: 'stresses', busy: cashStressTest.done < cashStressTest.of, error: null, preparing: null })
    }
    view.resolve().then((given) => context.listen<{ readonly cashStressTest: Step }>(STRESS_TEST, add, down.signal, { view: given })).catch((error: unknown) => {
      if (down.signal.aborted) return
      const waits = isPreparing(error)
      if (waits) timer = window.setTimeout(() => setTurn((n) => n + 1), AGAIN_MS)
      setState((before) => ({ ...before, busy: false, error: waits ? null : error, preparing: waits ? preparingBy(error, before) : null }))
    })
    return () => {
      clearTimeout(timer)
      down.abort()
    }
  }, [seen, turn, view.key])
  return { ...state, retry: () => setTurn(turn + 1) }
}

/** Whether an element has been on the screen. */
export function useSight(place: { readonly current: HTMLElement | null }): boolean {
  const [seen, setSeen] = useState(false)
  useEffect(() => {
    const watch = new IntersectionObserver((entries) => entries.some(({ isIntersecting }) => isIntersecting) && setSeen(true))
    if (place.current) watch.observe(place.current)
    return () => watch.disconnect()
  }, [])
  return seen
}

function columnsOf(symphony: string): readonly Column<Step>[] {
  const money = ({ stress }: Step) => ({ unit: 'money', currency: stress.forecast.currency })
  return [
    { title: 'Stress', by: ({ stress }) => stress.title, cell: ({ stress }) => <a class="figure-name" title={stress.story} onClick={toTop} href={forecastHref(symphony, stress.levers)}>{stress.title}</a> },
    { title: 'Low point', end: true, by: ({ lowPoint }) => lowPoint, cell: (row) => shortText(row.lowPoint, money(row)) },
    { title: 'Effect', end: true, wideOnly: true, by: ({ stress }) => stress.forecast.change.lowPoint, cell: (row) => signed(row.stress.forecast.change.lowPoint, money(row)) },
    { title: 'Below floor', end: true, by: ({ chanceBelowFloor }) => chanceBelowFloor, cell: ({ chanceBelowFloor }) => share(chanceBelowFloor) },
    { title: 'Breach at', end: true, wideOnly: true, by: ({ severityToBreach }) => severityToBreach, cell: ({ severityToBreach }) => <span title="How many times as hard it must be for a breach of the floor to be likely">{breachText(severityToBreach)}</span> },
  ]
}

/** The forecast that answers stands at the top of the page. */
const toTop = (): void => document.getElementById('main')?.scrollTo(0, 0)

const breachText = (severity: number | null): string => (severity === null ? 'out of reach' : severity === 0 ? 'already' : `${severity.toFixed(1)} times as hard`)
