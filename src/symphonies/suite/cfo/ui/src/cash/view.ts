/** What the page looks at: its companies and its currency, as every question about cash is asked. */
import { useBoard } from '@symphony/board'
import { apply, dayText, fetchMetric } from '@symphony/sdk'
import { useMemo } from 'preact/hooks'
import { useLatest, type Latest } from './latest'
import type { Forecast } from './model'

/** Nothing where all is looked at, in the group's currency. */
export type CashView = { readonly entities?: readonly string[]; readonly currency?: string } | null

export const CASH = 'corp.cash'
const ENTITY = 'entity'

interface Viewing {
  readonly key: string
  /** The companies are those that the page's filters leave. */
  resolve(): Promise<CashView>
}

/** What the page looks at. */
export function useView(): Viewing {
  const { context, state, dashboard, catalogue } = useBoard()
  const metric = catalogue.get(CASH)
  const { where } = apply(state.filters, dashboard.filters, metric)
  const currency = state.currency === 'group' || state.currency === context.company.currency ? null : state.currency
  const key = JSON.stringify([where, currency])
  return useMemo(() => {
    let found: Promise<CashView> | null = null
    const entities = async (): Promise<readonly string[]> => {
      const { rows } = await fetchMetric(context.gql, { id: CASH, by: [ENTITY], grain: null, where })
      return rows.flatMap(({ dimensions }) => dimensions.flatMap(({ name, key: id }) => (name === ENTITY && id !== null ? [id] : [])))
    }
    const ask = async (): Promise<CashView> => {
      if (where.length === 0 && currency === null) return null
      return { ...(where.length > 0 && { entities: await entities() }), ...(currency && { currency }) }
    }
    const resolve = (): Promise<CashView> => {
      found ??= ask().catch((error: unknown) => {
        found = null
        throw error
      })
      return found
    }
    return { key, resolve }
  }, [key])
}

/** The latest answer within what the page looks at: what was told of other companies or in another currency is gone. */
export function useViewed<V>(key: string, ask: (fresh: boolean, view: CashView) => Promise<V>): Latest<V> & { retry(): void } {
  const view = useView()
  const start = `${view.key} `
  const found = useLatest(start + key, async (fresh) => ask(fresh, await view.resolve()))
  const isMine = found.of?.startsWith(start) ?? true
  return isMine ? { ...found, of: found.of?.slice(start.length) ?? null } : { ...found, value: null, of: null, busy: true, error: null }
}

/** What is looked at, said after a subtitle: filters that cash has not, and how amounts were translated. */
export function useSaidView(forecast: Pick<Forecast, 'asOf' | 'currency'> | null): string {
  const { state, dashboard, catalogue, context } = useBoard()
  const { ignored } = apply(state.filters, dashboard.filters, catalogue.get(CASH))
  const split = ignored.length > 0 ? `; not split by ${ignored.join(', ')}` : ''
  const translated = forecast && forecast.currency !== context.company.currency ? `; in ${forecast.currency} at the rate of ${dayText(forecast.asOf)}` : ''
  return split + translated
}
