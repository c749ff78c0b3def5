"""Reads an export of ``write_odcs`` back into a contract."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from symphonies.platform.lakehouse.catalog.odcs import PHYSICAL
from symphonies.platform.lakehouse.contracts.contract import Contract

if TYPE_CHECKING:
    from open_data_contract_standard.model import (
        CustomProperty,
        DataQuality,
        OpenDataContractStandard,
        SchemaObject,
        SchemaProperty,
        Team,
        TeamMember,
    )


def read_odcs(document: OpenDataContractStandard) -> Contract:
    """Return the contract a document was written from.

    Raises:
        pydantic.ValidationError: If the document was not written by this platform and lacks what a
            contract must say.
    """
    sla = document.slaProperties or []
    return Contract.model_validate(
        {
            "id": document.id,
            "title": document.name,
            "domain": document.domain,
            "version": document.version,
            "description": document.description.purpose if document.description else "",
            "owner": _owner(document.team),
            "freshness": timedelta(minutes=float(sla[0].value or 0)) if sla else timedelta(hours=26),
            "access": {"audience": [role.role for role in document.roles or []]},
            "tables": {entry.name: _table(entry) for entry in document.schema_ or []},
            **_extras(document.customProperties),
        }
    )


def _owner(team: Team | list[TeamMember] | None) -> dict[str, str | None]:
    members = team if isinstance(team, list) else (team.members or []) if team else []
    name = members[0].name if isinstance(team, list) else team.name if team else None
    return {"team": name, "email": members[0].username if members else None}


def _table(entry: SchemaObject) -> dict[str, Any]:
    columns = entry.properties or []
    keys = [column for column in columns if column.primaryKey]
    keys.sort(key=lambda column: column.primaryKeyPosition or 0)
    return {
        "description": entry.description,
        "key": [column.name for column in keys],
        "columns": {column.name: _column(column) for column in columns},
        "rules": [_rule(check) for check in entry.quality or []],
        **_extras(entry.customProperties),
    }


def _column(entry: SchemaProperty) -> dict[str, Any]:
    references = [_extras(relation.customProperties)["references"] for relation in entry.relationships or []]
    return {
        "type": PHYSICAL[entry.physicalType or "VARCHAR"],
        "meaning": entry.description,
        "required": bool(entry.required),
        "unique": bool(entry.unique),
        "privacy": entry.classification,
        "values": [choice.value for choice in entry.enum] if entry.enum else None,
        "references": references[0] if references else None,
        **(entry.logicalTypeOptions or {}),
        **_extras(entry.customProperties),
    }


def _rule(check: DataQuality) -> dict[str, Any]:
    return {
        "name": check.name,
        "meaning": check.description,
        "severity": check.severity,
        "sql": _extras(check.customProperties)["condition"],
    }


def _extras(properties: Sequence[CustomProperty] | None) -> dict[str, Any]:
    return {entry.property or "": entry.value for entry in properties or []}
