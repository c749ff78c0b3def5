"""Delimited text: every cell as text, a row with too many or too few cells set aside."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
from pyarrow import csv as arrow_csv

from symphonies.platform.connectors.errors import SourceUnreadableError
from symphonies.platform.connectors.readers.batches import Batches, Misshapen, refuse_twins, text_schema
from symphonies.platform.connectors.readers.text import TextStream
from symphonies.platform.connectors.source import Source

_DELIMITERS = (",", ";", "\t", "|")
_BLOCK = 1 << 23


def read_csv(path: Path, source: Source) -> Batches:
    """Open a delimited text file.

    Raises:
        SourceEmptyError, SourceEncodingError, SourceUnsupportedError: see `TextStream`.
        SourceUnreadableError: when the header names a column twice; on reading, when it is no CSV.
    """
    text = TextStream(path, source.encoding)
    try:
        return _opened(path, text, source)
    except BaseException:
        text.close()
        raise


def sniff_delimiter(lines: list[str]) -> str:
    """Return the delimiter under which the first lines have the same number of cells, above one."""

    def score(delimiter: str) -> tuple[int, int]:
        widths = Counter(len(row) for row in csv.reader(lines[:50], delimiter=delimiter) if row)
        width, rows = widths.most_common(1)[0]
        return (rows, width) if width > 1 else (0, width)

    return max(_DELIMITERS, key=score)


def _opened(path: Path, text: TextStream, source: Source) -> Batches:
    lines = text.sample.decode("utf-8", "ignore").splitlines()
    delimiter = source.delimiter or sniff_delimiter(lines)
    header = next(csv.reader(lines, delimiter=delimiter, quotechar=source.quote))
    columns = _named(list(source.columns or header), path)
    misshapen: list[Misshapen] = []
    header_rows = 1 if source.header else 0

    def set_aside(row: arrow_csv.InvalidRow) -> str:
        misshapen.append(Misshapen(row.number - header_rows, row.text, row.actual_columns))
        return "skip"

    # Arrow numbers the rows it refuses only when it parses on one thread.
    options = arrow_csv.ReadOptions(
        block_size=_BLOCK, use_threads=False, column_names=columns, skip_rows=header_rows
    )
    parse = arrow_csv.ParseOptions(
        delimiter=delimiter, quote_char=source.quote, newlines_in_values=True, invalid_row_handler=set_aside
    )
    convert = arrow_csv.ConvertOptions(
        column_types=text_schema(columns),
        strings_can_be_null=True,
        quoted_strings_can_be_null=True,
        null_values=["", *source.null_values],
    )
    stream = _stream(path, text, options, parse, convert)
    return Batches(path.name, text_schema(columns), stream, misshapen, text.close)


def _stream(
    path: Path,
    text: TextStream,
    options: arrow_csv.ReadOptions,
    parse: arrow_csv.ParseOptions,
    convert: arrow_csv.ConvertOptions,
) -> Iterator[pa.RecordBatch]:
    try:
        with arrow_csv.open_csv(pa.PythonFile(text, mode="r"), options, parse, convert) as reader:
            yield from reader
    except pa.ArrowInvalid as problem:
        if "Empty CSV" in str(problem):
            return
        raise SourceUnreadableError(
            f"{path.name} cannot be read as CSV ({str(problem).splitlines()[0]}).",
            hint="Often a quotation mark that is never closed; name `delimiter` and `quote` under `source`.",
        ) from problem


def _named(header: list[str], path: Path) -> list[str]:
    names = [name.strip() or f"column_{number}" for number, name in enumerate(header, 1)]
    refuse_twins(names, path.name)
    return names
