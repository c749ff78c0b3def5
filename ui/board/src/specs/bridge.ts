/** From plan to actual: each group's distance from its plan is a step. */
import type { BridgeSpec, BridgeStep } from '@symphony/charts/spec'
import { change, type MetricRow, type Unit } from '@symphony/sdk'
import { groupOf, newestRows } from './groups'

export interface BridgeInput {
  readonly title: string
  readonly unit: Unit
  readonly rows: readonly MetricRow[]
  readonly by: string
  /** Steps beyond this many are summed as others. */
  readonly most: number
}

/** The bridge whose steps add up exactly from the plan's total to the actual one; null when there is no plan. */
export function bridgeSpec(input: BridgeInput): BridgeSpec | null {
  const rows = newestRows(input.rows)
  const parts = rows.map((row) => {
    const planned = row.comparisons.find(({ kind }) => kind === 'TARGET')?.value ?? null
    return { name: groupOf(row, input.by).label, planned, actual: row.value ?? 0 }
  })
  if (parts.every(({ planned }) => planned === null)) return null
  const plan = parts.reduce((sum, { planned }) => sum + (planned ?? 0), 0)
  const actual = parts.reduce((sum, part) => sum + part.actual, 0)
  const gaps = parts
    .map(({ name, planned, actual: reached }) => ({ name, value: reached - (planned ?? 0), total: false }))
    .toSorted((a, b) => Math.abs(b.value) - Math.abs(a.value))
  const steps: BridgeStep[] = [
    { name: 'Plan', value: plan, total: true },
    ...folded(gaps, input.most).toSorted((a, b) => b.value - a.value),
    { name: 'Actual', value: actual, total: true },
  ]
  return { kind: 'bridge', title: input.title, finding: finding(plan, actual, gaps, input.unit), units: input.unit, steps }
}

function folded(gaps: readonly BridgeStep[], most: number): readonly BridgeStep[] {
  const others = gaps.slice(most)
  if (others.length < 2) return gaps
  return [...gaps.slice(0, most), { name: 'Others', value: others.reduce((sum, gap) => sum + gap.value, 0), total: false }]
}

function finding(plan: number, actual: number, gaps: readonly BridgeStep[], unit: Unit): string {
  const gap = actual - plan
  const [driver] = gaps
  const first = gap === 0 ? 'On plan' : `${change(gap, unit)} ${gap > 0 ? 'above' : 'below'} plan`
  return driver ? `${first}; the largest step is ${driver.name.toLowerCase()} with ${driver.value < 0 ? '−' : '+'}${change(driver.value, unit)}.` : `${first}.`
}
