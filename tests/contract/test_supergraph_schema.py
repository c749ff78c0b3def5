"""The checked-in supergraph is what the products compose to, so that every public change shows."""

from __future__ import annotations

from pathlib import Path

import pytest
from graphql import GraphQLSchema, parse, validate

from symphonies.app.checks import check_names
from symphonies.app.supergraph import declared_sdl
from symphonies.federation import Gateway, read_operations
from symphonies.federation.changes import RecordedOperation
from symphonies.platform.lakehouse import discover_products

OPERATIONS = Path(__file__).parents[2] / "ui" / "sdk" / "operations"


@pytest.fixture(scope="module")
def sdl() -> str:
    """What the products compose to."""
    return declared_sdl(discover_products())


@pytest.fixture(scope="module")
def schema(sdl: str) -> GraphQLSchema:
    """What clients see of it."""
    return Gateway(sdl, {}).schema


def test_the_checked_in_schema_is_current(root: Path, sdl: str) -> None:
    stored = (root / "docs" / "schema" / "supergraph.graphql").read_text("utf-8")
    told = "docs/schema/supergraph.graphql is old; run: symphonies schema > docs/schema/supergraph.graphql"
    assert stored == sdl, told


def test_every_name_in_every_declaration_resolves() -> None:
    assert check_names() == []


@pytest.mark.parametrize("operation", read_operations(OPERATIONS), ids=lambda operation: operation.name)
def test_what_every_page_asks_is_in_the_schema(operation: RecordedOperation, schema: GraphQLSchema) -> None:
    assert validate(schema, parse(operation.document)) == []
