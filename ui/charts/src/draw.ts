/** Draws a spec into an element and keeps it there through resizing, theme changes and printing. */
import { BarChart, CustomChart, LineChart } from 'echarts/charts'
import { AriaComponent, GridComponent, LegendComponent, MarkLineComponent, MarkPointComponent, TooltipComponent } from 'echarts/components'
import { init, use, type EChartsType } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'
import { toOption } from './option'
import type { ChartSpec } from './spec'
import { readTheme } from './theme'
import type { Writer } from './write'

use([BarChart, CustomChart, LineChart, AriaComponent, GridComponent, LegendComponent, MarkLineComponent, MarkPointComponent, TooltipComponent, SVGRenderer])

export interface Drawing {
  show(spec: ChartSpec): void
  /** Lights up one mark and shows its tooltip; null clears. */
  point(index: number | null): void
  dispose(): void
}

export interface DrawOptions {
  readonly write: Writer
  /** Called with the index of a clicked mark. */
  readonly onPick?: (index: number) => void
}

/** Draws `spec` into `el`. */
export function draw(el: HTMLElement, spec: ChartSpec, options: DrawOptions): Drawing {
  const chart = init(el, null, { renderer: 'svg' })
  let shown = spec
  const paint = (): void => {
    const first = !el.querySelector('path')
    const frame = { theme: readTheme(el), width: el.clientWidth, height: el.clientHeight, write: options.write }
    // only the first drawing moves: a lever's answer must be there at once
    chart.setOption({ ...toOption(shown, frame), ...(first ? {} : { animation: false }) }, { notMerge: true })
    scalable(chart, el)
  }
  const size = new ResizeObserver(() => {
    if (el.clientWidth === 0 || (el.clientWidth === chart.getWidth() && el.clientHeight === chart.getHeight())) return
    chart.resize()
    paint()
  })
  const stop = onAppearance(paint)
  size.observe(el)
  chart.on('click', (event: { dataIndex?: number }) => event.dataIndex !== undefined && options.onPick?.(event.dataIndex))
  paint()
  return {
    show(next) {
      shown = next
      paint()
    },
    point(index) {
      chart.dispatchAction(index === null ? { type: 'hideTip' } : { type: 'showTip', seriesIndex: 0, dataIndex: index })
    },
    dispose() {
      size.disconnect()
      stop()
      chart.dispose()
    },
  }
}

/** Lets the drawing shrink with the paper: its coordinates stay, its size follows. */
function scalable(chart: EChartsType, el: HTMLElement): void {
  const svg = el.querySelector('svg')
  svg?.setAttribute('viewBox', `0 0 ${chart.getWidth()} ${chart.getHeight()}`)
  svg?.setAttribute('preserveAspectRatio', 'xMinYMin meet')
}

/** Repaints when light, dark or paper changes. */
function onAppearance(paint: () => void): () => void {
  const queries = ['(prefers-color-scheme: dark)', 'print'].map((query) => matchMedia(query))
  const theme = new MutationObserver(paint)
  theme.observe(document.documentElement, { attributeFilter: ['data-theme'] })
  for (const query of queries) query.addEventListener('change', paint)
  return () => {
    theme.disconnect()
    for (const query of queries) query.removeEventListener('change', paint)
  }
}
