"""Obligations under contracts."""

from __future__ import annotations

import numpy as np

from symphonies.platform.samples import Tables, World, labels, money, numbered, only_where, pick, rows

_KINDS = ("Report", "Service review", "Payment", "Proof of insurance", "Price review", "Security audit")
_AHEAD_DAYS = 200
_LATE_SHARE = 0.07


def owe_duties(world: World) -> Tables:
    """Write the obligations of every contract, about two a year, from its start to its end."""
    rng = world.rng("contracts.obligations")
    calendar, contracts = world.calendar, world.the("contracts")
    horizon = calendar.as_of + _AHEAD_DAYS
    first = np.maximum(contracts["start"].astype("M8[D]"), calendar.start)
    ended = contracts["ended"]
    last = np.where(np.isnat(ended), horizon, np.minimum(ended, horizon))
    counts = np.maximum((last - first).astype(int) // 150, 0)
    contract = np.repeat(np.arange(len(counts)), counts)
    number = np.arange(len(contract)) - np.repeat(np.cumsum(counts) - counts, counts)
    due = np.busday_offset(
        first[contract] + number * 150 + rng.integers(20, 140, len(contract)), 0, roll="forward"
    )
    kind = pick(rng, (0.26, 0.2, 0.24, 0.1, 0.1, 0.1), len(contract))
    late = rng.random(len(contract)) < _LATE_SHARE
    met = np.where(late, due + rng.integers(1, 40, len(contract)), due - rng.integers(0, 12, len(contract)))
    met = only_where(met <= calendar.as_of, met)
    pays = kind == 2
    return {
        "obligation": rows(
            obligation_id=numbered("O-", np.arange(1, len(contract) + 1), 6),
            contract_id=contracts["id"][contract],
            entity_id=world.the("entities")["id"][contracts["entity"][contract]],
            title=labels(_KINDS, kind),
            kind=labels(_KINDS, kind),
            owner=contracts["owner"][contract],
            agreed_on=np.maximum(due - 240, contracts["start"].astype("M8[D]")[contract]),
            due_on=due,
            met_on=met,
            amount=money(contracts["yearly"][contract] // 4, ~pays),
            currency=world.the("fx")["code"][contracts["currency"][contract]],
        )
    }
