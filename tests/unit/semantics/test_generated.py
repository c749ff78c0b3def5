from __future__ import annotations

import random

import pytest

from symphonies.platform.semantics import SemanticLayer
from tests.unit.semantics.engine import MemoryEngine
from tests.unit.semantics.generate import assert_same, random_query
from tests.unit.semantics.oracle import Oracle
from tests.unit.semantics.shop import ShopCompany, full_scope, make_rows, shop_catalog


@pytest.fixture(scope="module")
def rows():
    return make_rows(7)


@pytest.fixture(scope="module")
def layer(rows):
    return SemanticLayer(shop_catalog(), MemoryEngine(rows), ShopCompany())


@pytest.mark.parametrize("seed", range(80))
def test_generated_queries_equal_a_slow_evaluation(layer, rows, seed):
    query = random_query(random.Random(seed))
    assert_same(query, Oracle(rows).answer(query), layer.run(query, full_scope()).rows)
