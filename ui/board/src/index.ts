/** Dashboards from declarations: a symphony needs its `dashboard.yaml` and only the parts no other has. */
export * from './context'
export * from './queries'
export * from './symphony'
