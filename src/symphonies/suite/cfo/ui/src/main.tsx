/** The CFO symphony: dashboards from `dashboard.yaml`, and the parts only finance has. */
import { symphony } from '@symphony/board'

export default symphony({ title: 'Finance' })
