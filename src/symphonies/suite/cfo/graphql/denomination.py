"""What amounts are told in: the currency of the group, or another one at the rate of the cut."""

from __future__ import annotations

import math
from dataclasses import dataclass

from graphql import GraphQLError

from symphonies.suite.cfo.pinnacle.position import Position


@dataclass(frozen=True)
class Denomination:
    """A currency, and what a unit of the group's comes to in it. One rate holds for all days."""

    currency: str
    rate: float = 1.0

    def told(self, cents: float) -> float:
        """Return base cents as units."""
        return self._cents(cents) / 100

    def between(self, start: float, end: float) -> float:
        """Return a step in units: steps from one amount to the next add up to what is told of the whole."""
        return (self._cents(end) - self._cents(start)) / 100

    def _cents(self, cents: float) -> int:
        return round(float(cents) * self.rate)


def in_base(position: Position) -> Denomination:
    """Return the currency of the group."""
    return Denomination(position.base_currency)


def denomination_of(position: Position, currency: str | None) -> Denomination:
    """Return a currency at the rate of the cut; None is the group's.

    Raises:
        GraphQLError: no rate of it is known.
    """
    if currency is None or currency == position.base_currency:
        return in_base(position)
    markets = position.markets
    spot = dict(zip(markets.currencies, markets.spot.tolist(), strict=True))
    rate = spot.get(currency, math.nan)
    if not rate > 0:
        known = sorted(code for code, each in spot.items() if each > 0)
        raise GraphQLError(
            f"No rate of {currency!r} is known on {position.cut}; there are rates of {', '.join(known)}.",
            extensions={"code": "ARGUMENT_INVALID", "hint": "Ask in one of these, or load exchange rates."},
        )
    return Denomination(currency, 1 / rate)
