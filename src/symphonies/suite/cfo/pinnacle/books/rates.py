"""What currencies are worth in the group's own."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from symphonies.platform.learning import Knowledge, Known

from .frames import Floats, day_number, days, numbers, places, texts


@dataclass(frozen=True, slots=True, eq=False)
class Rates:
    """What currencies are worth in the base currency.

    Attributes:
        currencies: codes; the base is among them.
        base: place of the base currency.
        spot: on the cut, shape (currencies,); NaN where no rate is known.
        history: daily closing rates, shape (days, currencies), NaN before the first.
    """

    currencies: tuple[str, ...]
    base: int
    spot: Floats
    history: Floats

    def moved(self, days: int) -> Floats:
        """Returns what each currency is worth over its worth some days ago; 1 where either is not known."""
        before = self.history[max(len(self.history) - 1 - days, 0)]
        return np.nan_to_num(self.spot / before, nan=1.0)


def base_currency(past: Knowledge) -> str:
    """Returns the currency that most rates are told in; EUR when there is no rate."""
    bases = past.read("corporate.fx_rate", ["base"], Known("rate_on"))["base"].mode()
    return str(bases.iloc[0]) if len(bases) else "EUR"


def read_rates(past: Knowledge, base: str) -> Rates:
    """Returns the rates as known on the cut, of every currency that is priced or held."""
    table = past.read("corporate.fx_rate", ["currency", "rate_on", "closing_rate", "base"], Known("rate_on"))
    table = table[table["base"] == base]
    used = past.read("payments.bank_account", ["currency"], Known(None))["currency"]
    codes = tuple(sorted({base, *texts(table["currency"]), *filter(None, texts(used))}))
    home = codes.index(base)
    place, day = places(table["currency"], codes), days(table["rate_on"])
    first = int(day.min(initial=day_number(past.cut)))
    history = np.full((day_number(past.cut) - first + 1, len(codes)), np.nan)
    history[day - first, place] = numbers(table["closing_rate"])
    for row in range(1, len(history)):
        history[row] = np.where(np.isnan(history[row]), history[row - 1], history[row])
    history[:, home] = 1.0
    return Rates(codes, home, history[-1], history)
