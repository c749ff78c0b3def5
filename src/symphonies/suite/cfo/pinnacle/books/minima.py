"""The least cash that companies and accounts must hold."""

from __future__ import annotations

import numpy as np

from symphonies.platform.learning import Knowledge, Known

from .frames import CENTS, Flags, Floats, Ints, day_number, days, numbers, places
from .rates import Rates


def account_minima(past: Knowledge, ids: tuple[str, ...], currency: Ints, rates: Rates) -> Ints:
    """Returns what must stay on each account, in cents of its currency: the highest of its rules.

    Args:
        past: what is known.
        ids: of the accounts.
        currency: of each, -1 unknown.
        rates: what currencies are worth; a rule without a rate asks for nothing.
    """
    account, cents = _rules(past, "payments.account_minimum", "account_id", ids, currency, rates)
    highest = np.zeros(len(ids))
    np.maximum.at(highest, account, cents)
    return np.rint(highest).astype(np.int64)


def company_minima(
    past: Knowledge, ids: tuple[str, ...], rates: Rates, entity: Ints, worth: Floats, free: Flags
) -> Ints:
    """Returns the least cash of each company in base cents: its rules added up, or its accounts if more.

    Args:
        past: what is known.
        ids: of the companies.
        rates: what currencies are worth; a rule without a rate asks for nothing.
        entity: of each account, -1 unknown.
        worth: what must stay on each account, base cents.
        free: which accounts may be used.
    """
    home = np.full(len(ids), rates.base)
    company, cents = _rules(past, "corporate.cash_policy", "entity_id", ids, home, rates)
    policy = np.bincount(company, weights=cents, minlength=len(ids))
    known = free & (entity >= 0)
    held = np.bincount(entity[known], weights=np.nan_to_num(worth[known]), minlength=len(ids))
    return np.rint(np.maximum(policy, held)).astype(np.int64)


def _rules(
    past: Knowledge, table: str, holder: str, ids: tuple[str, ...], currency: Ints, rates: Rates
) -> tuple[Ints, Floats]:
    """Returns whom the rules that hold on the cut are about, and what each asks, in cents."""
    told = past.read(
        table, [holder, "valid_to", "minimum", "currency"],
        Known("valid_from", ahead=frozenset({"valid_to"})),
    )  # fmt: skip
    whom = places(told[holder], ids)
    kept = (days(told["valid_to"]) > day_number(past.cut)) & (whom >= 0)
    whom, told = whom[kept], told[kept]
    named, own = places(told["currency"], rates.currencies), currency[whom]
    spot = np.append(rates.spot, np.nan)
    factor = np.where((named == own) & (named >= 0), 1.0, spot[named] / spot[own])
    return whom, np.nan_to_num(numbers(told["minimum"]) * factor) * CENTS
