"""What comes in and goes out."""

from __future__ import annotations

from dataclasses import dataclass

from .columns import Flags, Floats, Ints, Names

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
