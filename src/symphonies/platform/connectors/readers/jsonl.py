"""JSON lines: one object a line; nested names are joined by dots, lists stay JSON text."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import closing
from pathlib import Path

import orjson

from symphonies.platform.connectors.errors import SourceUnreadableError
from symphonies.platform.connectors.readers.batches import Batches, Row, in_batches, text_schema
from symphonies.platform.connectors.readers.text import TextStream
from symphonies.platform.connectors.source import Source


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
    rows = _rows(path, source)
    return Batches(path.name, schema, in_batches(rows, schema), release=rows.close)


def _rows(path: Path, source: Source) -> Generator[Row, None, None]:
    absent = frozenset(source.null_values)
    with closing(TextStream(path, source.encoding)) as text:
        for number, line in enumerate(text.lines(), 1):
            if line.strip():
                row = dict(_flat(_object(line, path, number)))
                yield {name: None if cell in absent else cell for name, cell in row.items()}


def _object(line: bytes, path: Path, number: int) -> dict[str, object]:
    try:
        value = orjson.loads(line)
    except orjson.JSONDecodeError as problem:
        raise SourceUnreadableError(
            f"{path.name}, line {number:,}: no JSON ({problem}).", hint="Each line must be one JSON object."
        ) from None
    if not isinstance(value, dict):
        raise SourceUnreadableError(
            f"{path.name}, line {number:,}: no object but {type(value).__name__}.",
            hint="Each line must be one JSON object.",
        )
    return value


def _flat(value: dict[str, object], prefix: str = "") -> Iterator[tuple[str, str | None]]:
    for name, inner in value.items():
        if isinstance(inner, dict):
            yield from _flat(inner, f"{prefix}{name}.")
        elif inner is None or isinstance(inner, str):
            yield prefix + name, inner
        else:
            yield prefix + name, orjson.dumps(inner).decode()
