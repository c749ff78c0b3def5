"""What is known of a company's cash at one moment: the input of every simulation, lever and plan.

Amounts are whole cents (``int64``) of the currency of the account they touch, so that sums are exact.
Days are counted from the cut: day 1 is the day after it, day ``days`` the last one that is described.
References between tables are row numbers; -1 means none.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Names = tuple[str, ...]

OUTFLOW_KINDS: Names = (
    "supplier",
    "payroll",
    "hiring",
    "tax",
    "rent",
    "interest",
    "loan",
    "capex",
    "contract",
    "other",
    "planned",
    "dividend",
)
"""``hiring`` is the pay of people who are planned and not yet hired: a hiring freeze stops it; ``planned`` is
what somebody announced to be paid once."""
CAUSES: Names = ("slower", "disturbance")
"""Customers that pay later than before; payment schemes that failed for some days."""
PAY_DAYS = "pay days of customers"
"""What is a gap of a position that tells neither when open invoices are paid nor those to come."""
ORDERS, PIPELINE, INDICATORS = "orders", "pipeline", "indicators"
"""What billings to come may be told from besides the history of invoices: orders not wholly invoiced, open
deals, and series from outside."""
MEASURES: Names = ("leverage", "interest_cover", "liquidity")
"""Net debt over EBITDA; EBITDA over interest; cash and undrawn lines. Flows are of twelve months."""


@dataclass(frozen=True)
class Entities:
    """The companies of the group."""

    ids: Names
    names: Names
    minimum: Ints
    """The least cash each must hold, in cents of the base currency; no less than its usable accounts must."""


@dataclass(frozen=True)
class Accounts:
    """Bank accounts with what stands on them at the cut."""

    ids: Names
    names: Names
    entity: Ints
    currency: Ints
    balance: Ints
    minimum: Ints
    """What must stay on the account."""
    pool: Ints
    """The account that this one is swept to every evening (same currency); -1 when it keeps its own money."""
    restricted: Flags
    """Pledged or held for others: counted in no liquidity figure and swept nowhere."""


@dataclass(frozen=True)
class Customers:
    """Who owes, or will owe."""

    ids: Names
    names: Names
    segment: Names
    days_late: Floats
    """Mean days past due over the customer's history; NaN where there is none."""
    owner: Names
    """Who collects from them; empty where nobody is named."""


@dataclass(frozen=True)
class Suppliers:
    """Who is owed."""

    ids: Names
    names: Names
    category: Names
    terms_days: Ints
    days_late: Floats
    """Mean days after the due day at which we pay: the payment practice that suppliers see; NaN unknown."""
    dependence: Floats
    """Share of coming billings that cannot be delivered without this supplier, 0 to 1."""


@dataclass(frozen=True)
class Receivables:
    """Open invoices. Credit notes carry a negative amount."""

    ids: Names
    customer: Ints
    account: Ints
    """The account that is credited; its currency is that of ``amount``."""
    amount: Ints
    due: Ints
    """Days from the cut to the due day; negative when overdue."""
    disputed: Flags
    curve: Ints
    """Row of ``curves``."""
    curves: Floats
    """``[number, days + 2]``: probability of payment on day 1 ... ``days``, then of later, then of never."""


@dataclass(frozen=True)
class Billings:
    """Invoices to come, by the day they are expected to be sent."""

    names: Names
    account: Ints
    customer: Ints
    """The customer, when the billing is one customer's; else -1."""
    segment: Names
    day: Ints
    amount: Ints
    """Expected amount."""
    spread: Floats
    """Standard deviation of the amount's logarithm."""
    curve: Ints
    curves: Floats
    """``[number, days + 2]``: share paid 1 ... ``days`` days after the billing, later, never."""
    from_orders: Floats
    """Share of the amount that orders at hand bring, 0 to 1."""
    from_pipeline: Floats
    """Share of the amount that open deals bring; the rest is as history has it."""


@dataclass(frozen=True)
class Outflows:
    """Payments to come, scheduled or habitual. Positive amounts leave the account."""

    names: Names
    kind: Ints
    """Index into ``OUTFLOW_KINDS``."""
    account: Ints
    supplier: Ints
    amount: Ints
    spread: Floats
    """Standard deviation of the amount's logarithm on its own; 0 for what is certain."""
    lasting: Floats
    """The same of what all are off alike, month after month."""
    monthly: Floats
    """The same of what those that leave in one month are off alike."""
    day: Ints
    """The day it is expected to leave; a payment that may leave on one of several days has a row for each."""
    earliest: Ints
    latest: Ints
    """The days between which it may be moved without breaking terms; both equal ``day`` when it cannot."""
    due: Ints
    """The last day of terms, before the cut when it is passed; ``latest`` where nobody set terms."""
    demand_share: Floats
    """How much of it follows demand: 1 moves in step with billings, 0 not at all. So much of the
    variance of ``lasting`` is demand's."""
    bill: Ints
    """Rows of one number are one payment, made on one of their days; -1 for a row on its own."""
    chance: Floats
    """That a payment is made on the day of this row; ``amount`` is the whole payment times its chance. A row
    on its own that is less than certain is made on that day or never."""


@dataclass(frozen=True)
class Residuals:
    """Movements that no document explains, per account and day: net inflow positive."""

    mean: Ints
    """``[accounts, days]``."""
    deviation: Floats
    """``[accounts, days]``, cents."""
    persistence: Floats
    """``[accounts]``: correlation of one day's deviation with the day before's."""


@dataclass(frozen=True)
class Forwards:
    """Currency contracts: on ``day``, ``bought`` arrives on one account and ``sold`` leaves another."""

    ids: Names
    day: Ints
    into: Ints
    bought: Ints
    out_of: Ints
    sold: Ints


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


@dataclass(frozen=True)
class Gap:
    """Something that could not be known, told to whoever reads the result."""

    what: str
    """Such as ``balance of DE-01`` or ``rate of ZAR``."""
    why: str
    """Found and needed, such as ``10 of 60 weeks``."""


@dataclass(frozen=True)
class Input:
    """Something that billings to come may be told from, and whether they are."""

    id: str
    """``orders``, ``pipeline`` or ``indicators``."""
    state: str
    """``used``; ``refused`` because the past shows no gain; ``short`` of history to try it; ``absent``."""
    why: str
    """A sentence with what was found."""
    with_it: float | None = None
    """Mean share by which billings were off with it, by week; of indicators all together. None: not tried."""
    without: float | None = None
    """The same without it."""
    origins: int = 0
    """From how many past days it was tried."""
    luck: float | None = None
    """How likely such a gain would be by luck."""
    notes: Names = ()
    """What was found amiss, a sentence each."""


@dataclass(frozen=True)
class Causes:
    """What lately moved cash, the weightiest first of each kind."""

    kind: Names
    """One of ``CAUSES``."""
    subject: Names
    """Number of the customer, or name of the payment scheme."""
    first: Ints
    last: Ints
    """Days from the cut, 0 or less."""
    amount: Ints
    """Cash that it holds up, base cents."""
    days: Floats
    """``slower``: days the customer is expected to pay later than before."""
    terms: Floats
    """``slower``: how many of them come from longer terms."""
    failed: Ints
    """``disturbance``: payments that failed."""
    usual: Floats
    """``disturbance``: how many were to be expected."""


def no_causes() -> Causes:
    """Return that nothing was found."""
    none, nothing = np.zeros(0, np.int64), np.zeros(0)
    return Causes((), (), none, none, none, nothing, nothing, none, nothing)


@dataclass(frozen=True)
class Position:
    """All of it."""

    company: str
    cut: date
    days: int
    """How many days are described; a horizon plus the longest delay that a lever may ask for."""
    entities: Entities
    accounts: Accounts
    customers: Customers
    suppliers: Suppliers
    receivables: Receivables
    billings: Billings
    outflows: Outflows
    residuals: Residuals
    forwards: Forwards
    facilities: Facilities
    covenants: Covenants
    markets: Markets
    gaps: tuple[Gap, ...] = ()
    inputs: tuple[Input, ...] = ()
    """What billings to come may be told from besides history."""
    widths: Floats = field(default_factory=lambda: np.ones(0))
    """``[days]``: how many times as far from its mean as all the above says cash lies at the end of each day,
    as earlier forecasts showed; the last holds for all later days, and none means as it says."""
    causes: Causes = field(default_factory=no_causes)
    models: Mapping[str, str] = field(default_factory=dict)
    """Versions of the models behind the curves and amounts, by engine."""

    @property
    def base_currency(self) -> str:
        """Code of the currency that totals are told in."""
        return self.markets.currencies[self.markets.base]

    def fingerprint(self) -> str:
        """Return the SHA-256 of every figure: equal positions, equal fingerprints."""
        digest = hashlib.sha256()
        _feed(digest, self)
        return digest.hexdigest()


def _feed(digest: hashlib._Hash, part: object) -> None:
    """Add one part of a position to the digest, with its shape and type."""
    if isinstance(part, np.ndarray):
        digest.update(f"{part.dtype.str}{part.shape}".encode())
        digest.update(np.ascontiguousarray(part).tobytes())
    elif is_dataclass(part):
        for each in fields(part):
            digest.update(each.name.encode())
            _feed(digest, getattr(part, each.name))
    elif isinstance(part, Mapping):
        _feed(digest, tuple(sorted(part.items())))
    elif isinstance(part, tuple):
        digest.update(f"({len(part)}".encode())
        for each in part:
            _feed(digest, each)
    else:
        digest.update(f"{type(part).__name__}:{part!r};".encode())
