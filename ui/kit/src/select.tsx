/** A quiet choice from a list: the platform's own select, so that keys and phones work as everywhere. */
import { Icon } from './icon'

export interface SelectProps {
  readonly label: string
  readonly options: readonly { readonly value: string; readonly title: string }[]
  readonly value: string
  readonly onChange: (value: string) => void
  readonly wideOnly?: boolean
}

export function Select({ label, options, value, onChange, wideOnly = false }: SelectProps) {
  return (
    <span class={`btn quiet select${wideOnly ? ' wide-only' : ''}`}>
      <select aria-label={label} value={value} onChange={(event) => onChange(event.currentTarget.value)}>
        {options.map((option) => (
          <option key={option.value} value={option.value}>{option.title}</option>
        ))}
      </select>
      <Icon name="down" />
    </span>
  )
}
