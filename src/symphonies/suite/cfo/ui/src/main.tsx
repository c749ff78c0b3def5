/** The CFO symphony: dashboards from `dashboard.yaml`, and the parts only finance has. */
import { symphony } from '@symphony/board'
import { CashForecastPart } from './cash/forecast'
import { CustomerView } from './customer'
import { FindingsPart } from './findings'
import { InvoiceView } from './invoice'
import { ObligationsPart } from './obligations'

export default symphony({
  title: 'Finance',
  parts: { cash_forecast: CashForecastPart, obligations: ObligationsPart, findings: FindingsPart },
  drills: { customer: CustomerView, invoice: InvoiceView },
})
