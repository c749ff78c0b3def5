"""A contract written as Open Data Contract Standard 3.2.

What the standard has no field for (currency columns, dimensions, roles of tables, history) travels
as custom properties, so that ``read_odcs`` gives the same contract back.

Source: Open Data Contract Standard v3.2.0, https://bitol-io.github.io/open-data-contract-standard/
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from symphonies.platform.lakehouse.contracts.contract import Column, ColumnType, Contract, Rule, Table
from symphonies.platform.lakehouse.contracts.product import Product

if TYPE_CHECKING:
    from open_data_contract_standard.model import OpenDataContractStandard

API_VERSION = "v3.2.0"
COLUMN_EXTRAS = (
    "unit",
    "currency",
    "personal",
    "format",
    "past",
    "dimension",
    "labels",
    "settles_days",
    "default",
)
"""Fields of a column that the standard does not know."""
TABLE_EXTRAS = ("entity", "label", "time", "published", "history", "role", "engine")
"""Fields of a table that the standard does not know."""
_LOGICAL = {
    ColumnType.STRING: ("string", "VARCHAR"),
    ColumnType.INTEGER: ("integer", "BIGINT"),
    ColumnType.DECIMAL: ("number", "DECIMAL(18,4)"),
    ColumnType.NUMBER: ("number", "DOUBLE"),
    ColumnType.BOOLEAN: ("boolean", "BOOLEAN"),
    ColumnType.DATE: ("date", "DATE"),
    ColumnType.TIMESTAMP: ("timestamp", "TIMESTAMP"),
}
PHYSICAL = {physical: kind for kind, (_, physical) in _LOGICAL.items()}
"""The type of a column by the physical type it is exported with."""
Fields = dict[str, Any]


def write_odcs(contract: Contract) -> OpenDataContractStandard:
    """Return a contract in the standard's own model, which has validated it."""
    from open_data_contract_standard.model import OpenDataContractStandard

    owner = contract.owner
    return OpenDataContractStandard.model_validate(
        _present(
            {
                "version": contract.version,
                "kind": "DataContract",
                "apiVersion": API_VERSION,
                "id": contract.id,
                "name": contract.title,
                "status": "active",
                "dataProduct": contract.id,
                "domain": contract.domain,
                "description": {"purpose": contract.description},
                "schema": [_table(contract, name) for name in contract.tables],
                "support": [{"channel": owner.team, "url": f"mailto:{owner.email}", "tool": "email"}],
                "team": {"name": owner.team, "members": [{"username": owner.email, "role": "owner"}]},
                "roles": [{"role": role, "access": "read"} for role in contract.access.audience],
                "slaProperties": [
                    {
                        "property": "frequency",
                        "value": contract.freshness.total_seconds() / 60,
                        "unit": "m",
                        "description": "The longest time between two loads.",
                    }
                ],
                "customProperties": [{"property": "symphony", "value": contract.symphony}],
            }
        )
    )


def to_odcs(product: Product) -> dict[str, Any]:
    """Return a product's contract as a document of the standard, in plain values."""
    return write_odcs(product.contract).model_dump(mode="json", by_alias=True, exclude_none=True)


def _table(contract: Contract, name: str) -> Fields:
    table = contract.tables[name]
    return _present(
        {
            "name": name,
            "physicalName": f"{contract.id}.{name}",
            "physicalType": "table",
            "logicalType": "object",
            "description": table.description,
            "properties": [_column(contract, table, column) for column in table.columns],
            "quality": [_rule(rule) for rule in table.rules],
            "customProperties": _extras(table, TABLE_EXTRAS),
        }
    )


def _column(contract: Contract, table: Table, name: str) -> Fields:
    column = table.columns[name]
    logical, physical = _LOGICAL[column.type]
    options = _present({"minimum": column.minimum, "maximum": column.maximum, "pattern": column.pattern})
    return _present(
        {
            "name": name,
            "logicalType": logical,
            "physicalType": physical,
            "description": column.meaning,
            "primaryKey": name in table.key,
            "primaryKeyPosition": table.key.index(name) + 1 if name in table.key else None,
            "required": column.required,
            "unique": column.unique,
            "classification": column.privacy.value,
            "logicalTypeOptions": options,
            "enum": [{"value": value} for value in column.values or ()],
            "relationships": _relationships(contract, column),
            "customProperties": _extras(column, COLUMN_EXTRAS),
        }
    )


def _relationships(contract: Contract, column: Column) -> list[Fields]:
    if column.references is None:
        return []
    own = "." not in column.references
    target = f"{contract.id}.{column.references}" if own else column.references
    extras = [{"property": "references", "value": column.references}]
    if not own:
        return [{"type": "foreignKey", "to": target, "customProperties": extras}]
    keys = contract.tables[column.references].key
    return [{"type": "foreignKey", "to": f"{column.references}.{keys[0]}", "customProperties": extras}]


def _rule(rule: Rule) -> Fields:
    return {
        "name": rule.name,
        "description": rule.meaning,
        "type": "sql",
        "dimension": "conformity",
        "severity": rule.severity.value,
        "mustBe": 0,
        "query": f"SELECT count(*) FROM {{object}} WHERE NOT ({rule.sql})",
        "customProperties": [{"property": "condition", "value": rule.sql}],
    }


def _extras(declared: Table | Column, names: tuple[str, ...]) -> list[Fields]:
    """Return the fields that differ from what they are without saying so."""
    kinds = type(declared).model_fields
    return [
        {"property": name, "value": getattr(declared, name)}
        for name in names
        if getattr(declared, name) != kinds[name].get_default(call_default_factory=True)
    ]


def _present(fields: Mapping[str, Any]) -> Fields:
    """Leave out what has no value."""
    return {name: value for name, value in fields.items() if value is not None and value not in ([], {})}
