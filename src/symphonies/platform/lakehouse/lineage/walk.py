"""Walks stored edges towards the sources or towards the readers."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Iterable

from symphonies.platform.lakehouse.lineage.edges import EdgeKind, LineageEdge

_End = tuple[str, str | None]


def upstream(edges: Iterable[LineageEdge], table: str, column: str | None = None) -> tuple[LineageEdge, ...]:
    """Return all edges that lead to a column, nearest first, down to source files.

    Args:
        edges: All edges there are.
        table: The full name of a table.
        column: One of its columns; None for all of them.
    """
    return _walk(
        list(edges),
        (table, column),
        lambda edge: (edge.to_table, edge.to_column),
        lambda edge: (edge.from_table, edge.from_column),
    )


def downstream(
    edges: Iterable[LineageEdge], table: str, column: str | None = None
) -> tuple[LineageEdge, ...]:
    """Return all edges that lead away from a column, nearest first."""
    return _walk(
        list(edges),
        (table, column),
        lambda edge: (edge.from_table, edge.from_column),
        lambda edge: (edge.to_table, edge.to_column),
    )


def _walk(
    edges: list[LineageEdge],
    start: _End,
    near: Callable[[LineageEdge], _End],
    far: Callable[[LineageEdge], _End],
) -> tuple[LineageEdge, ...]:
    by_table: dict[str, list[LineageEdge]] = defaultdict(list)
    for edge in edges:
        by_table[near(edge)[0]].append(edge)
    found: dict[LineageEdge, None] = {}
    queue = deque([start])
    seen = {start}
    while queue:
        table, column = queue.popleft()
        for edge in sorted(by_table.get(table, ()), key=_order):
            at = near(edge)[1]
            if edge in found or (column is not None and at is not None and at != column):
                continue
            found[edge] = None
            if far(edge) not in seen:
                seen.add(far(edge))
                queue.append(far(edge))
    return tuple(found)


def _order(edge: LineageEdge) -> tuple[str, ...]:
    return (edge.from_table, edge.from_column or "", edge.to_table, edge.to_column or "")


def source_columns(edges: Iterable[LineageEdge]) -> tuple[tuple[str, str], ...]:
    """Return the columns among upstream edges that no other of the edges leads to, sorted."""
    walked = [edge for edge in edges if edge.kind is not EdgeKind.LOAD]
    made = {(edge.to_table, edge.to_column) for edge in walked}
    ends = {(edge.from_table, edge.from_column or "") for edge in walked}
    return tuple(sorted(end for end in ends if end not in made))
