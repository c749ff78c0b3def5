"""Row rules inside the aggregates, masks, and what may not be seen."""

from __future__ import annotations

from datetime import date
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlglot import parse_one

from symphonies.kernel import Grain, Period
from symphonies.platform.security import TableScope
from symphonies.platform.semantics import (
    Comparison,
    Filter,
    MetricForbiddenError,
    MetricQuery,
    Op,
    SemanticLayer,
)
from tests.unit.semantics.engine import MemoryEngine
from tests.unit.semantics.oracle import METRICS
from tests.unit.semantics.rows import claim, sale
from tests.unit.semantics.shop import ShopCompany, full_scope, make_rows, visible

YEAR = Period(date(2025, 1, 1), date(2026, 4, 1))
DACH = {"legal_entity": TableScope(True, parse_one("region = 'DACH'"))}
NAMES = [name for name in METRICS if "@" not in name]


def test_a_rule_on_a_referenced_table_limits_a_total_that_does_not_name_it(few, ask):
    layer = few(
        {
            "sale": [
                sale("2026-01-05", 10),
                sale("2026-01-06", 90, entity_id="US"),
                sale("2026-01-07", 5, entity_id=None),
            ]
        }
    )
    query = MetricQuery(("shop.sales",), (), None, YEAR)
    assert ask(layer, query)[0]["shop.sales"] == 105.0
    assert ask(layer, query, full_scope(**DACH))[0]["shop.sales"] == 10.0


def test_a_rule_two_references_away_limits_the_fact(few, ask):
    layer = few(
        {
            "sale": [sale("2026-01-05", 10, customer_id="A"), sale("2026-01-06", 90, customer_id="B")],
            "customer": [{"customer_id": "A", "country_id": "FR"}, {"customer_id": "B", "country_id": "BR"}],
        }
    )
    scope = full_scope(country=TableScope(True, parse_one("continent = 'Europe'")))
    assert ask(layer, MetricQuery(("shop.sales",), (), None, YEAR), scope)[0]["shop.sales"] == 10.0


def test_a_rule_on_the_fact_itself(few, ask):
    layer = few({"sale": [sale("2026-01-05", 10), sale("2026-01-06", 90, channel="store")]})
    scope = full_scope(sale=TableScope(True, parse_one("channel = 'web'")))
    assert ask(layer, MetricQuery(("shop.sales",), (), None, YEAR), scope)[0]["shop.sales"] == 10.0


@pytest.mark.parametrize(
    "scope",
    [
        full_scope(sale=TableScope(False)),
        full_scope(sale=TableScope(True, masked=frozenset({"amount"}))),
        full_scope(sale=TableScope(True, masked=frozenset({"sold_on"}))),
    ],
)
def test_a_fact_or_amount_that_may_not_be_seen_is_refused(shop, scope):
    with pytest.raises(MetricForbiddenError, match="Sales"):
        shop.run(MetricQuery(("shop.price",), (), None, YEAR), scope)


def test_an_unknown_table_is_forbidden(shop):
    from symphonies.platform.security import Scope

    with pytest.raises(MetricForbiddenError):
        shop.run(MetricQuery(("shop.sales",), (), None, YEAR), Scope("nobody"))


def test_hidden_labels_and_hidden_keys(few, ask):
    layer = few({"sale": [sale("2026-01-05", 10), sale("2026-01-06", 90, customer_id="C2")]})
    query = MetricQuery(("shop.sales",), ("customer",), None, YEAR)
    rows = ask(layer, query, full_scope(customer=TableScope(True, masked=frozenset({"name"}))))
    assert [(row["customer"], row["customer__label"], row["shop.sales"]) for row in rows] == [
        ("C1", "hidden", 10.0),
        ("C2", "hidden", 90.0),
    ]
    rows = ask(layer, query, full_scope(sale=TableScope(True, masked=frozenset({"customer_id"}))))
    assert [(row["customer"], row["customer__label"], row["shop.sales"]) for row in rows] == [
        ("hidden", "hidden", 100.0)
    ]


@pytest.mark.parametrize("dimension", ["channel", "size"])
def test_hidden_values_cannot_be_filtered_on(shop, dimension):
    scope = full_scope(sale=TableScope(True, masked=frozenset({"channel", "quantity"})))
    with pytest.raises(MetricForbiddenError, match="hidden"):
        shop.run(MetricQuery(("shop.refunds",), where=(Filter(dimension, Op.EQ, ("web",)),)), scope)


def test_a_dimension_of_a_forbidden_table_is_refused_but_its_key_is_not(few, ask):
    layer = few({"sale": [sale("2026-01-05", 10)]})
    scope = full_scope(customer=TableScope(False))
    with pytest.raises(MetricForbiddenError, match=r"customer\.segment"):
        layer.run(MetricQuery(("shop.sales",), ("customer.segment",)), scope)
    (row,) = ask(layer, MetricQuery(("shop.sales",), ("customer",)), scope)
    assert (row["customer"], row["customer__label"]) == ("C1", "C1")


def test_a_target_that_may_not_be_seen_leaves_a_note(shop):
    query = MetricQuery(("shop.sales",), (), None, YEAR, compare=(Comparison.TARGET,))
    result = shop.run(query, full_scope(plan=TableScope(False)))
    assert result.rows.column("shop.sales__target").to_pylist() == [None]
    assert result.notes == ("You may not see Planned sales, the target of Sales.",)


@given(
    st.sampled_from(NAMES),
    st.sampled_from([None, Grain.MONTH, Grain.WEEK]),
    st.sampled_from([(), ("entity",)]),
    st.integers(0, 1),
)
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_changing_forbidden_rows_moves_no_metric(catalog, name, grain, by, seed):
    """Rows of an entity outside the principal's region may change or vanish: every figure stays."""
    query = MetricQuery((name,), by, grain, YEAR, compare=(Comparison.PREVIOUS_YEAR,))
    before, after = (
        SemanticLayer(catalog, engine, ShopCompany()).run(query, full_scope(**DACH)).rows.to_pylist()
        for engine in (_engine(None), _engine(seed))
    )
    assert len(before) == len(after)
    for one, other in zip(before, after, strict=True):
        for column, value in one.items():
            assert other[column] == (pytest.approx(value, rel=1e-9) if isinstance(value, float) else value)


@cache
def _engine(noise):
    """The shop; with noise, the rows the principal may not see are others."""
    rows = make_rows(5, sales=40)
    if noise is None:
        return MemoryEngine(rows)
    changed = visible(rows, {"US": True}) | {"legal_entity": rows["legal_entity"], "fx_rate": rows["fx_rate"]}
    changed["sale"] += [row for row in make_rows(100 + noise, sales=40)["sale"] if row["entity_id"] == "US"]
    changed["claim"] += [
        claim("2025-01-01", None, 77, entity_id="US"),
        claim("2025-01-01", None, 5, entity_id=None),
    ]
    return MemoryEngine(changed)
