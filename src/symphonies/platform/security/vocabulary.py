"""The words policies are written in: the Cedar schema and the entities of the resources.

``Table`` is in ``Product``; ``Field`` is in ``Table`` and ``Product``; a row is an entity of the
type ``product::table`` (its attributes are the columns) and is in its ``Table`` and ``Product``.
A ``Recommendation`` is what people decide about; its entity is made for each question.
A user is in ``Role`` and carries its attributes; set attributes that a principal lacks are empty
sets and texts are empty, so that policies need not guard them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from symphonies.platform.security.errors import PersonaInvalidError
from symphonies.platform.security.matters import Decide, Matter
from symphonies.platform.security.principal import Principal
from symphonies.platform.security.resources import TableResource

SET_ATTRIBUTES = ("regions", "entities", "countries", "currencies", "departments", "teams")
TEXT_ATTRIBUTES = ("clearance", "purpose")
READ, READ_ROW, READ_FIELD = "read", "readRow", "readField"
VIEW = "view"
"""The group of the three actions: ``action in Action::"view"``."""
DECIDE = "decide"
"""The group of what people do about recommendations: ``action in Action::"decide"``."""
MATTER = "Recommendation"

_TEXT = {"type": "String"}
_TEXTS = {"type": "Set", "element": {"type": "String"}}
_ATTRIBUTE_TYPES: Mapping[str, dict[str, Any]] = {
    "string": _TEXT,
    "integer": {"type": "Long"},
    "decimal": {"type": "Extension", "name": "decimal"},
    "number": {"type": "Extension", "name": "decimal"},
    "boolean": {"type": "Boolean"},
    "date": {"type": "Extension", "name": "datetime"},
    "timestamp": {"type": "Extension", "name": "datetime"},
}

_MATTER_TYPES = dict.fromkeys(("symphony", "product", "metric", "owner", "undo"), _TEXT) | {
    "amount": {"type": "Long"},
    "whole": {"type": "Boolean"},
}


def row_type(table: TableResource) -> str:
    """Return the Cedar entity type of a table's rows: ``product::table``."""
    return f"{table.product}::{table.table}"


def uid(kind: str, name: str) -> dict[str, str]:
    """Return an entity's identity in Cedar's JSON form."""
    return {"type": kind, "id": name}


def cedar_schema(resources: Mapping[str, TableResource]) -> str:
    """Return the Cedar schema (JSON) of the given tables: what policies may name and test."""
    namespaces: dict[str, Any] = {"": _common_namespace([row_type(table) for table in resources.values()])}
    for table in resources.values():
        space = namespaces.setdefault(table.product, {"entityTypes": {}, "actions": {}})
        columns = {
            name: {**_ATTRIBUTE_TYPES[column.type], "required": column.required}
            for name, column in table.columns.items()
        }
        space["entityTypes"][table.table] = _entity_type(columns, "Table", "Product")
    return json.dumps(namespaces)


def _common_namespace(row_types: list[str]) -> dict[str, Any]:
    user = dict.fromkeys(("roles", *SET_ATTRIBUTES), _TEXTS) | dict.fromkeys(TEXT_ATTRIBUTES, _TEXT)
    table = {"product": _TEXT, "name": _TEXT, "audience": _TEXTS}
    field = {
        "product": _TEXT,
        "table": _TEXT,
        "name": _TEXT,
        "sensitivity": _TEXT,
        "personal": {"type": "Boolean"},
    }
    return {
        "entityTypes": {
            "User": _entity_type(user, "Role"),
            "Role": {},
            "Product": {},
            "Table": _entity_type(table, "Product"),
            "Field": _entity_type(field, "Table", "Product"),
            MATTER: _entity_type(_MATTER_TYPES),
        },
        "actions": {
            VIEW: {},
            READ: _action(["Table"]),
            READ_ROW: _action(row_types),
            READ_FIELD: _action(["Field"]),
            DECIDE: {},
            **{act.value: _action([MATTER], DECIDE) for act in Decide},
        },
    }


def _entity_type(attributes: Mapping[str, Any], *parents: str) -> dict[str, Any]:
    return {"memberOfTypes": list(parents), "shape": {"type": "Record", "attributes": dict(attributes)}}


def _action(resource_types: list[str], group: str = VIEW) -> dict[str, Any]:
    return {
        "memberOf": [{"id": group}],
        "appliesTo": {"principalTypes": ["User"], "resourceTypes": resource_types},
    }


def resource_entities(resources: Mapping[str, TableResource]) -> list[dict[str, Any]]:
    """Return the Cedar entities of the actions, the tables and their fields."""
    group = [uid("Action", VIEW)]
    entities = [_entity(uid("Action", name), {}, group) for name in (READ, READ_ROW, READ_FIELD)]
    entities += [_entity(uid("Action", act.value), {}, [uid("Action", DECIDE)]) for act in Decide]
    for table in resources.values():
        product = uid("Product", table.product)
        attributes = {"product": table.product, "name": table.table, "audience": list(table.audience)}
        entities.append(_entity(uid("Table", table.name), attributes, [product]))
        entities += _field_entities(table)
    return entities


def _field_entities(table: TableResource) -> list[dict[str, Any]]:
    parents = [uid("Table", table.name), uid("Product", table.product)]
    return [
        _entity(
            uid("Field", f"{table.name}.{name}"),
            {
                "product": table.product,
                "table": table.table,
                "name": name,
                "sensitivity": column.privacy,
                "personal": column.personal,
            },
            parents,
        )
        for name, column in table.columns.items()
    ]


def matter_entity(matter: Matter) -> dict[str, Any]:
    """Return a matter as a Cedar entity."""
    return _entity(uid(MATTER, matter.id), {name: getattr(matter, name) for name in _MATTER_TYPES}, [])


def principal_entity(principal: Principal) -> dict[str, Any]:
    """Return a principal as a Cedar entity.

    Raises:
        PersonaInvalidError: An attribute that must be a text holds several values.
    """
    attributes: dict[str, Any] = {"roles": sorted(principal.roles)}
    for name in SET_ATTRIBUTES:
        value = principal.attributes.get(name, ())
        attributes[name] = [value] if isinstance(value, str) else sorted(value)
    for name in TEXT_ATTRIBUTES:
        value = principal.attributes.get(name, "")
        if not isinstance(value, str):
            raise PersonaInvalidError(
                f"attribute {name!r} of {principal.id!r} holds a list, one text was expected",
                hint=f"Give {name} one value.",
            )
        attributes[name] = value
    return _entity(
        uid("User", principal.id), attributes, [uid("Role", role) for role in sorted(principal.roles)]
    )


def _entity(
    identity: dict[str, str], attributes: Mapping[str, Any], parents: list[dict[str, str]]
) -> dict[str, Any]:
    return {"uid": identity, "attrs": dict(attributes), "parents": parents}
