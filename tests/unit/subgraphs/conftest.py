"""Fixtures: the small products of ``world`` with their rows and subgraphs."""

from __future__ import annotations

import pytest
import yaml

from symphonies.platform.lakehouse import Contract, DuckDBEngine
from symphonies.platform.semantics import SemanticLayer, load_catalog
from symphonies.platform.subgraphs import build_subgraphs
from tests.unit.subgraphs.world import (
    CONTRACTS,
    METRICS,
    Company,
    CountingEngine,
    Declared,
    World,
    filled_engine,
)


@pytest.fixture(scope="session")
def products(tmp_path_factory: pytest.TempPathFactory) -> list[Declared]:
    """The contracts, in folders of their own."""
    found = []
    for name, declared in CONTRACTS.items():
        folder = tmp_path_factory.mktemp(name)
        (folder / "product.yaml").write_text(yaml.safe_dump(declared), encoding="utf-8")
        if name == "shop":
            (folder / "metrics.yaml").write_text(METRICS, encoding="utf-8")
        found.append(Declared(Contract.model_validate(declared), folder))
    return found


@pytest.fixture(scope="session")
def store() -> DuckDBEngine:
    """The filled store."""
    return filled_engine()


@pytest.fixture(scope="session")
def built(products: list[Declared], store: DuckDBEngine) -> World:
    """The subgraphs, with an engine that counts; built once."""
    engine = CountingEngine(store)
    catalog = load_catalog(products)
    subgraphs = {each.name: each for each in build_subgraphs(products, catalog, engine)}
    return World(subgraphs, engine, SemanticLayer(catalog, engine, Company()))


@pytest.fixture
def world(built: World) -> World:
    """The subgraphs, with nothing asked yet."""
    built.engine.asked.clear()
    return World(built.subgraphs, built.engine, built.semantics)
