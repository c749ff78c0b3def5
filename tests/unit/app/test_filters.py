"""Filters as people type them."""

from __future__ import annotations

import pytest

from symphonies.app.filters import FilterUnreadableError, parse_filter
from symphonies.platform.semantics import Filter, Op


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("entity.region = DACH", Filter("entity.region", Op.EQ, ("DACH",))),
        ("currency in EUR, USD", Filter("currency", Op.IN, ("EUR", "USD"))),
        ("currency NOT IN EUR", Filter("currency", Op.NOT_IN, ("EUR",))),
        ("currency not_in EUR", Filter("currency", Op.NOT_IN, ("EUR",))),
        ("collector not_null", Filter("collector", Op.NOT_NULL)),
        (
            """bank in "Hart, Cole & Co", 'Hanse, Bank', Alpen""",
            Filter("bank", Op.IN, ("Hart, Cole & Co", "Hanse, Bank", "Alpen")),
        ),
        ("customer.name contains 'Gold'", Filter("customer.name", Op.CONTAINS, ("Gold",))),
        ("collector is null", Filter("collector", Op.IS_NULL)),
        ("collector is not null", Filter("collector", Op.NOT_NULL)),
        ("age>=30", Filter("age", Op.GE, ("30",))),
    ],
)
def test_a_filter_is_dimension_operator_value(text: str, expected: Filter) -> None:
    assert parse_filter(text) == expected


@pytest.mark.parametrize("text", ["", "entity", "entity =", "entity ~ x", "collector is null now", "in EUR"])
def test_anything_else_is_refused_with_the_form(text: str) -> None:
    with pytest.raises(FilterUnreadableError, match="cannot be read"):
        parse_filter(text)
