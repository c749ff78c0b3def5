/** The one place where a chart spec becomes an ECharts option. */
import type { ChartSpec } from './spec'
import type { ChartTheme } from './theme'
import type { Writer } from './write'
import { barOption } from './kinds/bar'
import { bridgeOption } from './kinds/bridge'
import { heatOption } from './kinds/heat'
import { lineOption } from './kinds/line'
import { stackedOption } from './kinds/stacked'

/** What a spec is drawn into. Sizes in CSS pixels. */
export interface Frame {
  readonly theme: ChartTheme
  readonly width: number
  readonly height: number
  readonly write: Writer
}

/** The option object: plain data but for formatters and custom marks. */
export function toOption(spec: ChartSpec, frame: Frame): Record<string, unknown> {
  switch (spec.kind) {
    case 'line': return lineOption(spec, frame)
    case 'stacked': return stackedOption(spec, frame)
    case 'bar': return barOption(spec, frame)
    case 'bridge': return bridgeOption(spec, frame)
    case 'heat': return heatOption(spec, frame)
  }
}
