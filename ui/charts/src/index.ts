/** The heavy half of the charts, loaded after words and figures. */
export { draw, type Drawing, type DrawOptions } from './draw'
export { toOption, type Frame } from './option'
export { readTheme, type ChartTheme } from './theme'
export type { Writer } from './write'
