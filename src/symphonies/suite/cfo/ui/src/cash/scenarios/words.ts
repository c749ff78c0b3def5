/** Levers in words, and the addresses that set them. */
import { leverOf, leverText, scaleOf, unitOf, type LeverKind, type Setting } from '../model'

/** `Days customers take +5 days, exchange rate, USD −10 %`. */
export function leversText(settings: readonly Setting[], kinds: readonly LeverKind[]): string {
  const said = settings.map((setting) => leverWords(setting, kinds)).join(', ')
  return said === '' ? 'No levers' : said.charAt(0).toUpperCase() + said.slice(1)
}

function leverWords({ kind: id, target, value }: Setting, kinds: readonly LeverKind[]): string {
  const kind = kinds.find((found) => found.id === id)
  if (!kind) return leverText({ kind: id, target, value })
  const shown = Number((value * scaleOf(kind)).toFixed(4))
  const title = leverOf(kind, target).title
  return `${title.charAt(0).toLowerCase()}${title.slice(1)} ${shown < 0 ? '−' : '+'}${Math.abs(shown)} ${unitOf(kind)}`
}

/** The page of the forecast with levers set, and the scenario they come from. */
export function forecastHref(symphony: string, levers: readonly Setting[], scenario: string | null = null): string {
  return addressOf(symphony, 'forecast', [...levers.map((setting) => ['lever', leverText(setting)]), ...(scenario ? [['scenario', scenario]] : [])])
}

/** The page of what to do, with levers set, and how surely the floor is to be kept. */
export function actionsHref(symphony: string, levers: readonly Setting[], confidence: number | null = null): string {
  return addressOf(symphony, 'actions', [...levers.map((setting) => ['lever', leverText(setting)]), ...(confidence === null ? [] : [['keep', String(confidence)]])])
}

function addressOf(symphony: string, page: string, search: readonly string[][]): string {
  const text = new URLSearchParams([...search]).toString()
  return `/${symphony}/${page}${text ? `?${text}` : ''}`
}
