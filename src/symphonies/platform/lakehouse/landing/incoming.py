"""Rows on their way in, staged in the engine so that they can be looked at more than once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from symphonies.platform.lakehouse.engine.names import ROW, quoted, text
from symphonies.platform.lakehouse.ports import Engine, Rows

FOUND = "__found"
"""Ending of the column that holds what the source said, where a mapping has worked on the value."""

BROKEN = "_broken"
"""The column that holds the text of a source row with too many or too few cells; null in sound rows."""


@dataclass(frozen=True)
class Incoming:
    """Rows for one table, readable in the engine."""

    name: str
    """What reports call the source, such as its file name."""
    relation: str
    """A table, or a SELECT in parentheses, with target columns and ``_row`` (unique, from 1).

    ``<column>__found`` beside a column is what the source said as text: where it is not null and the
    column is, the value could not be read. ``_broken``, where present, refuses its whole row.
    """
    raw: str
    """A SELECT of ``_row``, ``raw`` (the whole source row as JSON), ``source`` and ``number`` (its row
    there), for the rows that are refused."""


@contextmanager
def staged(engine: Engine, schema: pa.Schema, batches: Iterable[pa.RecordBatch]) -> Iterator[str]:
    """Hold batches as a temporary table with ``_row`` added; yield its name.

    Memory stays bounded: one batch at a time, and the engine spills what it cannot hold.
    """
    with engine.temporary(schema.append(pa.field(ROW, pa.int64()))) as table:
        count = 0
        for batch in batches:
            numbers = pa.array(np.arange(count + 1, count + 1 + batch.num_rows, dtype=np.int64))
            engine.append(table, batch.append_column(ROW, numbers))
            count += batch.num_rows
        yield table


@contextmanager
def incoming(engine: Engine, rows: Rows | Iterable[pa.RecordBatch], name: str) -> Iterator[Incoming]:
    """Stage rows whose columns already carry the names of the contract."""
    schema, batches = _batches(rows)
    with staged(engine, schema, batches) as table:
        yield Incoming(name, table, _raw_rows(table, schema.names, name))


def _raw_rows(table: str, columns: Iterable[str], name: str) -> str:
    """Return the SELECT that tells each row of a staged table as the source had it."""
    pairs = ", ".join(f"{text(column)}, {quoted(column)}" for column in columns)
    return (
        f"SELECT {ROW}, json_object({pairs})::VARCHAR AS raw, {text(name)} AS source, {ROW} AS number "
        f"FROM {table}"
    )


def _batches(rows: Rows | Iterable[pa.RecordBatch]) -> tuple[pa.Schema, Iterable[pa.RecordBatch]]:
    if isinstance(rows, pa.Table):
        return rows.schema, rows.to_batches()
    if isinstance(rows, pa.RecordBatch):
        return rows.schema, [rows]
    if isinstance(rows, pa.RecordBatchReader):
        return rows.schema, rows
    stream = iter(rows)
    first = next(stream, None)
    if first is None:
        return pa.schema([]), []
    return first.schema, _chained(first, stream)


def _chained(first: pa.RecordBatch, rest: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    yield first
    yield from rest
