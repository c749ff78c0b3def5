"""The batched row interface: many keys or many lists of one entity type in one SQL."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from symphonies.platform.security import Scope
from symphonies.platform.subgraphs.model import Entity, GraphModel
from symphonies.platform.subgraphs.ports import RowEngine
from symphonies.platform.subgraphs.rows.filters import Fragment
from symphonies.platform.subgraphs.rows.paging import Order, Page, order_sql
from symphonies.platform.subgraphs.rows.values import to_json
from symphonies.platform.subgraphs.rows.visible import Visibility, quoted

_ROW_NUMBER = "_row_number"


@dataclass(frozen=True)
class Rows:
    """Rows of one entity type, column by column; masked columns are not among them."""

    entity: Entity
    table: pa.Table

    def __len__(self) -> int:
        return self.table.num_rows

    def json(self, column: str) -> list[Any]:
        """Return a column as JSON values."""
        return to_json(self.table.column(column), self.entity.column(column).type)

    def raw(self, column: str) -> list[Any]:
        """Return a column as the store holds it."""
        return self.table.column(column).to_pylist()

    def has(self, column: str) -> bool:
        """Return whether the column was read."""
        return column in self.table.column_names


@dataclass(frozen=True)
class ListRequest:
    """Which rows, in which order, and which page of them."""

    order: Order
    page: Page
    filter: Fragment | None = None
    window: Fragment | None = None
    """The rows beyond the page's cursors."""
    parent: str | None = None
    """The column that refers to the parents; None: one list of all rows."""
    parents: Sequence[Any] = ()


class RowReader:
    """Reads what one principal may see."""

    def __init__(self, engine: RowEngine, model: GraphModel, scope: Scope) -> None:
        self._engine = engine
        self._model = model
        self._visible = Visibility(model.tables, scope, engine.dialect)
        self.scope = scope

    def entities(self, entity: Entity, keys: Sequence[tuple[Any, ...]], columns: Iterable[str]) -> Rows:
        """Return the visible rows with the given keys, in no order; missing ones are left out."""
        if len(entity.key) == 1:
            marks = ", ".join("?" * len(keys))
            found = Fragment(f"{quoted(entity.key[0])} IN ({marks})", [key for (key,) in keys])
        else:
            one = "(" + " AND ".join(f"{quoted(name)} = ?" for name in entity.key) + ")"
            found = Fragment(" OR ".join([one] * len(keys)), [part for key in keys for part in key])
        where, params = self._where(entity, [found])
        sql = f"SELECT {self._columns(entity, columns)} FROM {quoted(entity.table)}{where}"
        return Rows(entity, self._engine.execute(sql, params))

    def page(self, entity: Entity, request: ListRequest, columns: Iterable[str]) -> Rows:
        """Return the rows of a page, in order, and one more that tells whether others follow.

        With parents: the page of each parent, one parent after the other, in one SQL.
        """
        page = request.page
        parts = [self._of_parents(request), request.filter, request.window]
        where, params = self._where(entity, parts)
        order = order_sql(request.order, backward=page.backward)
        limit = page.size + 1
        if request.parent is None:
            selected = self._columns(entity, columns)
            sql = f"SELECT {selected} FROM {quoted(entity.table)}{where} ORDER BY {order} LIMIT {limit}"
        else:
            parent = quoted(request.parent)
            selected = self._columns(entity, {*columns, request.parent})
            numbered = (
                f"SELECT {self._columns(entity, {*columns, request.parent, *_ordered_by(request.order)})}, "
                f"row_number() OVER (PARTITION BY {parent} ORDER BY {order}) AS {_ROW_NUMBER} "
                f"FROM {quoted(entity.table)}{where}"
            )
            sql = (
                f"SELECT {selected} FROM ({numbered}) AS pages WHERE {_ROW_NUMBER} <= {limit} "
                f"ORDER BY {parent}, {_ROW_NUMBER}"
            )
        return Rows(entity, self._engine.execute(sql, params))

    def counts(self, entity: Entity, request: ListRequest) -> dict[Any, int]:
        """Return how many rows each parent's list has in all; without parents under the key None."""
        where, params = self._where(entity, [self._of_parents(request), request.filter])
        if request.parent is None:
            sql = f"SELECT NULL AS parent, count(*) AS n FROM {quoted(entity.table)}{where}"
        else:
            parent = quoted(request.parent)
            counted = f"SELECT {parent} AS parent, count(*) AS n FROM {quoted(entity.table)}"
            sql = f"{counted}{where} GROUP BY {parent}"
        found = self._engine.execute(sql, params)
        return dict(zip(found.column("parent").to_pylist(), found.column("n").to_pylist(), strict=True))

    def entity(self, name: str) -> Entity:
        """Return an entity type by name."""
        return self._model.entities[name]

    def visible(self, entity: Entity) -> str:
        """Return the condition of the visible rows; empty: all are."""
        return self._visible.condition(entity.table)

    def masked(self, entity: Entity) -> frozenset[str]:
        """Return the columns the principal may not see."""
        return self.scope.table(entity.table).masked

    def readable(self, entity: Entity) -> bool:
        """Return whether the principal may read rows: the table is open and its key is not masked."""
        table = self.scope.table(entity.table)
        return table.readable and not table.masked.intersection(entity.key)

    def _of_parents(self, request: ListRequest) -> Fragment | None:
        if request.parent is None:
            return None
        marks = ", ".join("?" * len(request.parents))
        return Fragment(f"{quoted(request.parent)} IN ({marks})", list(request.parents))

    def _columns(self, entity: Entity, columns: Iterable[str]) -> str:
        shown = {*entity.key, *columns} - self.masked(entity)
        return ", ".join(quoted(name) for name in sorted(shown))

    def _where(self, entity: Entity, parts: Iterable[Fragment | None]) -> tuple[str, list[object]]:
        given = [part for part in parts if part is not None]
        conditions = [f"({part.sql})" for part in given]
        visible = self.visible(entity)
        if visible:
            conditions.insert(0, visible)
        params = [value for part in given for value in part.params]
        return (f" WHERE {' AND '.join(conditions)}" if conditions else ""), params


def _ordered_by(order: Order) -> set[str]:
    return {term.field.column for term in order}
