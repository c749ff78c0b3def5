"""Parquet files, with the types they carry."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
from pyarrow import parquet

from symphonies.platform.connectors.errors import SourceUnreadableError
from symphonies.platform.connectors.readers.batches import BATCH_ROWS, Batches


def read_parquet(path: Path) -> Batches:
    """Open a Parquet file.

    Raises:
        SourceUnreadableError: when it is none, or damaged.
    """
    try:
        file = parquet.ParquetFile(path)
    except (pa.ArrowInvalid, OSError) as problem:
        told = str(problem).splitlines()[0]
        raise SourceUnreadableError(
            f"{path.name} cannot be read as Parquet ({told}).",
            hint="Check that the file is whole, or name its `format`.",
        ) from problem
    return Batches(path.name, file.schema_arrow, _stream(file, path), release=file.close)


def _stream(file: parquet.ParquetFile, path: Path) -> Iterator[pa.RecordBatch]:
    try:
        yield from file.iter_batches(BATCH_ROWS)
    except (pa.ArrowInvalid, OSError) as problem:
        raise SourceUnreadableError(
            f"{path.name} is damaged ({str(problem).splitlines()[0]}).", hint="Fetch the file again."
        ) from problem
