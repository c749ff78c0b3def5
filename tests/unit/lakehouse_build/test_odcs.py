"""Contracts leave and come back as Open Data Contract Standard documents."""

from __future__ import annotations

import json
from datetime import timedelta
from importlib.resources import files

import jsonschema
import pytest
import yaml
from open_data_contract_standard.model import OpenDataContractStandard

from symphonies.platform.lakehouse.catalog.odcs import write_odcs
from symphonies.platform.lakehouse.catalog.odcs_reader import read_odcs
from symphonies.platform.lakehouse.contracts.contract import Contract
from symphonies.platform.lakehouse.contracts.product import discover_products

from .conftest import contract, table

SHOP = contract(
    "shop",
    {
        "place": table("place_id", {"place_id": {"type": "string", "required": True, "unique": True}}),
        "sale": table(
            "sale_id, line",
            {
                "sale_id": "string",
                "line": {"type": "integer", "minimum": 1, "maximum": 99},
                "place_id": {"type": "string", "references": "place", "privacy": "public"},
                "entity_id": {"type": "string", "references": "corporate.legal_entity"},
                "amount": {"type": "decimal", "unit": "money", "currency": "currency", "required": True},
                "currency": {
                    "type": "string",
                    "format": "currency",
                    "dimension": True,
                    "pattern": "[A-Z]{3}",
                },
                "kind": {
                    "type": "string",
                    "values": ["sale", "return"],
                    "labels": {"return": "Back"},
                    "default": "sale",
                },
                "buyer": {"type": "string", "personal": True, "privacy": "restricted"},
                "sold_at": {"type": "timestamp", "past": True},
                "rate": "number",
                "gift": "boolean",
                "due_on": "date",
            },
            entity="Sale",
            time="sold_at",
            published=True,
            history=False,
            rules=[
                {"name": "positive", "sql": "amount >= 0", "meaning": "Never negative.", "severity": "warn"}
            ],
        ),
    },
    freshness=timedelta(minutes=90),
    access={"audience": ["cfo", "auditor"]},
)


def test_the_same_contract_comes_back_from_its_yaml() -> None:
    text = write_odcs(SHOP).to_yaml()
    assert read_odcs(OpenDataContractStandard.from_string(text)) == SHOP


def test_facts_stand_where_the_standard_wants_them() -> None:
    document = write_odcs(SHOP)
    sale = {entry.name: entry for entry in document.schema_ or []}["sale"]
    columns = {column.name: column for column in sale.properties or []}
    assert (document.apiVersion, document.id, document.version) == ("v3.2.0", "shop", "1.0.0")
    assert [columns[name].primaryKeyPosition for name in ("sale_id", "line")] == [1, 2]
    assert columns["buyer"].classification == "restricted"
    assert columns["line"].logicalTypeOptions == {"minimum": 1.0, "maximum": 99.0}
    assert [choice.value for choice in columns["kind"].enum or []] == ["sale", "return"]
    assert [relation.to for relation in columns["place_id"].relationships or []] == ["place.place_id"]
    assert [check.query for check in sale.quality or []] == [
        "SELECT count(*) FROM {object} WHERE NOT (amount >= 0)"
    ]


@pytest.mark.parametrize(
    "one", [SHOP, *(product.contract for product in discover_products())], ids=lambda one: one.id
)
def test_exports_keep_to_the_published_schema(one: Contract) -> None:
    document = write_odcs(one)
    schema = json.loads(
        files("open_data_contract_standard").joinpath("schema.json").read_text(encoding="utf-8")
    )
    jsonschema.validate(yaml.safe_load(document.to_yaml()), schema)
    assert read_odcs(document) == one
