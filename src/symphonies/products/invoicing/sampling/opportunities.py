"""Opportunities: how the larger orders came about, what was lost on the way, and what is still open."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from symphonies.platform.samples import (
    Floats,
    Frame,
    Ints,
    Tables,
    World,
    labels,
    money,
    numbered,
    rows,
    taken,
    texts,
)
from symphonies.products.invoicing.sampling.clients import SEGMENTS
from symphonies.products.invoicing.sampling.sales import LINES

STAGES = ("Qualified", "Proposal", "Negotiation", "Closed")
_REACHED = np.array([0.0, 0.35, 0.7, 1.0])
"""The share of its time after which an opportunity comes to each stage."""
_SAID = np.array([0.3, 0.55, 0.8])
"""What sellers say at each stage of the chance to win, which is a third at first."""
_LARGE_SHARE = 0.15
"""The share of orders that an opportunity comes before: the largest."""
_LOST_FOR_ONE = 2.0
_LASTS_DAYS, _LASTS_SPREAD = 50.0, 0.45
_YEAR_DAYS = 364
_LOOKED_AHEAD_DAYS = 150
_OF_DEAL = ("customer", "entity", "currency", "line", "cents")


def negotiate(world: World) -> Tables:
    """Write what was known of opportunities from each day on."""
    rng = world.rng("invoicing.opportunities")
    deals = _deals(world, rng)
    stage = np.tile(np.arange(len(STAGES)), len(deals["opened"]))
    deal = np.repeat(np.arange(len(deals["opened"])), len(STAGES))
    lasted = (deals["closed"] - deals["opened"]).astype(np.int64)
    day = deals["opened"][deal] + np.rint(lasted[deal] * _REACHED[stage]).astype(np.int64)
    ends = stage == len(STAGES) - 1
    kept = (ends | (stage <= deals["furthest"][deal])) & (day <= world.calendar.as_of)
    deal, stage, day, ends = deal[kept], stage[kept], day[kept], ends[kept]
    won = deals["won"][deal]
    # sellers hope for the day on which it is decided, and revise what it is worth until then
    left = (deals["closed"][deal] - day).astype(np.int64)
    hoped = day + np.maximum(left * 4 // 5, 7)
    revised = np.exp(rng.normal(0.0, 0.25, len(deal)) * (1 - _REACHED[stage]))
    offered = (np.rint(deals["cents"][deal] * revised / 100_00) + 1) * 100_00
    cents = np.where(ends, deals["cents"][deal], offered)
    probability = np.where(ends, np.where(won, 1.0, 0.0), np.append(_SAID, 0.0)[stage])
    customers = world.the("customers")
    customer = deals["customer"][deal]
    return {
        "opportunity_change": rows(
            opportunity_id=numbered("OPP-", deal + 1),
            changed_on=day,
            customer_id=taken(texts(customers["id"]), customer),
            entity_id=taken(texts(world.the("entities")["id"]), deals["entity"][deal]),
            segment=labels(SEGMENTS, customers["segment"][customer]),
            product_line=labels(LINES, deals["line"][deal]),
            stage=labels(STAGES, stage),
            state=labels(("open", "won", "lost"), np.where(ends, np.where(won, 1, 2), 0)),
            amount=money(cents.astype(np.int64)),
            currency=taken(texts(world.the("fx")["code"]), deals["currency"][deal]),
            probability=probability,
            closes_on=np.where(ends, day, hoped),
        )
    }


def _deals(world: World, rng: np.random.Generator) -> Frame:
    """Return opportunities in the order they were opened: won ones end on the day of their order."""
    won = _won(world)
    lost = _lost(rng, won, int(_LOST_FOR_ONE * len(won["cents"])))
    parts = [won | {"won": _flags(won, value=True)}, lost | {"won": _flags(lost, value=False)}]
    deals = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    count = len(deals["cents"])
    lasts = np.rint(_LASTS_DAYS * rng.lognormal(0.0, _LASTS_SPREAD, count)).astype(np.int64) + len(STAGES)
    deals["opened"] = deals["closed"] - lasts
    deals["furthest"] = np.where(deals["won"], len(STAGES) - 2, rng.integers(0, len(STAGES) - 1, count))
    order = np.argsort(deals["opened"], kind="stable")
    opened = deals["opened"][order]
    seen = order[(opened >= world.calendar.start) & (opened <= world.calendar.as_of)]
    return {name: column[seen] for name, column in deals.items()}


def _won(world: World) -> Frame:
    """Return the larger orders, and those of the months to come: as they were a year before."""
    orders, as_of = world.the("orders"), world.calendar.as_of
    worth: Floats = orders["cents"] * world.the("fx")["list_rate"][orders["currency"]]
    large = np.flatnonzero(worth >= np.quantile(worth, 1 - _LARGE_SHARE))
    ahead = orders["ordered"][large] + _YEAR_DAYS
    again = large[(ahead > as_of) & (ahead <= as_of + _LOOKED_AHEAD_DAYS)]
    at = np.concatenate([large, again])
    closed = np.concatenate([orders["ordered"][large], orders["ordered"][again] + _YEAR_DAYS])
    return {"closed": closed, **{name: orders[name][at] for name in _OF_DEAL}}


def _lost(rng: np.random.Generator, won: Frame, count: int) -> Frame:
    """Return deals like those that were won, decided within two months of one of them."""
    like: Ints = rng.integers(0, len(won["cents"]), count)
    found = {name: won[name][like] for name in _OF_DEAL}
    cents = np.rint(found["cents"] * rng.lognormal(0.1, 0.5, count))
    found["cents"] = np.maximum(cents, 100_00).astype(np.int64)
    return {"closed": won["closed"][like] + rng.integers(-60, 61, count), **found}


def _flags(deals: Frame, *, value: bool) -> NDArray[np.bool_]:
    return np.full(len(deals["cents"]), value)
