/** Filters of the page: a form to set them, and chips that show what is set. */
import { Icon, reasonOf } from '@symphony/kit'
import { fetchMetric, pathTo, shownValue, useLoad, type FilterDeclaration, type Filters } from '@symphony/sdk'
import { useBoard, type Board } from './context'
import { groupOf } from './specs/groups'

interface Choice {
  readonly key: string
  readonly label: string
}

/** The groups of a filter's dimension that this viewer may see. */
function useChoices(filter: FilterDeclaration) {
  const { context, catalogue } = useBoard()
  return useLoad(filter.name, async () => {
    const metric = catalogue.get(filter.options)
    const path = metric && pathTo(filter.path, metric.dimensions)
    if (!path) return []
    const result = await fetchMetric(context.gql, { id: filter.options, by: [path], grain: null })
    const choices = result.rows.map((row) => groupOf(row, path)).flatMap(({ key, label }): Choice[] => (key === null ? [] : [{ key, label }]))
    return choices.toSorted((a, b) => a.label.localeCompare(b.label))
  })
}

export function FilterForm({ close }: { readonly close: () => void }) {
  const { dashboard, state, go } = useBoard()
  const any = Object.values(state.filters).some((values) => values.length > 0)
  return (
    <>
      {dashboard.filters.map((filter) => <FilterField key={filter.name} filter={filter} />)}
      {any && <button type="button" class="link" onClick={() => { go({ filters: {} }); close() }}>Take all filters away</button>}
    </>
  )
}

function FilterField({ filter }: { readonly filter: FilterDeclaration }) {
  const board = useBoard()
  const { load } = useChoices(filter)
  const choices = shownValue(load) ?? []
  const chosen = board.state.filters[filter.name] ?? []
  if (load.phase === 'ready' && choices.length === 0) return null
  const toggle = (key: string, on: boolean): void => board.go({ filters: withValue(board, filter.name, key, on) })
  return (
    <fieldset class="field">
      <legend>{filter.title}</legend>
      {load.phase === 'loading' && <p class="muted">Loading…</p>}
      {load.phase === 'failed' && <p class="muted">{reasonOf(load.error)}</p>}
      {choices.map(({ key, label }) => (
        <label key={key} class="check"><input type="checkbox" checked={chosen.includes(key)} onChange={(event) => toggle(key, event.currentTarget.checked)} />{label}</label>
      ))}
    </fieldset>
  )
}

/** The page's filters with one value more or less. */
export function withValue({ state }: Pick<Board, 'state'>, name: string, key: string, on: boolean): Filters {
  const rest = (state.filters[name] ?? []).filter((value) => value !== key)
  const values = on ? [...rest, key] : rest
  const { [name]: _, ...others } = state.filters
  return values.length > 0 ? { ...others, [name]: values } : others
}

/** What is filtered, each with a button that takes it away. */
export function FilterChips() {
  const { dashboard, state } = useBoard()
  const active = dashboard.filters.filter(({ name }) => (state.filters[name] ?? []).length > 0)
  if (active.length === 0) return null
  return <ul class="chips" aria-label="Filters in force">{active.map((filter) => <Chips key={filter.name} filter={filter} />)}</ul>
}

function Chips({ filter }: { readonly filter: FilterDeclaration }) {
  const board = useBoard()
  const { load } = useChoices(filter)
  const labels = new Map(shownValue(load)?.map(({ key, label }) => [key, label]))
  return (
    <>
      {(board.state.filters[filter.name] ?? []).map((key) => (
        <li key={key}>
          <span>{filter.title}: {labels.get(key) ?? key}</span>
          <button type="button" aria-label={`Take ${labels.get(key) ?? key} away`} onClick={() => board.go({ filters: withValue(board, filter.name, key, false) })}><Icon name="close" /></button>
        </li>
      ))}
    </>
  )
}
