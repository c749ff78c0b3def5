"""The group: its companies, bank accounts with their balances, currencies and rates."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from symphonies.platform.learning import Knowledge, Known
from symphonies.suite.cfo.pinnacle.position import Gap

from .frames import CENTS, Floats, Ints, coded, day_number, days, numbers, places, texts
from .minima import account_minima, company_minima
from .rates import Rates, read_rates

_SWEPT = 6
"""Transfers between two accounts of one currency from which on the one is swept to the other."""


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """Companies and accounts on the cut. Amounts in cents of their own currency.

    Attributes:
        cut: in days since 1970-01-01.
        entity_ids, entity_names, countries: one for each company.
        minimum: least cash of each company in cents of the base currency: what policy asks, and no less than
            what must stay on its accounts.
        account_ids, account_names: one for each account.
        entity, currency: of each account, -1 unknown.
        balance: of each account; 0 where no line is known, told by a gap.
        least: what must stay on each account.
        restricted: whether it is pledged or held for others.
        pool: the account that each is swept to, -1 for none.
        lines: movements of the accounts.
        rates: what currencies are worth.
        gaps: what could not be known.
    """

    cut: int
    entity_ids: tuple[str, ...]
    entity_names: tuple[str, ...]
    countries: tuple[str, ...]
    minimum: Ints
    account_ids: tuple[str, ...]
    account_names: tuple[str, ...]
    entity: Ints
    currency: Ints
    balance: Ints
    least: Ints
    restricted: np.ndarray
    pool: Ints
    lines: Lines
    rates: Rates
    gaps: tuple[Gap, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Lines:
    """Bank statement lines. Shape (n,) each.

    Attributes:
        account: place of the account.
        day: when the bank booked it, in days since 1970-01-01.
        amount: in units of the account's currency, money in positive.
        category, reference: place in ``categories`` and ``references``, -1 for none.
    """

    account: Ints
    day: Ints
    amount: Floats
    category: Ints
    categories: tuple[str, ...]
    reference: Ints
    references: tuple[str, ...]

    def of(self, *names: str) -> np.ndarray:
        """Returns which lines are of some categories."""
        wanted = [place for place, name in enumerate(self.categories) if name in names]
        return np.isin(self.category, wanted)


def read_group(past: Knowledge, base: str) -> Group:
    """Reads the group as known on the cut.

    Args:
        past: what is known.
        base: the currency of the group.
    """
    cut = day_number(past.cut)
    entities = past.read("corporate.legal_entity", ["entity_id", "name", "country"], Known(None))
    rates = read_rates(past, base)
    accounts = past.read(
        "payments.bank_account", ["account_id", "name", "entity_id", "currency", "restricted"], Known(None)
    )
    ids, entity_ids = tuple(texts(accounts["account_id"])), tuple(texts(entities["entity_id"]))
    lines = _lines(past, ids)
    seen = np.bincount(lines.account, minlength=len(ids)) > 0
    balance = np.bincount(lines.account, weights=lines.amount, minlength=len(ids))
    currency = places(accounts["currency"], rates.currencies)
    gaps = [
        Gap(f"balance of {ids[place]}", "no statement line: 0 of 1 needed; taken for empty")
        for place in np.flatnonzero(~seen)
    ]
    gaps += [
        Gap(f"rate of {code}", "no rate against the base currency: its amounts are in no total")
        for code in np.array(rates.currencies)[np.isnan(rates.spot)]
    ]
    entity = places(accounts["entity_id"], entity_ids)
    restricted = accounts["restricted"].fillna(False).to_numpy(dtype=bool)
    least = account_minima(past, ids, currency, rates)
    worth = least.astype(np.float64) * np.append(rates.spot, np.nan)[currency]
    return Group(
        cut, entity_ids, tuple(texts(entities["name"])), tuple(texts(entities["country"])),
        company_minima(past, entity_ids, rates, entity, worth, ~restricted),
        ids, tuple(texts(accounts["name"])), entity, currency, np.rint(balance * CENTS).astype(np.int64),
        least, restricted, _pools(lines, currency), lines, rates, tuple(gaps),
    )  # fmt: skip


def _lines(past: Knowledge, accounts: tuple[str, ...]) -> Lines:
    table = past.read(
        "payments.statement_line", ["account_id", "booked_on", "amount", "category", "reference"],
        Known("booked_on"),
    )  # fmt: skip
    account = places(table["account_id"], accounts)
    table, account = table[account >= 0], account[account >= 0]
    category, categories = coded(table["category"])
    reference, references = coded(table["reference"])
    return Lines(
        account,
        days(table["booked_on"]),
        numbers(table["amount"]),
        category,
        categories,
        reference,
        references,
    )


def _pools(lines: Lines, currency: Ints) -> Ints:
    """Finds the account that another is often evened out with: same day, same currency, opposite amounts."""
    moved = lines.of("transfer")
    account, day = lines.account[moved], lines.day[moved]
    cents = np.rint(lines.amount[moved] * CENTS).astype(np.int64)
    pool = np.full(len(currency), -1)
    partners: dict[tuple[int, int], int] = {}
    places_of: dict[tuple[int, int], list[int]] = {}
    for one, when, amount in zip(account.tolist(), day.tolist(), cents.tolist(), strict=True):
        for other in places_of.get((when, -amount), []):
            if currency[other] == currency[one] and other != one:
                partners[one, other] = partners.get((one, other), 0) + 1
                partners[other, one] = partners.get((other, one), 0) + 1
        places_of.setdefault((when, amount), []).append(one)
    busy = np.bincount(account, minlength=len(currency))
    for (one, other), count in sorted(partners.items(), key=lambda item: item[1]):
        if count >= _SWEPT and busy[other] > busy[one]:
            pool[one] = other
    return pool
