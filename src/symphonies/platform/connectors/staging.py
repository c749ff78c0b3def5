"""Staging: a source as a table of the engine, each row with its number."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from symphonies.platform.connectors.errors import SourceEmptyError, SourceUnreadableError
from symphonies.platform.connectors.readers.batches import Batches, refuse_twins
from symphonies.platform.connectors.readers.open import Opener
from symphonies.platform.lakehouse import BROKEN, ROW, Engine, Incoming, quoted, text

_SMALL = 2_000_000
"""Batches are gathered up to so many bytes before they are handed to the engine."""


@dataclass(frozen=True)
class StagedSource:
    """The rows of one or several files, held by the engine."""

    name: str
    table: str
    types: dict[str, str]
    """SQL type of each column of the source; ``_broken`` where rows have a wrong number of cells."""
    files: tuple[tuple[str, int], ...]
    """Each file and the number of rows before it."""

    def incoming(self, relation: str) -> Incoming:
        """Return rows computed from the source as rows to land."""
        return Incoming(self.name, relation, self._raw())

    def _raw(self) -> str:
        pairs = ", ".join(f"{text(name)}, {quoted(name)}" for name in self.types if name != BROKEN)
        raw = f"json_object({pairs})"
        if BROKEN in self.types:
            raw = f"CASE WHEN {BROKEN} IS NULL THEN {raw} ELSE json_object({text(BROKEN)}, {BROKEN}) END"
        later = list(reversed(self.files[1:]))
        source, before = text(self.files[0][0]), "0"
        if later:
            cases = " ".join(f"WHEN {ROW} > {rows} THEN {text(file)}" for file, rows in later)
            source = f"CASE {cases} ELSE {source} END"
            before = f"CASE {' '.join(f'WHEN {ROW} > {rows} THEN {rows}' for _, rows in later)} ELSE 0 END"
        return (
            f"SELECT {ROW}, ({raw})::VARCHAR AS raw, {source} AS source, {ROW} - {before} AS number "
            f"FROM {self.table}"
        )


@contextmanager
def staged_source(engine: Engine, openers: Sequence[Opener]) -> Iterator[StagedSource]:
    """Read sources one after the other into one temporary table.

    Memory stays bounded: a batch at a time is in memory, the engine spills the rest.

    Raises:
        SourceEmptyError: when there is no row.
        SourceUnreadableError: when a later file has other columns than the first.
    """
    with openers[0]() as first:
        refuse_twins([*first.columns, ROW, BROKEN], first.name)
        schema = first.schema.append(pa.field(ROW, pa.int64())).append(pa.field(BROKEN, pa.string()))
        with engine.temporary(schema) as table:
            yield _staged(engine, table, first, openers[1:])


def _staged(engine: Engine, table: str, first: Batches, others: Sequence[Opener]) -> StagedSource:
    rows = _append(engine, table, first, 0)
    files, any_broken = [(first.name, 0)], bool(first.misshapen)
    for opener in others:
        with opener() as batches:
            _same_columns(first, batches)
            files.append((batches.name, rows))
            rows += _append(engine, table, batches, rows)
            any_broken = any_broken or bool(batches.misshapen)
    name = first.name if len(files) == 1 else f"{first.name} and {len(files) - 1} more"
    if rows == 0:
        raise SourceEmptyError(f"{name} has columns but no rows.", hint="Export it again, with its rows.")
    hidden = {ROW} if any_broken else {ROW, BROKEN}
    types = {
        row["column_name"]: row["column_type"]
        for row in engine.execute(f"DESCRIBE SELECT * FROM {table}").to_pylist()
    }
    shown = {column: kind for column, kind in types.items() if column not in hidden}
    return StagedSource(name, table, shown, tuple(files))


def _same_columns(first: Batches, other: Batches) -> None:
    missing, extra = set(first.columns) - set(other.columns), set(other.columns) - set(first.columns)
    if missing or extra:
        told = [f"lacks {', '.join(sorted(missing))}"] if missing else []
        told += [f"adds {', '.join(sorted(extra))}"] if extra else []
        raise SourceUnreadableError(
            f"{other.name} is not like {first.name}: it {' and '.join(told)}.",
            hint="Load files of different shape by mappings of their own.",
        )


def _append(engine: Engine, table: str, batches: Batches, before: int) -> int:
    """Add all rows of one file and return how many it has."""
    number, gathered, size = 1, list[pa.RecordBatch](), 0
    for batch in batches.stream:
        numbers = _numbers(number, batch.num_rows, {row.number for row in batches.misshapen})
        number = int(numbers[-1]) + 1 if batch.num_rows else number
        gathered.append(batch.append_column(ROW, pa.array(numbers + before)))
        size += batch.nbytes
        if size > _SMALL:
            engine.append(table, pa.Table.from_batches(gathered))
            gathered, size = [], 0
    if gathered:
        engine.append(table, pa.Table.from_batches(gathered))
    if batches.misshapen:
        engine.append(
            table,
            pa.table(
                {
                    ROW: pa.array([row.number + before for row in batches.misshapen], pa.int64()),
                    BROKEN: [row.text for row in batches.misshapen],
                }
            ),
        )
    return max([number - 1, *(row.number for row in batches.misshapen)])


def _numbers(first: int, count: int, skipped: set[int]) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Return the next ``count`` row numbers from ``first`` on that are not skipped."""
    later = [number for number in skipped if number >= first]
    candidates = np.arange(first, first + count + len(later), dtype=np.int64)
    return candidates[~np.isin(candidates, later)][:count] if later else candidates
