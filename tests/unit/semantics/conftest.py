from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from symphonies.platform.semantics import MetricQuery, SemanticLayer
from tests.unit.semantics.engine import MemoryEngine
from tests.unit.semantics.shop import Rows, ShopCompany, full_scope, make_rows, shop_catalog


@pytest.fixture(scope="session")
def catalog():
    return shop_catalog()


@pytest.fixture(scope="session")
def many_rows() -> Rows:
    return make_rows(3)


@pytest.fixture(scope="session")
def shop(catalog, many_rows) -> SemanticLayer:
    """The shop with rows made by chance."""
    return SemanticLayer(catalog, MemoryEngine(many_rows), ShopCompany())


@pytest.fixture
def few(catalog) -> Callable[..., SemanticLayer]:
    """A shop with just the rows given, and a company changed as given."""

    def build(rows: Rows, **company: Any) -> SemanticLayer:
        base = {
            name: found
            for name, found in make_rows(1, sales=0).items()
            if name in ("legal_entity", "country", "customer")
        }
        return SemanticLayer(catalog, MemoryEngine({**base, **rows}), ShopCompany(**company))

    return build


@pytest.fixture
def ask() -> Callable[..., list[dict[str, Any]]]:
    """Run a query and return its rows."""

    def run(layer: SemanticLayer, query: MetricQuery, scope: Any = None) -> list[dict[str, Any]]:
        return layer.run(query, scope or full_scope()).rows.to_pylist()

    return run
