/** A plan as the graph tells it. */
import type { Setting } from '../model'

export interface Mitigation {
  readonly confidence: number
  readonly id: string | null
  readonly version: number | null
  readonly madeAt: string | null
  readonly state: string
  readonly plan: Plan | null
}

export interface Plan {
  readonly asOf: string
  readonly currency: string
  readonly verdict: string
  readonly summary: string
  readonly chanceBefore: number
  readonly chance: number
  readonly standardError: number
  readonly paths: number
  readonly cost: number
  readonly regret: number | null
  readonly method: string
  readonly contenders: readonly { readonly method: string; readonly chance: number; readonly cost: number }[]
  readonly rule: Rule | null
  readonly bundles: readonly Bundle[]
  readonly steps: readonly Step[]
  readonly suppliers: { readonly lateShareBefore: number; readonly lateShareAfter: number; readonly daysLater: number } | null
}

interface Rule {
  readonly title: string
  readonly owner: string
  readonly everyDays: number
  readonly buffer: number
  readonly peakHigh: number
  readonly cost: number
}

interface Gain {
  readonly expected: number
  readonly low: number
  readonly high: number
  readonly chance: number
}

export interface Bundle {
  readonly kind: string
  readonly title: string
  readonly owner: string
  readonly on: string
  readonly steps: number
  readonly amount: number
  readonly cost: number
  readonly gain: Gain
}

export interface Step {
  readonly id: string
  readonly kind: string
  readonly title: string
  readonly owner: string
  readonly on: string
  readonly until: string | null
  readonly amount: number
  readonly share: number
  readonly cost: number
  readonly risk: string
  readonly assumption: string | null
  readonly evidence: readonly string[]
  readonly gain: Gain
  readonly practice: { readonly suppliers: readonly string[]; readonly daysLater: number; readonly daysBeyondTerms: number } | null
}

/** A plan that is kept, with its versions, the last first. */
export interface Kept {
  readonly id: string
  readonly confidence: number
  readonly entities: readonly string[]
  readonly owner: string
  readonly mine: boolean
  readonly shared: boolean
  readonly levers: readonly Setting[]
  readonly versions: readonly {
    readonly version: number
    readonly madeAt: string
    readonly current: boolean
    readonly plan: Pick<Plan, 'asOf' | 'currency' | 'verdict' | 'chance' | 'cost'>
  }[]
}
