"""Filter arguments -> an SQL condition with parameters."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from symphonies.kernel import ForbiddenError
from symphonies.platform.subgraphs.errors import FieldMaskedError
from symphonies.platform.subgraphs.model import ColumnField, Entity, ReferenceField
from symphonies.platform.subgraphs.rows.values import to_parameter
from symphonies.platform.subgraphs.rows.visible import quoted


@dataclass
class Fragment:
    """A piece of SQL and the values of its ``?``, in order."""

    sql: str
    params: list[object] = field(default_factory=list)


NOTHING = Fragment("FALSE")
_ORDERED = {"lt": "<", "lte": "<=", "gt": ">", "gte": ">="}


class Rights(Protocol):
    """What filters must know of the principal's scope."""

    def entity(self, name: str) -> Entity:
        """Return an entity type by name."""
        ...

    def readable(self, entity: Entity) -> bool:
        """Return whether its rows are open."""
        ...

    def masked(self, entity: Entity) -> frozenset[str]:
        """Return its columns that are hidden, and so may not be tested either."""
        ...

    def visible(self, entity: Entity) -> str:
        """Return the condition of its visible rows; empty: all are."""
        ...


def filter_condition(given: Mapping[str, Any] | None, entity: Entity, rights: Rights) -> Fragment | None:
    """Compile a filter argument; None where it lets everything through.

    Args:
        given: The coerced argument.
        entity: The entity type that is filtered.
        rights: What the principal may see.

    Raises:
        FieldMaskedError: The filter tests a masked column.
        ForbiddenError: The filter tests a referred entity that is not open.
        ArgumentInvalidError: A date cannot be read.
    """
    parts: list[Fragment] = []
    for name, test in (given or {}).items():
        if test is None:
            continue
        part = _part(name, test, entity, rights)
        if part is not None:
            parts.append(part)
    return _joined(parts, " AND ")


def _part(name: str, test: Any, entity: Entity, rights: Rights) -> Fragment | None:
    if name == "not":
        inner = filter_condition(test, entity, rights)
        return Fragment(f"NOT coalesce({inner.sql}, FALSE)", inner.params) if inner else NOTHING
    if name in ("and", "or"):
        inner_parts = [filter_condition(each, entity, rights) for each in test]
        if name == "and":
            return _joined([part for part in inner_parts if part], " AND ")
        if any(part is None for part in inner_parts):
            return None
        return _joined([part for part in inner_parts if part], " OR ") or NOTHING
    if name in entity.references:
        return _referred(entity.references[name], test, entity, rights)
    column = entity.fields[name]
    refuse_masked(column, entity, rights.masked(entity), "filter")
    return _joined([_test(column, operator, value) for operator, value in test.items()], " AND ")


def _referred(
    reference: ReferenceField, test: Mapping[str, Any], entity: Entity, rights: Rights
) -> Fragment | None:
    """Compile a test of the row a reference leads to: only visible rows can pass it."""
    target = rights.entity(reference.target)
    if not rights.readable(target):
        raise ForbiddenError(
            f"{target.name} is not open to you, so it cannot be used to filter",
            hint=f"Ask for the right to read {target.table}.",
        )
    refuse_masked(entity.column(reference.column), entity, rights.masked(entity), "filter")
    inner = filter_condition(test, target, rights)
    if inner is None:
        return None
    visible = rights.visible(target)
    where = f"{visible} AND ({inner.sql})" if visible else inner.sql
    (key,) = target.key
    keys = f"SELECT {quoted(key)} FROM {quoted(target.table)} WHERE {where}"
    return Fragment(f"{quoted(reference.column)} IN ({keys})", inner.params)


def refuse_masked(column: ColumnField, entity: Entity, masked: frozenset[str], use: str) -> None:
    """Refuse to let the order or number of rows tell what a masked column holds.

    Raises:
        FieldMaskedError: The column is masked.
    """
    if column.column in masked:
        raise FieldMaskedError(
            f"{entity.name}.{column.name} is hidden from you, so it cannot be used to {use}",
            hint="Leave the field out, or ask for the right to read it.",
            type=entity.name,
            field=column.name,
        )


def _joined(parts: Sequence[Fragment], word: str) -> Fragment | None:
    if len(parts) < 2:
        return parts[0] if parts else None
    sql = word.join(f"({part.sql})" for part in parts)
    return Fragment(sql, [value for part in parts for value in part.params])


def _test(column: ColumnField, operator: str, value: Any) -> Fragment:
    name = quoted(column.column)
    if operator == "isNull":
        return Fragment("TRUE") if value is None else Fragment(f"{name} IS {'' if value else 'NOT '}NULL")
    if operator in ("in", "notIn"):
        return _membership(column, name, value, negated=operator == "notIn")
    if operator in _ORDERED:
        return Fragment(f"{name} {_ORDERED[operator]} ?", [to_parameter(value, column.type, column.name)])
    return _TESTS[operator](column, name, value)


def _equal(column: ColumnField, name: str, value: Any) -> Fragment:
    if value is None:
        return Fragment(f"{name} IS NULL")
    return Fragment(f"{name} = ?", [to_parameter(value, column.type, column.name)])


def _unequal(column: ColumnField, name: str, value: Any) -> Fragment:
    if value is None:
        return Fragment(f"{name} IS NOT NULL")
    return Fragment(f"({name} <> ? OR {name} IS NULL)", [to_parameter(value, column.type, column.name)])


def _contains(_column: ColumnField, name: str, value: str | None) -> Fragment:
    return Fragment(f"lower({name}) LIKE ? ESCAPE '!'", [f"%{_pattern(value)}%"])


def _starts(_column: ColumnField, name: str, value: str | None) -> Fragment:
    return Fragment(f"lower({name}) LIKE ? ESCAPE '!'", [f"{_pattern(value)}%"])


def _pattern(text: str | None) -> str:
    escaped = (text or "").lower()
    for special in "!%_":
        escaped = escaped.replace(special, f"!{special}")
    return escaped


def _membership(column: ColumnField, name: str, values: Sequence[Any] | None, *, negated: bool) -> Fragment:
    listed = [to_parameter(value, column.type, column.name) for value in values or () if value is not None]
    if not listed:
        return Fragment("TRUE") if negated else NOTHING
    marks = ", ".join("?" * len(listed))
    if negated:
        return Fragment(f"({name} NOT IN ({marks}) OR {name} IS NULL)", listed)
    return Fragment(f"{name} IN ({marks})", listed)


_TESTS: Mapping[str, Callable[[ColumnField, str, Any], Fragment]] = {
    "eq": _equal,
    "ne": _unequal,
    "contains": _contains,
    "startsWith": _starts,
}
