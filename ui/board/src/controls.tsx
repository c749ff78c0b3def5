/** Period, comparison, filters and currency of the page: all of it lives in the address. */
import { Icon, Popover, Select } from '@symphony/kit'
import { currencyName, rangeText, type Grain, type PageState, type Versus } from '@symphony/sdk'
import { useState } from 'preact/hooks'
import { useBoard } from './context'
import { FilterForm } from './filters'

const PRESETS: readonly { readonly last: number; readonly grain: Grain }[] = [
  { last: 13, grain: 'MONTH' }, { last: 25, grain: 'MONTH' }, { last: 8, grain: 'QUARTER' }, { last: 3, grain: 'YEAR' }, { last: 13, grain: 'WEEK' }, { last: 31, grain: 'DAY' },
]
const VERSUS: readonly { readonly value: Versus; readonly title: string }[] = [
  { value: 'plan', title: 'Versus plan' }, { value: 'year', title: 'Versus a year ago' }, { value: 'period', title: 'Versus period before' },
]
const GRAINS: readonly Grain[] = ['DAY', 'WEEK', 'MONTH', 'QUARTER', 'YEAR']

/** A page of parts alone has no period of its own. */
export function Controls({ whole }: { readonly whole: boolean }) {
  const { state, go } = useBoard()
  return (
    <div class="tools">
      {whole && <PeriodSelect />}
      {whole && <Select label="Compare" wideOnly options={VERSUS} value={state.versus} onChange={(versus) => go({ versus: versus as Versus })} />}
      <Popover label="Filters" button={<><Icon name="filter" /><span class="wide-only">Filters</span></>}>
        {(close) => <div class="filter-form"><FilterForm close={close} /><CurrencyField /></div>}
      </Popover>
    </div>
  )
}

const presetKey = ({ last, grain }: { readonly last?: number | undefined; readonly grain: Grain }): string => `${last}-${grain}`
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

function PeriodSelect() {
  const { state, go } = useBoard()
  const [custom, setCustom] = useState(false)
  const known = PRESETS.find((preset) => preset.last === state.period.last && preset.grain === state.grain)
  const options = [
    ...PRESETS.map((preset) => ({ value: presetKey(preset), title: capital(rangeText({ last: preset.last }, preset.grain)) })),
    ...(known ? [] : [{ value: 'now', title: capital(rangeText(state.period, state.grain)) }]),
    { value: 'custom', title: 'Other dates…' },
  ]
  const choose = (value: string): void => {
    const preset = PRESETS.find((candidate) => presetKey(candidate) === value)
    setCustom(value === 'custom')
    if (preset) go({ period: { last: preset.last }, grain: preset.grain })
  }
  return (
    <>
      <Select label="Period" options={options} value={custom ? 'custom' : known ? presetKey(known) : 'now'} onChange={choose} />
      {custom && <CustomPeriod done={() => setCustom(false)} />}
    </>
  )
}

function CustomPeriod({ done }: { readonly done: () => void }) {
  const { context, state, go } = useBoard()
  const submit = (event: SubmitEvent): void => {
    event.preventDefault()
    const form = new FormData(event.currentTarget as HTMLFormElement)
    const [from, to] = [String(form.get('from')), String(form.get('to'))]
    const range = { ...(from && { from }), ...(to && { to }) }
    if (from || to) go({ period: range, grain: String(form.get('grain')) as Grain })
    done()
  }
  return (
    <form class="pop pop-period" onSubmit={submit} onKeyDown={(event) => event.key === 'Escape' && done()}>
      <label>From<input type="date" name="from" defaultValue={state.period.from ?? ''} max={context.company.asOf} autoFocus /></label>
      <label>To<input type="date" name="to" defaultValue={state.period.to ?? context.company.asOf} /></label>
      <label>In steps of<select name="grain" defaultValue={state.grain}>{GRAINS.map((grain) => <option key={grain} value={grain}>{grain.toLowerCase()}</option>)}</select></label>
      <div class="row"><button type="button" class="btn small" onClick={done}>Cancel</button><button type="submit" class="btn small primary">Show</button></div>
    </form>
  )
}

function CurrencyField() {
  const { context, dashboard, state, go } = useBoard()
  const group = context.company.currency
  const others = dashboard.currencies.filter((code) => code !== group)
  const change = (currency: string): void => go({ currency } satisfies Partial<PageState>)
  return (
    <label class="field">Show money in
      <select value={state.currency} onChange={(event) => change(event.currentTarget.value)}>
        <option value="group">{group}, {currencyName(group)}</option>
        {others.map((code) => <option key={code} value={code}>{code}, {currencyName(code)}</option>)}
      </select>
    </label>
  )
}
