"""Rows of outflows while they are gathered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np

from symphonies.suite.cfo.pinnacle.books import CENTS, Floats, Ints
from symphonies.suite.cfo.pinnacle.position import OUTFLOW_KINDS, Outflows


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """Payments to come. Shape (n,) each; days from the cut, amounts in units of the account's currency."""

    names: tuple[str, ...]
    kind: Ints
    account: Ints
    supplier: Ints
    amount: Floats
    spread: Floats
    lasting: Floats
    monthly: Floats
    day: Ints
    earliest: Ints
    latest: Ints
    due: Ints
    demand_share: Floats
    bill: Ints
    chance: Floats


def rows(kind: str, names: Sequence[str], account: Ints, amount: Floats, day: Ints) -> Rows:
    """Makes rows of one kind, certain and not to be moved; `dataclasses.replace` says otherwise."""
    count = len(names)
    return Rows(
        tuple(names),
        np.full(count, OUTFLOW_KINDS.index(kind)),
        account,
        np.full(count, -1),
        amount,
        np.zeros(count),
        np.zeros(count),
        np.zeros(count),
        day,
        day,
        day,
        day,
        np.zeros(count),
        np.full(count, -1),
        np.ones(count),
    )


def gathered(parts: Sequence[Rows], days: int) -> Outflows:
    """Returns all rows that leave an account within the days described."""
    joined = {
        f.name: np.concatenate([getattr(part, f.name) for part in parts])
        for f in fields(Rows)
        if f.name != "names"
    }
    names = [name for part in parts for name in part.names]
    kept = (joined["day"] >= 1) & (joined["day"] <= days) & (joined["account"] >= 0) & (joined["amount"] != 0)
    chosen = {name: column[kept] for name, column in joined.items()}
    chosen["amount"] = np.rint(chosen["amount"] * CENTS).astype(np.int64)
    chosen["earliest"] = np.clip(chosen["earliest"], 1, chosen["day"])
    chosen["latest"] = np.clip(chosen["latest"], chosen["day"], days)
    return Outflows(
        names=tuple(name for name, keep in zip(names, kept.tolist(), strict=True) if keep), **chosen
    )
