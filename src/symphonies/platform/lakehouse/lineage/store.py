"""Keeps column edges in the store, written when a model is built."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa

from symphonies.platform.lakehouse.lineage.edges import EdgeKind, LineageEdge
from symphonies.platform.lakehouse.ports import Engine

EDGES = "meta.column_lineage"
_SCHEMA = pa.schema(
    [(name, pa.string()) for name in ("from_table", "from_column", "to_table", "to_column", "kind")]
)


def prepare_lineage(engine: Engine) -> None:
    """Create the table of edges."""
    engine.execute(
        f"CREATE TABLE IF NOT EXISTS {EDGES} (from_table VARCHAR, from_column VARCHAR, "
        "to_table VARCHAR, to_column VARCHAR, kind VARCHAR)"
    )


def write_edges(engine: Engine, table: str, edges: Sequence[LineageEdge]) -> None:
    """Store the edges into a table in place of the ones before."""
    engine.execute(f"DELETE FROM {EDGES} WHERE to_table = ?", [table])
    if edges:
        engine.append(EDGES, pa.Table.from_pylist([edge.to_dict() for edge in edges], schema=_SCHEMA))


def read_edges(engine: Engine) -> tuple[LineageEdge, ...]:
    """Return all edges: between columns, and from source files to the tables they were loaded into."""
    columns = engine.execute(f"FROM {EDGES}").to_pylist()
    loads = engine.execute(
        "SELECT DISTINCT source, product || '.' || table_name AS name FROM meta.loads WHERE landed > 0"
    ).to_pylist()
    edges = [
        LineageEdge(
            row["from_table"], row["from_column"], row["to_table"], row["to_column"], EdgeKind(row["kind"])
        )
        for row in columns
    ]
    files = [LineageEdge(row["source"], None, row["name"], None, EdgeKind.LOAD) for row in loads]
    return tuple(edges + files)
