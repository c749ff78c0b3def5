import type { Writer } from '@symphony/charts'
import { axisFigure, plain, shortText, signed } from '@symphony/sdk'

/** The figures of charts, written as on the cards. */
export const writer: Writer = { short: shortText, signed, axis: axisFigure, plain }
