"""Credit, what lenders hold the group to, and the prices of money."""

from __future__ import annotations

from dataclasses import dataclass

from .columns import Flags, Floats, Ints, Names

MEASURES: Names = ("leverage", "interest_cover", "liquidity")
"""Net debt over EBITDA; EBITDA over interest; cash and undrawn lines. Flows are of twelve months."""


@dataclass(frozen=True)
class Facilities:
    """Credit lines and loans."""

    ids: Names
    names: Names
    account: Ints
    """Where a draw arrives and a repayment leaves; its currency is the facility's."""
    revolving: Flags
    limit: Ints
    drawn: Ints
    margin: Floats
    """Yearly interest over the reference rate, as a ratio."""
    reference: Ints
    """Row of ``Markets.rates``; -1 for a fixed price, which is then the margin."""
    commitment_fee: Floats
    """Yearly price of the undrawn part, as a ratio."""
    matures: Ints
    """Days from the cut to the end."""
    automatic: Flags
    """Drawn and repaid every evening to hold the minimum of ``account``'s pool and the group's floor."""


@dataclass(frozen=True)
class Covenants:
    """What lenders hold the group to."""

    ids: Names
    names: Names
    measure: Names
    """One of ``MEASURES``."""
    bound: Names
    """``max`` or ``min``."""
    limit: Floats
    """A ratio, or cents of the base currency for ``liquidity``."""
    gross: Flags
    """Leverage without netting cash against debt."""
    tested: Ints
    """``[tests]``: days of the tests, ascending."""
    ebitda: Ints
    """``[tests]``: expected EBITDA of the twelve months before each test, base cents."""
    ebitda_deviation: Floats
    """``[tests]``: standard deviation of the same."""
    interest: Ints
    """``[tests]``: expected interest of the twelve months before each test, base cents."""


@dataclass(frozen=True)
class Markets:
    """Prices of money, and how everything that is uncertain moves together."""

    currencies: Names
    base: int
    spot: Floats
    """``[currencies]``: units of base per unit; 1 for the base."""
    fx_volatility: Floats
    """``[currencies]``: yearly standard deviation of the rate's logarithm; 0 for the base."""
    rates: Names
    rate_level: Floats
    rate_volatility: Floats
    """``[rates]``: yearly standard deviation, absolute."""
    lateness: float
    """Share (0..1) of the variance of pay days that all invoices have in common (Gaussian copula)."""
    demand: float
    """Share (0..1) of the variance of billings that all billings have in common."""
    correlation: Floats
    """Of ``[lateness, demand, *currencies, *rates]``; late is positive, high demand is positive."""
    demand_month: float = 0.0
    """Share (0..1) of the variance of billings that only those of one month have in common."""
