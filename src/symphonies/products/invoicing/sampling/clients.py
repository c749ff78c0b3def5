"""Customers and how they pay."""

from __future__ import annotations

import numpy as np

from symphonies.platform.samples import TRADES, Tables, World, firm_names, labels, person_names, pick, rows

SEGMENTS = ("Enterprise", "Mid-market", "Small business", "Public sector")
"""Segments, largest customers first."""
_SEGMENT_SHARE = (0.12, 0.34, 0.44, 0.10)
_SEGMENT_SIZE = (9.0, 2.2, 0.5, 3.0)
_SEGMENT_DELAY = (1.0, 0.0, 2.0, 6.0)
_SEGMENT_TERMS = ((30, 45, 60), (30, 30, 45), (14, 30, 30), (30, 30, 45))
_FOREIGN = {0: (1, 0.12), 5: (0, 0.10), 2: (0, 0.15), 3: (0, 0.10)}
"""Company -> the foreign currency some of its customers are invoiced in, and their share."""


def sign_customers(world: World) -> Tables:
    """Give ``customers``; write them.

    The frame holds id, name, entity, currency, segment, terms (days), delay (mean days after the
    due date), size (weight in revenue), collector and whether terms move to 60 days in DACH.
    """
    rng = world.rng("invoicing.customers")
    entities = world.the("entities")
    count = world.count(900, 90, 0.5)
    entity = np.concatenate([np.arange(9).repeat(4), pick(rng, entities["share"], count - 36)])
    segment = pick(rng, _SEGMENT_SHARE, count)
    terms = np.array(_SEGMENT_TERMS)[segment, rng.integers(0, 3, count)]
    delay = np.array(_SEGMENT_DELAY)[segment] + rng.normal(0, 3.0, count)
    chronic = rng.random(count) < 0.07
    delay = np.where(chronic, delay + rng.uniform(22, 45, count), delay)
    currency = entities["currency"][entity].copy()
    for company, (foreign, share) in _FOREIGN.items():
        currency[(entity == company) & (rng.random(count) < share)] = foreign
    country = entities["country"][entity]
    trade = np.array(TRADES[:6])[rng.integers(0, 6, count)]
    trade = np.where(segment == 3, "Public", trade)
    names = firm_names(rng, trade, country)
    ids = np.array([f"C-{number:06d}" for number in range(1, count + 1)])
    size = np.array(_SEGMENT_SIZE)[segment] * rng.lognormal(0, 0.7, count)
    world.give("customers", {
        "id": ids, "name": np.array(names), "entity": entity, "currency": currency, "segment": segment,
        "terms": terms,
        "delay": delay, "size": size, "collector": rng.integers(0, 12, count),
        "longer_terms": (entities["region"][entity] == "DACH") & (segment <= 1) & (rng.random(count) < 0.5),
    })  # fmt: skip
    world.give("collectors", person_names(world.rng("invoicing.collectors"), 12))
    since = world.calendar.start - rng.integers(30, 3000, count)
    return {
        "customer": rows(
            customer_id=ids, name=names, segment=labels(SEGMENTS, segment), industry=trade, country=country,
            region=entities["region"][entity], terms_days=terms, since_on=since,
        )
    }  # fmt: skip
