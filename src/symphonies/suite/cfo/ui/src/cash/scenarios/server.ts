/** Saved scenarios, as the supergraph tells and keeps them. */
import type { Ask } from '@symphony/contract'
import { whole } from '@symphony/sdk'
import COMPARISON from '../../../../operations/cash_comparison.graphql'
import DELETE from '../../../../operations/cash_delete.graphql'
import RESTORE from '../../../../operations/cash_restore.graphql'
import REVISE from '../../../../operations/cash_revise.graphql'
import SAVE from '../../../../operations/cash_save.graphql'
import SCENARIOS from '../../../../operations/cash_scenarios.graphql'
import VERSIONS from '../../../../operations/cash_scenario_versions.graphql'
import SHARE from '../../../../operations/cash_share.graphql'
import type { Setting } from '../model'
import type { CashView } from '../view'

export interface Scenario {
  readonly id: string
  readonly version: number
  readonly name: string
  readonly note: string
  readonly owner: string
  readonly shared: boolean
  readonly mine: boolean
  readonly changedAt: string
  readonly savedAsOf: string
  readonly levers: readonly Setting[]
  /** Key figures when it was saved; without values where somebody else saved it. */
  readonly saved: readonly { readonly id: string; readonly value: number | null }[]
}

export type Version = Pick<Scenario, 'version' | 'name' | 'changedAt' | 'levers'>

/** What is to be kept. */
export interface Draft {
  readonly name: string
  readonly note: string
  readonly shared: boolean
  readonly levers: readonly Setting[]
}

export interface Comparison {
  readonly currency: string
  readonly names: readonly string[]
  readonly rows: readonly ComparisonRow[]
  readonly series: readonly { readonly name: string; readonly p50: readonly number[] }[]
}

export interface ComparisonRow {
  readonly id: string
  readonly title: string
  readonly unit: string
  readonly values: readonly (number | null)[]
  readonly deltas: readonly (number | null)[]
  readonly best: number | null
}

type Saved = Pick<Scenario, 'id' | 'version' | 'name'>

export async function fetchScenarios(ask: Ask): Promise<readonly Scenario[]> {
  return whole(await ask<{ cashScenarios: readonly Scenario[] }>(SCENARIOS, {}, { fresh: true })).cashScenarios
}

/** Every version of a scenario, the last first. */
export async function fetchVersions(ask: Ask, id: string): Promise<readonly Version[]> {
  return whole(await ask<{ cashScenario: { readonly versions: readonly Version[] } }>(VERSIONS, { id }, { fresh: true })).cashScenario.versions
}

/** Scenarios beside the baseline, on today's figures. */
export async function fetchComparison(ask: Ask, scenarios: readonly string[], view: CashView, fresh: boolean): Promise<Comparison> {
  return whole(await ask<{ cashComparison: Comparison }>(COMPARISON, { scenarios, view }, { fresh })).cashComparison
}

/** Keeps a draft: as a further version of `id`, or as a new scenario. */
export function keep(ask: Ask, draft: Draft, id: string | null): Promise<Saved> {
  return change(ask, id === null ? SAVE : REVISE, { input: draft, ...(id !== null && { id }) })
}

export function share(ask: Ask, { id, shared }: Scenario): Promise<Saved> {
  return change(ask, SHARE, { id, shared: !shared })
}

export async function remove(ask: Ask, { id }: Scenario): Promise<void> {
  whole(await ask(DELETE, { id }, { fresh: true }))
}

/** Takes back a deletion. */
export function restore(ask: Ask, { id }: Scenario): Promise<Saved> {
  return change(ask, RESTORE, { id })
}

async function change(ask: Ask, document: string, variables: Readonly<Record<string, unknown>>): Promise<Saved> {
  return whole(await ask<{ scenario: Saved }>(document, variables, { fresh: true })).scenario
}
