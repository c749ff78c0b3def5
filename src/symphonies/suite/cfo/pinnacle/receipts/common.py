"""How far invoices are late together: what their payments stray beyond what their own chances allow."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .examples import Example
from .features import EDGES
from .ledger import Floats

_WINDOW = int(np.searchsorted(EDGES, 27))
"""The edge up to which payments are counted: four weeks, so that several windows fit into the cohort."""
_FEWEST = 4
_MOST = 0.5


def lateness_in_common(told: Sequence[tuple[Example, Floats]], until: int) -> float:
    """Returns the share of the variance of pay days that all open invoices have in common, 0 to 0.5.

    Of the invoices open on a day, the number paid within four weeks strays as independent payments would, and
    further by the one lateness they share; how much further, on the mean of past days, tells its weight in a
    Gaussian copula with one factor.

    Args:
        told: past days with the chances of payment by the ends of the spans, calibrated on the same days.
        until: the last day whose payments are known.

    Source: Vasicek (2002), "Loan portfolio value": the variance of a portfolio's defaults under one factor,
    to the first order in the correlation.
    """
    from scipy.special import ndtri

    excess = []
    for example, chance in told:
        if example.asked.day + EDGES[_WINDOW] > until:
            continue
        outcomes, p = example.outcomes, np.clip(chance[:, _WINDOW], 1e-6, 1 - 1e-6)
        came = outcomes.paid & (outcomes.days <= EDGES[_WINDOW])
        strayed = float(np.sum(outcomes.weight[came]) - np.sum(p))
        pull = float(np.sum(np.exp(-(ndtri(p) ** 2) / 2) / np.sqrt(2 * np.pi)))
        excess.append((strayed**2 - float(np.sum(p * (1 - p)))) / pull**2)
    return float(np.clip(np.mean(excess), 0.0, _MOST)) if len(excess) >= _FEWEST else 0.0
