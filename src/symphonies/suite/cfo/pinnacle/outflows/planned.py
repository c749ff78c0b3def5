"""One-off payments that somebody announced: bonuses, tax settlements, dividends, investments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace

import numpy as np

from symphonies.platform.learning import Knowledge, Known
from symphonies.suite.cfo.pinnacle.books import Floats, Group, Ints, main_accounts
from symphonies.suite.cfo.pinnacle.books.frames import days, numbers, places, texts
from symphonies.suite.cfo.pinnacle.position import Gap

from .rows import Rows, rows

_COLUMNS = (
    "payment_id", "entity_id", "kind", "title", "due_on", "withdrawn_on", "amount", "currency", "probability",
    "reference",
)  # fmt: skip
_OWN_KIND = {"capex": "capex", "dividend": "dividend"}
"""Kinds that levers move, or that are decided and not foretold; all others are told together."""
_SAME_DAYS = 20
"""What comes round under the reference of an announced payment, so near its day, is that payment."""


@dataclass(frozen=True, slots=True, eq=False)
class Planned:
    """Announced payments whose day is still to come. Shape (n,) each.

    Attributes:
        rows: the payments.
        entity: place of the company that pays.
        references: under which the bank will show each; empty where nobody said.
        gaps: what could not be used.
    """

    rows: tuple[Rows, ...]
    entity: tuple[Ints, ...]
    references: tuple[tuple[str, ...], ...]
    gaps: tuple[Gap, ...]

    @property
    def known(self) -> frozenset[str]:
        """All references: what the bank shows under them is announced and not unexplained."""
        return frozenset(one for part in self.references for one in part if one)

    def without_twins(self, recurring: Sequence[Rows], group: Group) -> list[Rows]:
        """Return what comes round without what is announced as well."""
        announced = [
            (reference, int(entity), int(day))
            for part, entities, names in zip(self.rows, self.entity, self.references, strict=True)
            for reference, entity, day in zip(names, entities, part.day, strict=True)
            if reference
        ]
        return [_kept(part, ~_twins(part, announced, group)) for part in recurring]


def read_planned(past: Knowledge, group: Group) -> Planned:
    """Reads the payments that were announced and not withdrawn on the cut.

    Args:
        past: what is known; an announcement counts from the day it was recorded.
        group: accounts and rates.
    """
    known = Known("recorded_on", later={"withdrawn_on": "withdrawn_on"}, ahead=frozenset({"due_on"}))
    table = past.read("corporate.planned_payment", list(_COLUMNS), known)
    ahead = days(table["due_on"]) - group.cut
    table = table[(ahead >= 1) & table["withdrawn_on"].isna().to_numpy()].reset_index(drop=True)
    entity = places(table["entity_id"], group.entity_ids)
    currency = places(table["currency"], group.rates.currencies)
    account = main_accounts(group, entity, currency)
    spot = np.append(group.rates.spot, np.nan)
    worth = spot[currency] / spot[np.append(group.currency, -1)[account]]
    usable = (account >= 0) & np.isfinite(worth)
    gaps = tuple(
        Gap(f"planned payment {name}", "no account of its company, or no rate of its currency")
        for name in np.array(texts(table["payment_id"]), dtype=object)[~usable]
    )
    table, entity, account, worth = table[usable], entity[usable], account[usable], worth[usable]
    chance = _chances(numbers(table["probability"]), table["probability"].isna().to_numpy())
    day = days(table["due_on"]) - group.cut
    kind = np.array([_OWN_KIND.get(one, "planned") for one in texts(table["kind"])], dtype=object)
    titles, references = texts(table["title"]), texts(table["reference"])
    names = [title or f"Planned {one}" for title, one in zip(titles, texts(table["kind"]), strict=True)]
    found: list[tuple[Rows, Ints, tuple[str, ...]]] = []
    for each in sorted(set(kind.tolist())):
        own = np.flatnonzero(kind == each)
        whole = (numbers(table["amount"]) * worth * chance)[own]
        made = rows(each, [names[row] for row in own.tolist()], account[own], whole, day[own])
        found.append((
            replace(made, chance=chance[own]), entity[own], tuple(references[row] for row in own.tolist()),
        ))  # fmt: skip
    parts, entities, named = zip(*found, strict=True) if found else ((), (), ())
    return Planned(tuple(parts), tuple(entities), tuple(named), gaps)


def _chances(told: Floats, missing: np.ndarray) -> Floats:
    """Returns how likely each is; certain where nobody said."""
    return np.where(missing, 1.0, np.clip(told, 0.0, 1.0))


def _twins(part: Rows, announced: Sequence[tuple[str, int, int]], group: Group) -> np.ndarray:
    found = np.zeros(len(part.names), dtype=bool)
    for reference, entity, day in announced:
        same = np.array([name.startswith(f"{reference} ") for name in part.names], dtype=bool)
        found |= same & (group.entity[part.account] == entity) & (np.abs(part.day - day) <= _SAME_DAYS)
    return found


def _kept(part: Rows, mask: np.ndarray) -> Rows:
    columns = {f.name: getattr(part, f.name)[mask] for f in fields(Rows) if f.name != "names"}
    return Rows(tuple(name for name, keep in zip(part.names, mask.tolist(), strict=True) if keep), **columns)
