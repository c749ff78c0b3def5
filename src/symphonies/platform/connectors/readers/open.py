"""Opening a source: which files, and which reader for each."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from symphonies.platform.connectors.errors import (
    SourceNotFoundError,
    SourceUnreadableError,
    SourceUnsupportedError,
)
from symphonies.platform.connectors.readers.batches import Batches
from symphonies.platform.connectors.readers.csv import read_csv
from symphonies.platform.connectors.readers.jsonl import read_jsonl
from symphonies.platform.connectors.readers.parquet import read_parquet
from symphonies.platform.connectors.readers.series import read_series
from symphonies.platform.connectors.readers.sql import read_sql
from symphonies.platform.connectors.source import Source, expanded, format_of

Opener = Callable[[], Batches]


def openers(source: Source, base: Path) -> list[Opener]:
    """Return a function for each file (or the database) of ``source`` that opens it.

    Args:
        source: Where the rows are.
        base: The folder that relative paths start from.

    Raises:
        SourceNotFoundError: when there is no such file or folder, or nothing in it.
        SourceUnsupportedError: when a file's format is unknown.
    """
    if source.url:
        database = source.model_copy(update={"url": _expanded(source.url)})
        return [lambda: read_sql(database)]
    return [_opener(path, source) for path in _files(source, base)]


def _files(source: Source, base: Path) -> list[Path]:
    place = _expanded(source.file or source.folder or "")
    if not place:
        raise SourceNotFoundError("No source is named.", hint="Name a file, a folder or a url.")
    path = base / Path(place).expanduser()
    if path.is_dir():
        files = sorted(
            file
            for file in path.glob(source.pattern)
            if file.is_file() and not file.name.startswith(".") and (source.format or format_of(file))
        )
        if not files:
            raise SourceNotFoundError(
                f"{path} holds no file that matches {source.pattern!r}.",
                hint="Readable are CSV, Parquet and JSON lines, packed or not.",
            )
        return files
    if not path.is_file():
        near = sorted(file.name for file in path.parent.glob(f"{path.name[:3]}*"))[:3]
        hint = f"Beside it: {', '.join(near)}." if near else "Check the path."
        raise SourceNotFoundError(f"There is no file {path}.", hint=hint)
    return [path]


def _opener(path: Path, source: Source) -> Opener:
    kind = source.format or format_of(path)
    if kind == "csv":
        return lambda: read_csv(path, source)
    if kind == "parquet":
        return lambda: read_parquet(path)
    if kind == "jsonl":
        return lambda: read_jsonl(path, source)
    if kind == "series":
        return lambda: read_series(path, source)
    raise SourceUnsupportedError(
        f"The ending of {path.name} tells no format that can be read.",
        hint="Name `format`: csv, parquet, jsonl or series; save workbooks as CSV.",
    )


def _expanded(text: str) -> str:
    try:
        return expanded(text)
    except KeyError as missing:
        raise SourceUnreadableError(
            f"The environment variable {missing.args[0]} is not set.",
            hint=f"Set it, or write ${{{missing.args[0]}:-otherwise}}.",
        ) from None
