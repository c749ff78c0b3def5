"""What every reader gives: named columns and a stream of batches."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Self, TypeAlias

import pyarrow as pa

from symphonies.platform.connectors.errors import SourceUnreadableError

BATCH_ROWS = 50_000

Row: TypeAlias = dict[str, str | None]
"""One row of a source that is read row by row."""


@dataclass(frozen=True)
class Misshapen:
    """A row of a text file that has more or fewer cells than the header."""

    number: int
    """Its place among the rows, from 1."""
    text: str
    cells: int


def _nothing() -> None:
    """Close what needs no closing."""


@dataclass(frozen=True)
class Batches:
    """One opened source, to be used in a ``with``. It can be read once."""

    name: str
    """What reports call it."""
    schema: pa.Schema
    stream: Iterator[pa.RecordBatch] = field(repr=False)
    misshapen: list[Misshapen] = field(default_factory=list)
    """Filled while the stream is read: rows up to the end of the batches read so far."""

    release: Callable[[], None] = _nothing
    """Lets go of the file or connection."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.release()

    @property
    def columns(self) -> list[str]:
        """The names of the columns, in order."""
        return list(self.schema.names)


def refuse_twins(columns: Iterable[str], source: str) -> None:
    """Refuse names that differ in case only, or not at all.

    Raises:
        SourceUnreadableError: naming the first.
    """
    for name, count in Counter(column.lower() for column in columns).items():
        if count > 1:
            raise SourceUnreadableError(
                f"{source} names the column {name!r} {count} times.",
                hint="Rename them, or give all names by `columns` under `source`.",
            )


def text_schema(columns: list[str]) -> pa.Schema:
    """Return the schema of columns that all hold text."""
    return pa.schema([(name, pa.string()) for name in columns])


def in_batches(found: Iterable[Row], schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    """Gather rows into batches of at most ``BATCH_ROWS``."""
    rows: list[Row] = []
    for row in found:
        rows.append(row)
        if len(rows) == BATCH_ROWS:
            yield pa.RecordBatch.from_pylist(rows, schema)
            rows = []
    if rows:
        yield pa.RecordBatch.from_pylist(rows, schema)
