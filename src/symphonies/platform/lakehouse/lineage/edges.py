"""Column edges of a model: which source columns each result column is made from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from sqlglot import exp
from sqlglot.errors import SqlglotError
from sqlglot.lineage import Node, lineage
from sqlglot.optimizer.normalize_identifiers import normalize_identifiers

from symphonies.platform.lakehouse.modelling.model import DIALECT, ResolvedModel

Columns = Mapping[str, Mapping[str, str]]
"""SQL type by column by ``product.table``."""


class EdgeKind(StrEnum):
    """How the value travels along an edge."""

    IDENTITY = "identity"
    TRANSFORMATION = "transformation"
    AGGREGATION = "aggregation"
    LOAD = "load"
    """From a source file into a landed table; such an edge names no columns."""


@dataclass(frozen=True, order=True)
class LineageEdge:
    """One hop: a column of one table is made from a column of another."""

    from_table: str
    """``product.table``, or the name of a source file."""
    from_column: str | None
    to_table: str
    to_column: str | None
    kind: EdgeKind

    def __str__(self) -> str:
        ends = [
            ".".join(filter(None, end))
            for end in ((self.from_table, self.from_column), (self.to_table, self.to_column))
        ]
        return f"{ends[0]} -> {ends[1]} ({self.kind})"

    def to_dict(self) -> dict[str, str | None]:
        """Return the edge as plain values."""
        return {
            "from_table": self.from_table,
            "from_column": self.from_column,
            "to_table": self.to_table,
            "to_column": self.to_column,
            "kind": self.kind.value,
        }


def column_edges(model: ResolvedModel, columns: Columns) -> tuple[LineageEdge, ...]:
    """Return the edges into a model's columns, sorted.

    Only columns whose values flow into the result count; those in joins and conditions do not.

    Args:
        model: The resolved model.
        columns: The columns of at least the tables it reads; unknown tables add no edges.
    """
    query = normalize_identifiers(model.query.copy(), dialect=DIALECT)
    try:
        nodes = lineage(None, query, schema=_nested(columns, model.reads), dialect=DIALECT)
    except SqlglotError:
        return ()
    edges = {edge for name, node in nodes.items() for edge in _edges_of(node, model.table, name)}
    return tuple(sorted(_strongest(edges)))


def _nested(columns: Columns, reads: tuple[str, ...]) -> dict[str, dict[str, dict[str, str]]]:
    """Return the columns of the tables read in the shape that sqlglot expects."""
    schema: dict[str, dict[str, dict[str, str]]] = {}
    for name in reads:
        product, table = name.split(".")
        if name in columns:
            schema.setdefault(product, {})[table] = dict(columns[name])
    return schema


def _edges_of(root: Node, table: str, column: str) -> Iterator[LineageEdge]:
    for leaf, kind in _leaves(root, EdgeKind.IDENTITY):
        source = leaf.source
        if isinstance(source, exp.Table) and source.db:
            from_column = exp.to_column(leaf.name).name
            if from_column != "*":
                yield LineageEdge(f"{source.db}.{source.name}", from_column, table, column, kind)


def _leaves(node: Node, kind: EdgeKind) -> Iterator[tuple[Node, EdgeKind]]:
    """Walk to the source columns, keeping the strongest change met on the way."""
    if not node.downstream:
        yield node, kind
        return
    here = _stronger(kind, _kind_of(node.expression))
    for child in node.downstream:
        yield from _leaves(child, here)


def _kind_of(expression: exp.Expr) -> EdgeKind:
    value = expression.unalias() if isinstance(expression, exp.Alias) else expression
    if isinstance(value, exp.Column | exp.Table | exp.Star | exp.Query):
        return EdgeKind.IDENTITY
    return EdgeKind.AGGREGATION if value.find(exp.AggFunc) else EdgeKind.TRANSFORMATION


_STRENGTH = (EdgeKind.IDENTITY, EdgeKind.TRANSFORMATION, EdgeKind.AGGREGATION)


def _stronger(one: EdgeKind, other: EdgeKind) -> EdgeKind:
    return max(one, other, key=_STRENGTH.index)


def _strongest(edges: set[LineageEdge]) -> list[LineageEdge]:
    """Keep one edge for each pair of columns, with the strongest change."""
    kept: dict[tuple[str, str | None, str | None], LineageEdge] = {}
    for edge in edges:
        pair = (edge.from_table, edge.from_column, edge.to_column)
        if pair not in kept or _STRENGTH.index(edge.kind) > _STRENGTH.index(kept[pair].kind):
            kept[pair] = edge
    return list(kept.values())
