"""A small company to decide about."""

from __future__ import annotations

import pytest

from symphonies.platform.security import ColumnResource, TableResource


def column(type: str = "string", **facts: object) -> ColumnResource:
    """Return a column resource."""
    return ColumnResource(type, **facts)  # type: ignore[arg-type]


@pytest.fixture
def resources() -> dict[str, TableResource]:
    """Three tables of two products."""
    tables = [
        TableResource(
            "corporate",
            "legal_entity",
            {
                "entity_id": column(required=True),
                "name": column(),
                "region": column(),
            },
        ),
        TableResource(
            "invoicing",
            "customer",
            {
                "customer_id": column(required=True),
                "name": column(),
                "mail": column(personal=True),
                "limit": column("decimal", privacy="restricted"),
            },
            audience=("sales",),
        ),
        TableResource(
            "invoicing",
            "invoice",
            {
                "invoice_id": column(required=True),
                "amount": column("decimal", required=True),
                "lines": column("integer", required=True),
                "disputed": column("boolean", required=True),
                "note": column(),
                "issued_on": column("date", required=True),
                "kind": column(required=True),
            },
        ),
    ]
    return {table.name: table for table in tables}


@pytest.fixture
def compliance() -> TableResource:
    """A table about people whose work is audited."""
    return TableResource(
        "compliance",
        "role_assignment",
        {"person": column(personal=True), "salary": column("decimal", privacy="restricted", personal=True)},
    )
