"""Rows by key for areas that only know what they speak of: what it is and what it is worth, as far as may be seen."""

from __future__ import annotations

import pytest

from symphonies.platform.security import TableScope
from symphonies.platform.subgraphs import KnownRows
from tests.unit.subgraphs.world import CONTRACTS, Declared, World, only, open_scope


@pytest.fixture
def known(products: list[Declared], world: World) -> KnownRows:
    return KnownRows([product.contract for product in products], world.engine)


def test_a_row_tells_its_label_and_its_money(known: KnownRows) -> None:
    found = known.of("shop.invoice", ["i01", "i02", "nothing"], open_scope())
    assert set(found) == {"i01", "i02"}
    assert found["i01"]["amount"] == 10.25
    assert "currency" in found["i01"]
    assert known.of("shop.customer", ["c1"], open_scope())["c1"] == {"name": "Alpha"}


def test_what_may_not_be_seen_is_not_told(known: KnownRows) -> None:
    masked = open_scope(shop__customer=TableScope(readable=True, masked=frozenset({"name"})))
    assert known.of("shop.customer", ["c1"], masked) == {"c1": {}}
    assert known.of("shop.customer", ["c1"], open_scope(shop__customer=TableScope(readable=False))) == {}
    narrowed = open_scope(shop__customer=only("customer_id = 'c2'"))
    assert set(known.of("shop.customer", ["c1", "c2"], narrowed)) == {"c2"}
    unkeyed = open_scope(shop__customer=TableScope(readable=True, masked=frozenset({"customer_id"})))
    assert known.of("shop.customer", ["c1"], unkeyed) == {}


def test_nothing_is_told_of_what_is_no_single_thing(known: KnownRows) -> None:
    assert "line" in CONTRACTS["shop"]["tables"]
    assert known.of("shop.line", ["i01"], open_scope()) == {}
    assert known.of("shop.nowhere", ["i01"], open_scope()) == {}
    assert known.of("shop.customer", [], open_scope()) == {}
