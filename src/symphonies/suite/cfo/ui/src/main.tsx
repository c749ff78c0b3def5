/** The CFO symphony: dashboards from `dashboard.yaml`, and the parts only finance has. */
import { symphony } from '@symphony/board'
import { CashForecastPart } from './cash/forecast'
import { StressesPart } from './cash/stresses'
import { CustomerView } from './customer'
import { FindingsPart } from './findings'
import { InvoiceView } from './invoice'
import { ObligationsPart } from './obligations'

export default symphony({
  title: 'Finance',
  parts: { cash_forecast: CashForecastPart, cash_stresses: StressesPart, obligations: ObligationsPart, findings: FindingsPart },
  drills: { customer: CustomerView, invoice: InvoiceView },
})
