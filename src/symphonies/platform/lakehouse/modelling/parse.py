"""Reads a model file: header comment, then one SELECT."""

from __future__ import annotations

import re
from pathlib import Path

from sqlglot import exp, parse
from sqlglot.errors import ParseError, TokenError

from symphonies.kernel import did_you_mean
from symphonies.platform.lakehouse.modelling.errors import ModelInvalidError
from symphonies.platform.lakehouse.modelling.model import DIALECT, Model, ModelKind

_HEADER = re.compile(r"^--\s*(?P<name>[a-z_]+)\s*:\s*(?P<value>.*?)\s*$")
_FIELDS = ("description", "kind", "key", "watermark")
_NAME = re.compile(r"^[a-z][a-z0-9_]*$")
_Header = dict[str, tuple[str, int]]
_SERIES = (exp.Unnest, exp.GenerateSeries, exp.GenerateDateArray, exp.Explode)
_SERIES_FUNCTIONS = {"range", "generate_series", "unnest"}


def parse_model(path: Path, product: str) -> Model:
    """Read one model file of a product.

    Args:
        path: The ``.sql`` file; its stem is the name of the table it fills.
        product: The id of the product that owns it.

    Raises:
        ModelInvalidError: If the file is not a known header followed by one SELECT over tables.
    """
    if not _NAME.match(path.stem):
        raise ModelInvalidError(
            f"Model file name {path.name!r} is not lower_snake_case in {path}.",
            hint="Rename the file; its name is the name of the table.",
        )
    text = path.read_text(encoding="utf-8")
    header = _read_header(path, text)
    query = _read_query(path, text)
    kind, key, watermark = _read_kind(path, header)
    return Model(
        product=product,
        name=path.stem,
        path=path,
        query=query,
        sql=query.sql(dialect=DIALECT, comments=False, normalize=True),
        description=header.get("description", ("", 0))[0],
        kind=kind,
        key=key,
        watermark=watermark,
    )


def load_models(folder: Path, product: str) -> dict[str, Model]:
    """Read every model of a product's ``models`` folder, by name; an absent folder has none."""
    return {path.stem: parse_model(path, product) for path in sorted(folder.glob("*.sql"))}


def _read_header(path: Path, text: str) -> _Header:
    """Return the fields of the leading comment lines with their line numbers."""
    header: _Header = {}
    last = None
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.startswith("--"):
            if line.strip():
                break
            continue
        match = _HEADER.match(line)
        if match is None:
            if last == "description":
                value, at = header[last]
                header[last] = (f"{value} {line.lstrip('- ').strip()}", at)
            continue
        last = match["name"]
        if last not in _FIELDS:
            raise ModelInvalidError(
                f"Unknown header field {last!r} at {path}:{number}.", hint=did_you_mean(last, _FIELDS)
            )
        header[last] = (match["value"], number)
    return header


def _read_kind(path: Path, header: _Header) -> tuple[ModelKind, tuple[str, ...], str | None]:
    """Return how the table is brought up to date, by which key and watermark."""
    kind, line = header.get("kind", ("full", 1))
    if kind not in list(ModelKind):
        raise ModelInvalidError(
            f"Unknown model kind {kind!r} at {path}:{line}.", hint="Expected full or incremental."
        )
    watermark = header.get("watermark", (None, 0))[0]
    if kind == ModelKind.INCREMENTAL and not watermark:
        raise ModelInvalidError(
            f"The incremental model at {path}:{line} has no watermark.",
            hint="Add `-- watermark: COLUMN`, a result column that grows with new rows.",
        )
    if kind == ModelKind.FULL and watermark:
        line = header["watermark"][1]
        raise ModelInvalidError(
            f"The watermark at {path}:{line} has no effect in a full model.",
            hint="Remove it, or declare `-- kind: incremental`.",
        )
    key = tuple(part.strip() for part in header.get("key", ("", 0))[0].split(",") if part.strip())
    return ModelKind(kind), key, watermark


def _read_query(path: Path, text: str) -> exp.Query:
    try:
        statements = [tree for tree in parse(text, dialect=DIALECT) if tree is not None]
    except (ParseError, TokenError) as error:
        raise _unreadable(path, error) from error
    statements = [tree for tree in statements if not isinstance(tree, exp.Semicolon)]
    if len(statements) != 1:
        raise ModelInvalidError(
            f"{path}:1 holds {len(statements)} statements; expected one SELECT.",
            hint="Give each model a file of its own.",
        )
    query = statements[0]
    if not isinstance(query, exp.Query):
        raise ModelInvalidError(
            f"{path}:1 holds {query.key.upper()}; expected one SELECT.",
            hint="A model only describes its rows; the build writes the table.",
        )
    for table in query.find_all(exp.Table):
        _check_source(path, text, table)
    return query


def _check_source(path: Path, text: str, table: exp.Table) -> None:
    """Refuse sources that are neither a table by name nor a series of values."""
    source = table.this
    if isinstance(source, exp.Identifier) and _NAME.match(source.name.lower()):
        if table.catalog:
            raise ModelInvalidError(
                f"{path}:{line_of(text, table.name)} names {table.sql(DIALECT)}; "
                "expected table or product.table.",
                hint="Leave the database name out.",
            )
        return
    name = source.name.lower() if isinstance(source, exp.Anonymous) else ""
    if not isinstance(source, _SERIES) and name not in _SERIES_FUNCTIONS:
        written = source.sql(DIALECT)[:60]
        word = re.findall(r"\w+", written)[0]
        raise ModelInvalidError(
            f"{path}:{line_of(text, word)} reads from {written}; expected tables.",
            hint="Land the rows first, then read the table.",
        )


def line_of(text: str, word: str) -> int:
    """Return the first line that holds a word outside comments, 1 if none does."""
    pattern = re.compile(rf"(?<!\w){re.escape(word)}(?!\w)", re.IGNORECASE)
    for number, line in enumerate(text.splitlines(), start=1):
        if pattern.search(line.split("--", 1)[0]):
            return number
    return 1


def _unreadable(path: Path, error: ParseError | TokenError) -> ModelInvalidError:
    details = error.errors[0] if isinstance(error, ParseError) and error.errors else {}
    line = details.get("line") or 1
    what = str(details.get("description") or "the text ends inside a name or string").rstrip(".")
    near = str(details.get("highlight") or "")
    where = f" near {near!r}" if near else ""
    return ModelInvalidError(
        f"{path}:{line} is not SQL that can be read: {what}{where}.",
        hint="Models are written in DuckDB's SQL.",
        line=line,
    )
