"""JSON lines: one object a line; nested names are joined by dots, lists stay JSON text."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import orjson
import pyarrow as pa

from symphonies.platform.connectors.errors import SourceUnreadableError
from symphonies.platform.connectors.readers.batches import BATCH_ROWS, Batches, text_schema
from symphonies.platform.connectors.readers.text import TextStream
from symphonies.platform.connectors.source import Source

_CHUNK = 1 << 20


def read_jsonl(path: Path, source: Source) -> Batches:
    """Open a file of JSON lines. It is read twice: once for its names, once for its rows.

    Raises:
        SourceUnreadableError: naming the first line that is no JSON object.
        SourceEmptyError, SourceEncodingError, SourceUnsupportedError: see `TextStream`.
    """
    names: dict[str, None] = {}
    for row in _rows(path, source):
        names.update(dict.fromkeys(row))
    schema = text_schema(list(names))
    return Batches(path.name, schema, _stream(path, source, schema))


def _stream(path: Path, source: Source, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    rows: list[dict[str, str | None]] = []
    for row in _rows(path, source):
        rows.append(row)
        if len(rows) == BATCH_ROWS:
            yield pa.RecordBatch.from_pylist(rows, schema)
            rows = []
    if rows:
        yield pa.RecordBatch.from_pylist(rows, schema)


def _rows(path: Path, source: Source) -> Iterator[dict[str, str | None]]:
    absent = frozenset(source.null_values)
    for number, line in enumerate(_lines(TextStream(path, source.encoding)), 1):
        if not line.strip():
            continue
        try:
            value = orjson.loads(line)
        except orjson.JSONDecodeError as problem:
            raise SourceUnreadableError(f"{path.name}, line {number:,}: no JSON ({problem}).",
                                        hint="Each line must be one JSON object.") from None
        if not isinstance(value, dict):
            kind = type(value).__name__
            raise SourceUnreadableError(f"{path.name}, line {number:,}: no object but {kind}.",
                                        hint="Each line must be one JSON object.")
        row = dict(_flat(value))
        yield {name: None if cell in absent else cell for name, cell in row.items()} if absent else row


def _lines(text: TextStream) -> Iterator[bytes]:
    rest = b""
    try:
        while chunk := text.read(_CHUNK):
            *whole, rest = (rest + chunk).split(b"\n")
            yield from whole
        yield rest
    finally:
        text.close()


def _flat(value: dict[str, object], prefix: str = "") -> Iterator[tuple[str, str | None]]:
    for name, inner in value.items():
        if isinstance(inner, dict):
            yield from _flat(inner, f"{prefix}{name}.")
        elif inner is None or isinstance(inner, str):
            yield prefix + name, inner
        else:
            yield prefix + name, orjson.dumps(inner).decode()
