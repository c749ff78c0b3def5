"""From the cash of today to the cash expected on a day, driver by driver."""

from __future__ import annotations

import numpy as np

from symphonies.suite.cfo.pinnacle.explanation.billed import BILLINGS, by_source
from symphonies.suite.cfo.pinnacle.explanation.customers import expected_until, led_by
from symphonies.suite.cfo.pinnacle.explanation.part import Part
from symphonies.suite.cfo.pinnacle.explanation.rounding import whole
from symphonies.suite.cfo.pinnacle.simulation.outcome import opening_cash
from symphonies.suite.cfo.pinnacle.simulation.paths import Paths

RECEIPTS = "receipts"


def explain_level(paths: Paths, day: int) -> tuple[Part, ...]:
    """Return what leads from the opening cash to the mean cash at the end of ``day``, in base cents.

    Flows are counted at the rate of that day on each path; ``exchange rates`` is what the opening cash gained
    or lost by them. The parts add up to the mean, exactly; receipts are told by customer, those of coming
    billings by what tells of them.
    """
    parts: dict[str, float] = {}
    for name, part in paths.flows.parts.items():
        parts[name] = _mean_until(paths, part, day)
    parts |= by_source(paths.position, paths.change, parts[BILLINGS], day)
    parts["drawing"] = _mean_until(paths, paths.borrowing.drawing, day)
    parts["financing"] = _mean_until(paths, paths.borrowing.interest, day)
    opening, mean = opening_cash(paths), round(float(paths.cash[day - 1].mean()))
    parts["exchange rates"] = mean - opening - sum(parts.values())
    names = [name for name, value in parts.items() if round(value)]
    amounts = whole([parts[name] for name in names], mean - opening)
    owed = expected_until(paths.position, paths.change, day)
    return (
        Part("opening", opening),
        *(
            Part(name, amount, led_by(owed, amount) if name == RECEIPTS else ())
            for name, amount in zip(names, amounts, strict=True)
        ),
    )


def _mean_until(paths: Paths, part: np.ndarray, day: int) -> float:
    total = 0.0
    until = part[:, :day].sum(axis=1)
    for cell in np.flatnonzero(paths.grouping.free).tolist():
        rate = paths.rate(int(paths.grouping.currency[cell]))
        at = rate if isinstance(rate, float) else rate[day - 1]
        total += float((until[cell] * at).mean())
    return total
