"""Order and pages: cursors hold the sort values and the key of a row, so they survive new rows."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from symphonies.platform.subgraphs.errors import ArgumentInvalidError, CursorInvalidError
from symphonies.platform.subgraphs.model import ColumnField, Entity
from symphonies.platform.subgraphs.rows.filters import Fragment, refuse_masked
from symphonies.platform.subgraphs.rows.values import from_cursor, to_cursor
from symphonies.platform.subgraphs.rows.visible import quoted

DEFAULT_PAGE = 50
MAX_PAGE = 1000


@dataclass(frozen=True)
class Term:
    """One part of an order; nulls come last either way."""

    field: ColumnField
    descending: bool = False


Order = tuple[Term, ...]


@dataclass(frozen=True)
class Page:
    """A window of a list: at most ``size`` rows from the front, or from the back."""

    size: int
    backward: bool = False
    after: str | None = None
    before: str | None = None


def read_order(given: Sequence[Mapping[str, Any]] | None, entity: Entity, masked: frozenset[str]) -> Order:
    """Return the order asked for, made total by the key.

    Raises:
        FieldMaskedError: It sorts by a masked column.
    """
    terms: dict[str, Term] = {}
    for each in given or ():
        column = entity.fields[each["field"]]
        refuse_masked(column, entity, masked, "sort")
        terms.setdefault(column.name, Term(column, each.get("direction") == "DESC"))
    for key in entity.key_fields:
        terms.setdefault(key.name, Term(key))
    return tuple(terms.values())


def read_page(arguments: Mapping[str, Any]) -> Page:
    """Return the page that Relay's four arguments ask for.

    Raises:
        ArgumentInvalidError: Both directions are asked for, or a size is out of bounds.
    """
    first, last = arguments.get("first"), arguments.get("last")
    if first is not None and last is not None:
        raise ArgumentInvalidError(
            "first and last were both given", hint="Page forward with first, or backward with last."
        )
    size = first if first is not None else last
    if size is not None and not 0 <= size <= MAX_PAGE:
        raise ArgumentInvalidError(
            f"a page of {size} rows was asked for, 0 to {MAX_PAGE} are possible",
            hint="Ask for further pages with after and before.",
        )
    return Page(
        DEFAULT_PAGE if size is None else size,
        last is not None,
        arguments.get("after"),
        arguments.get("before"),
    )


def order_sql(order: Order, *, backward: bool = False) -> str:
    """Return the ORDER BY list; ``backward`` reads the same order from its end."""
    return ", ".join(
        f"{quoted(term.field.column)} {'DESC' if term.descending != backward else 'ASC'} "
        f"NULLS {'FIRST' if backward else 'LAST'}"
        for term in order
    )


def cursor_of(order: Order, values: Sequence[Any]) -> str:
    """Return the cursor of a row whose raw order values are given."""
    held = [_signature(order), *map(to_cursor, values)]
    text = json.dumps(held, separators=(",", ":"), ensure_ascii=False)
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def window_condition(order: Order, page: Page) -> Fragment | None:
    """Return the condition of the rows strictly after and before the page's cursors.

    Raises:
        CursorInvalidError: A cursor was not made by this list in this order.
    """
    parts = []
    if page.after is not None:
        parts.append(_beyond(order, _read_cursor(page.after, order), forward=True))
    if page.before is not None:
        parts.append(_beyond(order, _read_cursor(page.before, order), forward=False))
    if not parts:
        return None
    return Fragment(
        " AND ".join(part.sql for part in parts), [value for part in parts for value in part.params]
    )


def _signature(order: Order) -> str:
    return ",".join(f"{'-' if term.descending else ''}{term.field.name}" for term in order)


def _read_cursor(cursor: str, order: Order) -> list[object]:
    try:
        held = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        signature, *values = held
        if signature == _signature(order) and len(values) == len(order):
            return [from_cursor(value, term.field.type) for term, value in zip(order, values, strict=True)]
    except (ValueError, TypeError, binascii.Error, RecursionError):
        pass
    raise CursorInvalidError(
        f"{cursor[:40]!r} is no cursor of this list in this order",
        hint="Use endCursor or startCursor of a page with the same sort argument.",
    )


def _beyond(order: Order, values: Sequence[object], *, forward: bool) -> Fragment:
    """Return the rows that follow (or precede) a row: any prefix equal, the next term beyond."""
    options: list[str] = []
    params: list[object] = []
    equal: list[Fragment] = []
    for term, value in zip(order, values, strict=True):
        name = quoted(term.field.column)
        step = _step(name, value, term.descending, forward=forward)
        if step is not None:
            options.append(" AND ".join([*(part.sql for part in equal), step.sql]))
            params += [each for part in (*equal, step) for each in part.params]
        equal.append(Fragment(f"{name} IS NULL") if value is None else Fragment(f"{name} = ?", [value]))
    return Fragment("(" + (" OR ".join(f"({option})" for option in options) or "FALSE") + ")", params)


def _step(name: str, value: object, descending: bool, *, forward: bool) -> Fragment | None:
    if value is None:
        return None if forward else Fragment(f"{name} IS NOT NULL")
    comparison = f"{name} {'<' if descending == forward else '>'} ?"
    return Fragment(f"({comparison} OR {name} IS NULL)" if forward else comparison, [value])
