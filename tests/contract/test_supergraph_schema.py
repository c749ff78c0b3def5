"""The checked-in supergraph is what the products compose to, so that every public change shows."""

from __future__ import annotations

from pathlib import Path

import pytest
from graphql import parse, validate

from symphonies.app.checks import check_names
from symphonies.app.supergraph import declared_sdl
from symphonies.federation import Gateway
from symphonies.platform.lakehouse import discover_products

ROOT = Path(__file__).parents[2]


def test_the_checked_in_schema_is_current(root: Path) -> None:
    stored = (root / "docs" / "schema" / "supergraph.graphql").read_text("utf-8")
    told = "docs/schema/supergraph.graphql is old; run: symphonies schema > docs/schema/supergraph.graphql"
    assert stored == declared_sdl(discover_products()), told


def test_every_name_in_every_declaration_resolves() -> None:
    assert check_names() == []


@pytest.mark.parametrize("file", sorted(ROOT.glob("ui/sdk/operations/*.graphql")), ids=lambda file: file.stem)
def test_what_every_page_asks_is_in_the_schema(file: Path) -> None:
    schema = Gateway(declared_sdl(discover_products()), {}).schema
    assert validate(schema, parse(file.read_text("utf-8"))) == []
