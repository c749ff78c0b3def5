/** What paper must say that a screen shows anyway: whose figures, as of when, how narrowed, seen by whom, and where. */
import { dayText, rangeText } from '@symphony/sdk'
import { useBoard } from './context'

const AGAINST = { plan: 'plan', year: 'a year ago', period: 'the period before' } as const

export function Imprint() {
  const { context, dashboard, state } = useBoard()
  const { company, user } = context
  const filters = dashboard.filters.flatMap(({ name, title }) => ((state.filters[name] ?? []).length > 0 ? `${title.toLowerCase()} ${state.filters[name]!.join(', ')}` : []))
  const parts = [
    company.name,
    `as of ${dayText(company.asOf)}`,
    `${rangeText(state.period, state.grain)} against ${AGAINST[state.versus]}`,
    filters.length > 0 ? `only ${filters.join('; ')}` : 'nothing filtered',
    `seen by ${user.name}, ${user.title}`,
    'internal',
    location.href,
  ]
  return <footer class="imprint">{parts.join(' · ')}</footer>
}
