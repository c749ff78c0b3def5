"""Metric queries made by chance, and their answers compared with the oracle's."""

from __future__ import annotations

import math
import random
from datetime import date, timedelta

import pyarrow as pa

from symphonies.kernel import Grain, Period
from symphonies.platform.semantics import Comparison, Filter, MetricQuery, Op
from tests.unit.semantics.oracle import COUNTS, METRICS, Value

SHARED = ("entity", "entity.region")
BY_FACT = {
    "sale": (
        "customer",
        "customer.segment",
        "customer.country.continent",
        "currency",
        "channel",
        "kind",
        "express",
        "size",
    ),
    "claim": ("customer", "customer.segment", "currency", "ageing"),
    "ticket": ("customer", "customer.segment", "agent"),
    "balance": ("currency",),
    "plan": ("currency",),
}
FACTS = {
    "shop.solved": ("ticket",),
    "shop.tickets": ("ticket",),
    "shop.complaint_rate": ("ticket", "sale"),
    "shop.cash": ("balance",),
    "shop.claims": ("claim",),
    "shop.open_claims": ("claim",),
    "shop.late": ("claim",),
    "shop.late_share": ("claim",),
    "shop.dso": ("claim", "sale"),
    "shop.sales_plan": ("plan",),
}
FILTERS = (
    Filter("entity", Op.IN, ("DE", "CH")),
    Filter("entity", Op.NE, ("US",)),
    Filter("entity.region", Op.EQ, ("DACH",)),
    Filter("customer.segment", Op.NOT_IN, ("retail",)),
    Filter("customer", Op.NOT_NULL),
    Filter("channel", Op.IS_NULL),
    Filter("express", Op.EQ, ("true",)),
    Filter("customer.since", Op.GE, ("2020-01-03",)),
    Filter("channel", Op.CONTAINS, ("OR",)),
    Filter("customer.country.continent", Op.EQ, ("Europe",)),
    Filter("ageing", Op.IN, ("current", "30+")),
)


def dimensions(metrics: tuple[str, ...]) -> tuple[str, ...]:
    """The dimensions all metrics share."""
    facts = {fact for name in metrics for fact in FACTS.get(name, ("sale",))}
    shared = set.intersection(*(set(BY_FACT[fact]) for fact in facts))
    return (*SHARED, *sorted(shared))


def random_query(chance: random.Random) -> MetricQuery:
    """A query every metric of which can answer."""
    names = [name for name in METRICS if "@" not in name]
    metrics = tuple(chance.sample(names, chance.choice([1, 1, 2])))
    paths = dimensions(metrics)
    by = tuple(chance.sample(paths, min(len(paths), chance.choice([0, 1, 1, 2]))))
    grain = chance.choice([None, *Grain])
    start = date(2025, 1, 1) + timedelta(days=chance.randint(0, 300))
    if chance.random() < 0.6:
        start = start.replace(day=1)
    end = start + timedelta(days=chance.randint(1, 40 if grain is Grain.DAY else 450))
    if chance.random() < 0.6:
        end = (end.replace(day=28) + timedelta(days=4)).replace(day=1)
    known = [
        each
        for each in FILTERS
        if each.dimension in paths or (each.dimension == "customer.since" and "customer" in paths)
    ]
    where = tuple(chance.sample(known, min(len(known), chance.choice([0, 0, 1, 2]))))
    compare = tuple(chance.sample(list(Comparison), chance.choice([0, 0, 1, 2])))
    variants = {
        name: variant
        for name, variant in (("shop.dso", "count_back"), ("shop.solved", "p90"))
        if name in metrics and chance.random() < 0.5
    }
    return MetricQuery(
        metrics,
        by,
        grain,
        Period(start, min(end, date(2026, 4, 20))),
        where,
        compare,
        chance.choice(["group", "group", "USD", "CHF"]),
        variants=variants,
    )


def assert_same(query: MetricQuery, expected: dict[tuple, dict[str, Value]], rows: pa.Table) -> None:
    """Every figure equals the oracle's; a missing row is a row without figures."""
    found: dict[tuple, dict[str, Value]] = {}
    for row in rows.to_pylist():
        key = (row.get("period"), *(row[path] for path in query.by))
        assert key not in found, f"{key} twice in {query}"
        found[key] = row
    for key in expected.keys() | found.keys():
        for name in next(iter(expected.values()), {}):
            want, have = (_filled(name, side.get(key, {}).get(name)) for side in (expected, found))
            same = want == have or (
                want is not None and have is not None and math.isclose(want, have, rel_tol=1e-9, abs_tol=1e-7)
            )
            assert same, f"{name} at {key}: expected {want}, found {have}\n{query}"


def _filled(name: str, value: Value) -> Value:
    return value or 0.0 if name.partition("__")[0] in COUNTS else value
