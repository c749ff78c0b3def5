"""The sample rows of treasury notes: each company that has a surplus buys one a month."""

from __future__ import annotations

import numpy as np

from symphonies.platform.samples import Step, Tables, World, labels, money, numbered, pick, rows

_ISSUERS = ("Bund", "Republic of Austria", "Kingdom of Sweden", "State Bank")
_RATINGS = ("AAA", "AA", "AAA", "A")


def buy_notes(world: World) -> Tables:
    """Write a note per month for the parent and the American company."""
    rng = world.rng("treasury_notes.notes")
    entities, codes = world.the("entities"), world.the("fx")["code"]
    months = world.calendar.month_starts
    entity = np.tile([0, 6], len(months))
    bought = np.minimum(np.repeat(months, 2) + rng.integers(0, 20, len(entity)), world.calendar.as_of)
    issuer = pick(rng, (4, 2, 2, 1), len(entity))
    number = numbered("TN-", np.arange(1, len(entity) + 1), 4)
    return {
        "note": rows(
            note_id=number,
            name=number,
            entity_id=entities["id"][entity],
            issuer=labels(_ISSUERS, issuer),
            rating=labels(_RATINGS, issuer),
            bought_on=bought,
            matures_on=bought + rng.integers(60, 180, len(entity)),
            amount=money(rng.integers(1, 9, len(entity)) * 500_000_00),
            currency=codes[entities["currency"][entity]],
            yield_ratio=np.round(rng.normal(0.026, 0.003, len(entity)), 4),
        )
    }


STEPS = (Step(buy_notes, needs=("entities", "fx")),)
