/** What a forecast comes to, and what moved it. */
import { dayText, share, shortText, signed } from '@symphony/sdk'
import type { Covenant, Forecast, Reasons } from './model'

export function Results({ forecast, moved }: { readonly forecast: Forecast; readonly moved: boolean }) {
  const { lowPoint, asOf, currency, change } = forecast
  const units = { unit: 'money', currency }
  const low = forecast.days.find(({ on }) => on === lowPoint.on)
  const tight = tightest(forecast)
  const surplus = forecast.surplus.at(-1)
  return (
    <dl class="facts-grid cash-results" aria-live="polite">
      <Fact title="Low point" value={shortText(lowPoint.p50, units)} about={moved ? `${signed(change.lowPoint, units)} against no levers` : `${shortText(lowPoint.p10, units)} to ${shortText(lowPoint.p90, units)}, ${dayText(lowPoint.on, asOf)}`} />
      <Fact title="Chance below floor" value={share(forecast.chanceBelowFloor)} about={moved ? `${pointsText(change.chanceBelowFloor)} against no levers` : `floor ${shortText(forecast.floor, units)}`} />
      <Fact title="Runway" value={forecast.runwayOn ? dayText(forecast.runwayOn, asOf) : `over ${forecast.horizon} days`} about="in the worst fifth of cases, on average" />
      <Fact title="Covenant headroom" value={tight ? share(tight.headroom) : '–'} about={tight ? `${tight.name}, ${dayText(tight.on, asOf)}` : 'no covenant is told'} />
      <Fact title="Investable surplus" value={surplus ? shortText(surplus.amount, units) : '–'} about={surplus ? `for ${surplus.days} days, 95% sure` : 'none is told'} />
      <Fact title="Credit undrawn" value={shortText(low?.undrawn, units)} about={`on ${dayText(lowPoint.on, asOf)}`} />
    </dl>
  )
}

export function Fact({ title, value, about }: { readonly title: string; readonly value: string; readonly about: string }) {
  return <div><dt>{title}</dt><dd>{value}<small>{about}</small></dd></div>
}

/** A change of a chance: `+1.2 pp`. */
export function pointsText(change: number): string {
  return signed(change, { unit: 'ratio' })
}

/** The covenant test with the least room. */
export function tightest({ covenants }: Forecast): Covenant | undefined {
  return covenants.filter(({ headroom }) => headroom !== null).toSorted((a, b) => a.headroom! - b.headroom!)[0]
}

const MOST_DRIVERS = 3

/** What levers do to the low point, by driver; null without levers or reasons. */
export function sentenceOf(reasons: Reasons | null): string | null {
  if (!reasons || reasons.change.parts.length === 0) return null
  const units = { unit: 'money', currency: reasons.currency }
  const drivers = reasons.change.parts.toSorted((a, b) => Math.abs(b.amount) - Math.abs(a.amount)).slice(0, MOST_DRIVERS)
  return `The levers move the low point by ${signed(reasons.change.lowPoint, units)}: ${drivers.map(({ title, amount }) => `${title.toLowerCase()} ${signed(amount, units)}`).join(', ')}.`
}
