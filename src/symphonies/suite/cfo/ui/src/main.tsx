/** The CFO symphony: dashboards from `dashboard.yaml`, and the parts only finance has. */
import { symphony } from '@symphony/board'
import { PlanPart } from './cash/actions/plan'
import { CollectionsPart } from './cash/actions/worklist'
import { BacktestPart } from './cash/backtest/backtest'
import { CashBridgePart } from './cash/bridge'
import { CashCausesPart } from './cash/causes'
import { CashForecastPart } from './cash/forecast'
import { CashOutlookPart } from './cash/outlook'
import { MinimaPart } from './cash/minima'
import { ComparePart } from './cash/scenarios/compare'
import { ScenariosPart } from './cash/scenarios/list'
import { StressesPart } from './cash/stresses'
import { CustomerView } from './customer'
import { FindingsPart } from './findings'
import { InvoiceView } from './invoice'
import { ObligationsPart } from './obligations'

export default symphony({
  title: 'Finance',
  parts: {
    cash_outlook: CashOutlookPart,
    cash_forecast: CashForecastPart,
    cash_bridge: CashBridgePart,
    cash_causes: CashCausesPart,
    cash_stresses: StressesPart,
    cash_minima: MinimaPart,
    cash_scenarios: ScenariosPart,
    cash_compare: ComparePart,
    cash_backtest: BacktestPart,
    cash_plan: PlanPart,
    cash_collections: CollectionsPart,
    obligations: ObligationsPart,
    findings: FindingsPart,
  },
  drills: { customer: CustomerView, invoice: InvoiceView },
  own: ['lever', 'scenario', 'with', 'why', 'keep'],
})
