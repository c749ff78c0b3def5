"""The part of a position that belongs to some companies only."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import fields, replace
from typing import Any

import numpy as np

from symphonies.suite.cfo.pinnacle.position import Flags, Gap, Ints, Position, no_causes


def of_entities(position: Position, entities: Collection[str]) -> Position:
    """Return the position of some companies: their accounts, and what arrives on or leaves them.

    Covenants are the whole group's, so they are left out unless all companies are kept. A contract between
    a kept account and another one keeps its own leg only as a gap, because half a contract is no contract.
    Cash that is pooled with a company left out cannot be split, so sweeping is left aside and told as a gap.
    """
    keep = np.array([name in entities for name in position.entities.ids], np.bool_)
    if keep.all():
        return position
    accounts = position.accounts
    kept = keep[accounts.entity]
    place = np.where(kept, np.cumsum(kept) - 1, -1)
    forwards = position.forwards
    whole = kept[forwards.into] & kept[forwards.out_of]
    gaps = [Gap("covenants", "they are tested for the whole group")] if position.covenants.ids else []
    if np.any(whole != (kept[forwards.into] | kept[forwards.out_of])):
        gaps.append(Gap("currency contracts", "some are settled with accounts of other companies"))
    if apart := _swept_apart(position, kept):
        gaps.append(Gap("pooled cash", f"{apart}; each company is told with what stands on its own accounts"))
    if position.causes.kind:
        gaps.append(Gap("what lately moved cash", "it is found for the whole group only"))
    gaps.append(Gap("transfers between companies", "nobody knows which will be made; none is counted"))
    return replace(
        position,
        entities=_rows(position.entities, keep),
        accounts=replace(
            _rows(accounts, kept),
            entity=(np.cumsum(keep) - 1)[accounts.entity[kept]],
            pool=np.where(accounts.pool[kept] >= 0, place[accounts.pool[kept]], -1),
        ),
        receivables=_on_accounts(position.receivables, kept, place),
        billings=_on_accounts(position.billings, kept, place),
        outflows=_on_accounts(position.outflows, kept, place),
        residuals=_rows(position.residuals, kept),
        forwards=replace(
            _rows(forwards, whole), into=place[forwards.into[whole]], out_of=place[forwards.out_of[whole]]
        ),
        facilities=_on_accounts(position.facilities, kept, place),
        covenants=replace(position.covenants, tested=position.covenants.tested[:0]),
        causes=no_causes(),
        gaps=(*position.gaps, *gaps),
    )


def _swept_apart(position: Position, kept: Flags) -> str:
    """Return which companies share a pool with one that is left out, in words; empty for none."""
    accounts, names = position.accounts, position.entities.ids
    rows = np.flatnonzero(accounts.pool >= 0)
    parted = rows[kept[rows] != kept[accounts.pool[rows]]]
    pairs = {(names[accounts.entity[row]], names[accounts.entity[accounts.pool[row]]]) for row in parted}
    return ", ".join(f"{one} is swept to {other}" for one, other in sorted(pairs))


def _on_accounts(table: Any, kept: Flags, place: Ints) -> Any:
    rows = kept[table.account]
    found = _rows(table, rows)
    return replace(found, account=place[table.account[rows]])


def _rows(table: Any, keep: Flags) -> Any:
    """Return a table with some of its rows; curves are shared by rows and stay."""
    chosen = np.flatnonzero(keep).tolist()
    changes: dict[str, Any] = {}
    for each in fields(table):
        value = getattr(table, each.name)
        if each.name != "curves":
            changes[each.name] = (
                tuple(value[row] for row in chosen) if isinstance(value, tuple) else value[keep]
            )
    return replace(table, **changes)
