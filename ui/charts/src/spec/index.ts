/** The light half of the charts: what a chart says, its table and its points. Needs no chart library. */
export * from './points'
export * from './spec'
export * from './twin'
