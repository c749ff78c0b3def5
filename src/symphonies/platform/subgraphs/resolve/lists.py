"""Lists with filter, order and pages: one for all rows, or one for each of many parents at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple, Protocol, TypeAlias

import pyarrow as pa

from symphonies.platform.subgraphs.model import Entity
from symphonies.platform.subgraphs.projection import compile_projection
from symphonies.platform.subgraphs.resolve.run import Run
from symphonies.platform.subgraphs.rows import (
    ListRequest,
    Page,
    Rows,
    cursor_of,
    filter_condition,
    read_order,
    read_page,
    window_condition,
)
from symphonies.platform.subgraphs.selection import Selected


class RowShaper(Protocol):
    """Makes the objects asked for from rows."""

    @property
    def columns(self) -> set[str]:
        """The store's columns it needs."""
        ...

    def shape(self, rows: Rows) -> list[dict[str, Any]]:
        """Return one object for each row."""
        ...


CompileRows: TypeAlias = Callable[[Run, Entity, Sequence[Selected]], RowShaper]


class Span(NamedTuple):
    """Where one parent's page stands among all rows read."""

    start: int
    end: int
    more: bool
    """Whether further rows lie beyond the page's limit."""


NO_ROWS = Span(0, 0, False)


@dataclass
class Loaded:
    """What was read for all parents."""

    rows: Rows | None = None
    spans: Mapping[Any, Span] = field(default_factory=dict)
    counts: Mapping[Any, int] = field(default_factory=dict)
    cursors: Sequence[str] = ()
    notice: Mapping[str, str | None] | None = None


OfParent: TypeAlias = Callable[[Any], Any]
"""A parent's key -> the value of one response key."""
Part: TypeAlias = Callable[[Loaded], OfParent]


@dataclass
class CompiledList:
    """One list field: its arguments read, its selection compiled."""

    run: Run
    entity: Entity
    request: ListRequest
    parts: list[tuple[str, Part]] = field(default_factory=list)
    columns: set[str] = field(default_factory=set)
    shapers: list[RowShaper] = field(default_factory=list)
    needs_rows: bool = False
    needs_cursors: bool = False
    needs_counts: bool = False

    def of_all(self) -> dict[str, Any]:
        """Return the list of all rows."""
        return self._connections([None], self._load(self.request))[0]

    def of_parents(self, parents: Sequence[Any]) -> list[dict[str, Any]]:
        """Return one list for each parent's key, in order; no parent, no rows."""
        wanted = [parent for parent in dict.fromkeys(parents) if parent is not None]
        request = replace(self.request, parents=wanted)
        hidden = self.request.parent in self.run.reader.masked(self.entity)
        loaded = self._load(request) if wanted and not hidden else Loaded(notice=self.run.notice(self.entity))
        return self._connections(parents, loaded)

    def _connections(self, parents: Sequence[Any], loaded: Loaded) -> list[dict[str, Any]]:
        parts = [(key, part(loaded)) for key, part in self.parts]
        return [{key: of(parent) for key, of in parts} for parent in parents]

    def _load(self, request: ListRequest) -> Loaded:
        notice = self.run.notice(self.entity)
        if notice is not None:
            return Loaded(notice=notice)
        reader = self.run.reader
        counts = reader.counts(self.entity, request) if self.needs_counts else {}
        if not self.needs_rows:
            return Loaded(counts=counts)
        columns = set(self.columns).union(*(shaper.columns for shaper in self.shapers))
        if self.needs_cursors:
            columns |= {term.field.column for term in request.order}
        rows, spans = _arranged(reader.page(self.entity, request, columns), request)
        cursors = _cursors(rows, request) if self.needs_cursors else ()
        return Loaded(rows, spans, counts, cursors)


def compile_list(
    run: Run, parent_type: str, entity: Entity, selected: Selected, compile_rows: CompileRows,
    parent: str | None = None,
) -> CompiledList:  # fmt: skip
    """Compile one list field.

    Args:
        run: The operation.
        parent_type: The type the field is on.
        entity: What is listed.
        selected: The field, with arguments and selection.
        compile_rows: How the listed objects are compiled.
        parent: The column that refers to the parents; None: one list of all rows.

    Raises:
        GraphQLError: An argument has the wrong type.
        ArgumentInvalidError: An argument's value cannot be used.
        CursorInvalidError: A cursor belongs to another order.
        FieldMaskedError: The list is filtered or sorted by a masked column.
        ForbiddenError: The list is filtered by an entity that is not open.
    """
    arguments = run.collector.arguments(parent_type, selected)
    masked = run.reader.masked(entity)
    order, page = read_order(arguments.get("sort"), entity, masked), read_page(arguments)
    given = filter_condition(arguments.get("filter"), entity, run.reader)
    request = ListRequest(order, page, given, window_condition(order, page), parent)
    compiled = CompiledList(run, entity, request)
    type_name = f"{entity.name}Connection"
    for inner in run.collector.below(type_name, selected):
        compiled.parts.append((inner.key, _part(compiled, type_name, inner, compile_rows)))
    return compiled


def _part(compiled: CompiledList, type_name: str, selected: Selected, compile_rows: CompileRows) -> Part:
    if selected.name == "__typename":
        return lambda _loaded: lambda _parent: type_name
    if selected.name == "totalCount":
        compiled.needs_counts = True
        return lambda loaded: lambda parent: loaded.counts.get(parent, 0)
    if selected.name == "notice":
        notice = compile_projection(
            compiled.run.collector, "Notice", compiled.run.collector.below("Notice", selected)
        )
        return lambda loaded: lambda _parent: notice(loaded.notice)
    compiled.needs_rows = True
    if selected.name == "nodes":
        return _sliced(_nodes(compiled, selected, compile_rows))
    if selected.name == "edges":
        return _sliced(_edges(compiled, selected, compile_rows))
    return _page_info(compiled, selected)


def _sliced(values_of: Callable[[Loaded], Sequence[Any]]) -> Part:
    def part(loaded: Loaded) -> OfParent:
        values = values_of(loaded) if loaded.rows is not None else ()
        spans = loaded.spans

        def of(parent: Any) -> list[Any]:
            span = spans.get(parent, NO_ROWS)
            return list(values[span.start : span.end])

        return of

    return part


def _nodes(
    compiled: CompiledList, selected: Selected, compile_rows: CompileRows
) -> Callable[[Loaded], Sequence[Any]]:
    below = compiled.run.collector.below(compiled.entity.name, selected)
    shaper = compile_rows(compiled.run, compiled.entity, below)
    compiled.shapers.append(shaper)
    return lambda loaded: shaper.shape(loaded.rows) if loaded.rows is not None else ()


def _edges(
    compiled: CompiledList, selected: Selected, compile_rows: CompileRows
) -> Callable[[Loaded], Sequence[Any]]:
    type_name = f"{compiled.entity.name}Edge"
    parts: list[tuple[str, Callable[[Loaded], Sequence[Any]]]] = []
    for inner in compiled.run.collector.below(type_name, selected):
        if inner.name == "node":
            parts.append((inner.key, _nodes(compiled, inner, compile_rows)))
        elif inner.name == "cursor":
            compiled.needs_cursors = True
            parts.append((inner.key, lambda loaded: loaded.cursors))
        else:
            parts.append((inner.key, lambda loaded: [type_name] * _count(loaded)))

    def edges(loaded: Loaded) -> list[dict[str, Any]]:
        columns = [values(loaded) for _, values in parts]
        return [
            {parts[at][0]: column[row] for at, column in enumerate(columns)} for row in range(_count(loaded))
        ]

    return edges


def _count(loaded: Loaded) -> int:
    return len(loaded.rows) if loaded.rows is not None else 0


def _page_info(compiled: CompiledList, selected: Selected) -> Part:
    below = compiled.run.collector.below("PageInfo", selected)
    compiled.needs_cursors |= any(inner.name.endswith("Cursor") for inner in below)
    project = compile_projection(compiled.run.collector, "PageInfo", below)
    page = compiled.request.page

    def part(loaded: Loaded) -> OfParent:
        return lambda parent: project(_page_facts(page, loaded.spans.get(parent, NO_ROWS), loaded.cursors))

    return part


def _page_facts(page: Page, span: Span, cursors: Sequence[str]) -> dict[str, Any]:
    shown = cursors[span.start : span.end]
    return {
        "hasNextPage": page.before is not None if page.backward else span.more,
        "hasPreviousPage": span.more if page.backward else page.after is not None,
        "startCursor": shown[0] if shown else None,
        "endCursor": shown[-1] if shown else None,
    }


def _arranged(read: Rows, request: ListRequest) -> tuple[Rows, dict[Any, Span]]:
    """Drop the row that only tells of more, and turn pages read from the back around."""
    parents = read.raw(request.parent) if request.parent is not None else [None] * len(read)
    groups: dict[Any, list[int]] = {}
    for row, parent in enumerate(parents):
        groups.setdefault(parent, []).append(row)
    kept: list[int] = []
    spans: dict[Any, Span] = {}
    for parent, rows in groups.items():
        shown = rows[: request.page.size]
        if request.page.backward:
            shown.reverse()
        spans[parent] = Span(len(kept), len(kept) + len(shown), len(rows) > request.page.size)
        kept += shown
    return Rows(read.entity, read.table.take(pa.array(kept, pa.int64()))), spans


def _cursors(rows: Rows, request: ListRequest) -> list[str]:
    columns = [rows.raw(term.field.column) for term in request.order]
    return [cursor_of(request.order, values) for values in zip(*columns, strict=True)]
