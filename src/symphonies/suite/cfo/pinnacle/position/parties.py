"""Whose money it is, where it stands, and with whom it changes hands."""

from __future__ import annotations

from dataclasses import dataclass

from .columns import Flags, Floats, Ints, Names


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
