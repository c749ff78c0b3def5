/** A chart as data: what is shown, in which unit, and what it says. Pages, mails and slides draw the same. */

export interface ChartUnit {
  /** `money`, `ratio`, `days`, `count`, `months`, `bps` or `number`. */
  readonly unit: string
  readonly currency?: string | null
  /** A figure as large as this stands for more than it. */
  readonly most?: number | null
}

/** How a series is drawn: solid ink for actuals, accent for what may happen, dotted for the plan, lighter for the past, dashed for a limit that moves, hues for groups. */
export type Role = 'actual' | 'forecast' | 'plan' | 'previous' | 'limit' | 'group'

export interface Series {
  readonly name: string
  readonly role: Role
  /** One value for each category; null where there is none. */
  readonly values: readonly (number | null)[]
}

/** A level the figures are held against. */
export interface Level {
  readonly name: string
  readonly value: number
  readonly tone: 'floor' | 'ceiling' | 'target'
}

/** A range around a forecast. */
export interface Band {
  readonly name: string
  readonly low: readonly (number | null)[]
  readonly high: readonly (number | null)[]
}

/** A day or a value that is pointed at. */
export interface Pointer {
  readonly index: number
  readonly text: string
}

interface Common {
  readonly title: string
  /** The message in one sentence; read to those who do not see the chart. */
  readonly finding: string
  readonly units: ChartUnit
}

export interface Category {
  /** As on the axis: `Oct`. */
  readonly label: string
  /** In full: `Oct 2026`. */
  readonly name: string
  /** What a click leads to. */
  readonly key?: string | null
}

/** Lines over time. */
export interface LineSpec extends Common {
  readonly kind: 'line'
  readonly categories: readonly Category[]
  readonly series: readonly Series[]
  readonly levels: readonly Level[]
  /** Index of the category the figures stand at, when the axis runs on beyond it. */
  readonly today: number | null
  /** Stocks start at zero; a rate may not. */
  readonly fromZero: boolean
  /** Widest first; each is drawn over the one before. */
  readonly bands?: readonly Band[]
  /** Days on which something happens. */
  readonly events?: readonly Pointer[]
  /** The one value of the forecast that matters. */
  readonly low?: Pointer & { readonly value: number }
}

/** Columns over time or over groups, one on the other. */
export interface StackedSpec extends Common {
  readonly kind: 'stacked'
  readonly categories: readonly Category[]
  readonly series: readonly Series[]
  /** Whether the groups have a natural order, weakest first: one hue in strengths instead of many hues. */
  readonly ordered: boolean
  /** Whether the columns are groups rather than periods: each is named. */
  readonly grouped: boolean
}

/** Horizontal bars, one for each group, largest first. */
export interface BarSpec extends Common {
  readonly kind: 'bar'
  readonly categories: readonly Category[]
  readonly series: readonly Series[]
}

/** From one balance over its drivers to another. */
export interface BridgeSpec extends Common {
  readonly kind: 'bridge'
  readonly steps: readonly BridgeStep[]
}

export interface BridgeStep {
  readonly name: string
  /** A balance when `total`, else a change. */
  readonly value: number
  readonly total: boolean
}

/** Two dimensions and the strength of each pair. */
export interface HeatSpec extends Common {
  readonly kind: 'heat'
  readonly columns: readonly Category[]
  readonly rows: readonly Category[]
  /** `values[row][column]`. */
  readonly values: readonly (readonly (number | null)[])[]
}

export type ChartSpec = LineSpec | StackedSpec | BarSpec | BridgeSpec | HeatSpec
