"""Residual policies -> SQL: what Cedar leaves open once everything but the row is known.

Partial evaluation reduces each policy to a condition over the unknown row. The compiler here knows
a closed list of operators; a policy with any other is *not understood* and then counts against the
reader: a permit as false, a forbid as true. NULL (a missing attribute) likewise: Cedar skips a
policy that stumbles over one, we deny.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlglot import exp

from symphonies.platform.security.resources import TableResource
from symphonies.platform.security.vocabulary import row_type

Condition = bool | exp.Expression
"""A condition that is already decided, or one over the table's columns."""

_COMPARISONS: Mapping[str, Callable[..., exp.Expression]] = {
    "==": exp.EQ,
    "!=": exp.NEQ,
    "<": exp.LT,
    "<=": exp.LTE,
    ">": exp.GT,
    ">=": exp.GTE,
    "lessThan": exp.LT,
    "lessThanOrEqual": exp.LTE,
    "greaterThan": exp.GT,
    "greaterThanOrEqual": exp.GTE,
}
_TIMES = ("date", "timestamp")


class NotUnderstood(Exception):
    """A residual holds an operator, or a use of one, that has no SQL here: a signal to its caller."""


def compile_residual(residual: Mapping[str, Any], table: TableResource) -> Condition:
    """Compile one residual policy's conditions for the rows of one table.

    Args:
        residual: A policy in Cedar's JSON form, as partial evaluation returns it.
        table: The table whose rows stand for the unknown resource.

    Returns:
        True or False where the table alone decides, else a condition over bare column names.

    Raises:
        NotUnderstood: The residual holds something outside the closed list.
    """
    condition: Condition = True
    for clause in residual["conditions"]:
        part = _boolean(clause["body"], table)
        condition = both(condition, part if clause["kind"] == "when" else negate(part))
    return condition


def both(left: Condition, right: Condition) -> Condition:
    """Return ``left AND right``, decided early where one side is."""
    if left is False or right is False:
        return False
    if left is True:
        return right
    return left if right is True else exp.And(this=_grouped(left), expression=_grouped(right))


def either(left: Condition, right: Condition) -> Condition:
    """Return ``left OR right``, decided early where one side is."""
    if left is True or right is True:
        return True
    if left is False:
        return right
    return left if right is False else exp.Or(this=_grouped(left), expression=_grouped(right))


def negate(condition: Condition) -> Condition:
    """Return ``NOT condition``."""
    return not condition if isinstance(condition, bool) else exp.Not(this=_grouped(condition))


def _grouped(condition: exp.Expression | bool) -> exp.Expression:
    if isinstance(condition, bool):
        return exp.Boolean(this=condition)
    binds_loosely = isinstance(condition, exp.Binary | exp.Not | exp.Escape)
    return exp.Paren(this=condition) if binds_loosely else condition


def _boolean(node: Mapping[str, Any], table: TableResource) -> Condition:
    operator, operand = next(iter(node.items()))
    handler = _BOOLEAN.get(operator)
    if handler is None and operator not in _COMPARISONS:
        raise NotUnderstood(operator)
    return handler(operand, table) if handler else _comparison(operator, operand, table)


def _constant(operand: object, table: TableResource) -> Condition:
    if not isinstance(operand, bool):
        raise NotUnderstood("a bare value as condition")
    return operand


def _conjunction(operand: Mapping[str, Any], table: TableResource) -> Condition:
    left = _boolean(operand["left"], table)
    return False if left is False else both(left, _boolean(operand["right"], table))


def _disjunction(operand: Mapping[str, Any], table: TableResource) -> Condition:
    left = _boolean(operand["left"], table)
    return True if left is True else either(left, _boolean(operand["right"], table))


def _negation(operand: Mapping[str, Any], table: TableResource) -> Condition:
    return negate(_boolean(operand["arg"], table))


def _conditional(operand: Mapping[str, Any], table: TableResource) -> Condition:
    test = _boolean(operand["if"], table)
    if isinstance(test, bool):
        return _boolean(operand["then" if test else "else"], table)
    then, otherwise = (_boolean(operand[branch], table) for branch in ("then", "else"))
    return exp.Case(ifs=[exp.If(this=test, true=_grouped(then))], default=_grouped(otherwise))


def _is_type(operand: Mapping[str, Any], table: TableResource) -> Condition:
    _expect_resource(operand["left"])
    of_type = operand["entity_type"] == row_type(table)
    return _is_in(operand["left"], operand["in"], table) if of_type and operand.get("in") else of_type


def _in(operand: Mapping[str, Any], table: TableResource) -> Condition:
    return _is_in(operand["left"], operand["right"], table)


def _is_in(left: Mapping[str, Any], right: Mapping[str, Any], table: TableResource) -> bool:
    _expect_resource(left)
    places = {("Table", table.name), ("Product", table.product)}
    return any((place["type"], place["id"]) in places for place in _places(right))


def _places(node: Mapping[str, Any]) -> list[Mapping[str, str]]:
    if "Set" in node:
        return [place for member in node["Set"] for place in _places(member)]
    value = node.get("Value")
    entities = value if isinstance(value, list) else [value]
    places = [entity["__entity"] for entity in entities if isinstance(entity, dict) and "__entity" in entity]
    if len(places) != len(entities) or any(place["type"] not in ("Table", "Product") for place in places):
        raise NotUnderstood("membership in something else than a table or product")
    return places


def _has(operand: Mapping[str, Any], table: TableResource) -> Condition:
    _expect_resource(operand["left"])
    if operand["attr"] not in table.columns:
        return False
    return exp.Not(this=exp.Is(this=exp.column(operand["attr"], quoted=True), expression=exp.null()))


def _attribute(operand: Mapping[str, Any], table: TableResource) -> Condition:
    column, kind = _column({".": operand}, table)
    if kind != "boolean":
        raise NotUnderstood("a column that is no condition")
    return column


def _like(operand: Mapping[str, Any], table: TableResource) -> Condition:
    column, _ = _column(operand["left"], table)
    pattern = "".join("%" if part == "Wildcard" else _escaped(part["Literal"]) for part in operand["pattern"])
    like = exp.Like(this=column, expression=exp.Literal.string(pattern))
    return exp.Escape(this=like, expression=exp.Literal.string("!"))


def _escaped(text: str) -> str:
    return text.replace("!", "!!").replace("%", "!%").replace("_", "!_")


def _contains(operand: Mapping[str, Any], table: TableResource) -> Condition:
    column, kind = _column(operand["right"], table)
    members = [_constant_of(member, kind) for member in _members(operand["left"])]
    return exp.In(this=column, expressions=members) if members else False


def _contains_any(operand: Mapping[str, Any], table: TableResource) -> Condition:
    condition: Condition = False
    for member in _members(operand["right"]):
        condition = either(condition, _contains({"left": operand["left"], "right": member}, table))
    return condition


def _members(node: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    if "Set" in node:
        return list(node["Set"])
    if isinstance(node.get("Value"), list):
        return [{"Value": member} for member in node["Value"]]
    raise NotUnderstood("a set that is not written out")


def _comparison(operator: str, operand: Any, table: TableResource) -> Condition:
    left, right = operand if isinstance(operand, list) else (operand["left"], operand["right"])
    kind = _kind(left, table) or _kind(right, table)
    if kind is None:
        raise NotUnderstood("a comparison without a column")
    return _COMPARISONS[operator](this=_value(left, kind, table), expression=_value(right, kind, table))


def _kind(node: Mapping[str, Any], table: TableResource) -> str | None:
    return _column(node, table)[1] if "." in node else None


def _value(node: Mapping[str, Any], kind: str, table: TableResource) -> exp.Expression:
    if "." not in node:
        return _constant_of(node, kind)
    column, own_kind = _column(node, table)
    return exp.cast(column, "TIMESTAMP") if own_kind in _TIMES else column


def _column(node: Mapping[str, Any], table: TableResource) -> tuple[exp.Expression, str]:
    access = node.get(".")
    if access is None:
        raise NotUnderstood("a value that is no column")
    _expect_resource(access["left"])
    column = table.columns.get(access["attr"])
    if column is None:
        raise NotUnderstood(f"column {access['attr']}")
    return exp.column(access["attr"], quoted=True), column.type


def _constant_of(node: Mapping[str, Any], kind: str) -> exp.Expression:
    value = node.get("Value")
    if kind in _TIMES:
        return exp.cast(exp.Literal.string(_instant(node).isoformat(sep=" ")), "TIMESTAMP")
    if kind in ("decimal", "number") and "decimal" in node:
        return exp.Literal.number(node["decimal"][0]["Value"])
    if isinstance(value, bool) and kind == "boolean":
        return exp.Boolean(this=value)
    if isinstance(value, str) and kind == "string":
        return exp.Literal.string(value)
    if isinstance(value, int) and kind == "integer":
        return exp.Literal.number(value)
    raise NotUnderstood(f"a constant for a {kind} column")


def _instant(node: Mapping[str, Any]) -> datetime:
    """Read a Cedar instant, which may be folded to an offset from an epoch; naive UTC."""
    if "offset" in node:
        base, shift = node["offset"]
        duration = shift.get("duration", [{}])[0].get("Value", "")
        if not duration.removeprefix("-").removesuffix("ms").isdigit():
            raise NotUnderstood("a duration that is not folded")
        return _instant(base) + timedelta(milliseconds=int(duration.removesuffix("ms")))
    if "datetime" not in node:
        raise NotUnderstood("an instant that is no constant")
    instant = datetime.fromisoformat(node["datetime"][0]["Value"])
    return instant.astimezone(UTC).replace(tzinfo=None) if instant.tzinfo else instant


def _expect_resource(node: Mapping[str, Any]) -> None:
    if node.get("unknown") != [{"Value": "resource"}]:
        raise NotUnderstood("something unknown that is not the row")


_BOOLEAN: Mapping[str, Callable[[Any, TableResource], Condition]] = {
    "Value": _constant,
    "&&": _conjunction,
    "||": _disjunction,
    "!": _negation,
    "if-then-else": _conditional,
    "is": _is_type,
    "in": _in,
    "has": _has,
    ".": _attribute,
    "like": _like,
    "contains": _contains,
    "containsAny": _contains_any,
}
