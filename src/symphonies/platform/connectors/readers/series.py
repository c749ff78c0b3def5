"""Wide files of series, such as FRED-MD (a column of dates, one for each series), as a row for each value."""

from __future__ import annotations

import csv
import re
from calendar import monthrange
from collections.abc import Callable, Generator
from contextlib import closing
from datetime import date, datetime, timedelta
from pathlib import Path

from symphonies.platform.connectors.errors import SourceUnreadableError
from symphonies.platform.connectors.readers.batches import (
    Batches,
    Row,
    in_batches,
    refuse_twins,
    text_schema,
)
from symphonies.platform.connectors.readers.text import TextStream
from symphonies.platform.connectors.source import Source

COLUMNS = ("series", "observed_on", "published_on", "value", "transform")
"""What is read: name, first day of the period, day on which the value could first be read, value, and the
code of the transformation that makes the series steady, where the file tells one."""
_FORMATS = ("%Y-%m-%d", "%m/%d/%Y", "%Y-%m")
_VINTAGE = re.compile(r"(?<!\d)((?:19|20)\d\d)[-_]?m?(0[1-9]|1[0-2])(?!\d)")
"""A month in the name of a file: it holds what was published until the end of that month."""
_ABSENT = frozenset({"", "na", "nan", "."})


def read_series(path: Path, source: Source) -> Batches:
    """Open a wide file of series.

    A row that begins with *transform* holds codes, one with *factors* is passed over. When a value was
    published is told by ``published_days`` after its date, or by the month in the name of the file, which
    makes it one of several vintages: then each value is kept as each vintage had it.

    Raises:
        SourceUnreadableError: nothing tells when values were published, or a date cannot be read.
        SourceEmptyError, SourceEncodingError, SourceUnsupportedError: see `TextStream`.

    Source: McCracken & Ng (2016), "FRED-MD: A monthly database for macroeconomic research".
    """
    rows = _rows(path, source, _publication(path, source))
    schema = text_schema(list(COLUMNS))
    return Batches(path.name, schema, in_batches(rows, schema), release=rows.close)


def _publication(path: Path, source: Source) -> Callable[[date], date]:
    """Return what tells from the date of a value when it was published."""
    if source.published_days is not None:
        lag = timedelta(days=source.published_days)
        return lambda observed: observed + lag
    if named := _VINTAGE.search(path.name):
        year, month = int(named[1]), int(named[2])
        vintage = date(year, month, monthrange(year, month)[1])
        return lambda _observed: vintage
    raise SourceUnreadableError(
        f"Nothing tells when the values of {path.name} were published.",
        hint="Name published_days under source, or name each file by the month of its vintage: 2024-05.csv.",
    )


def _rows(path: Path, source: Source, published: Callable[[date], date]) -> Generator[Row, None, None]:
    with closing(TextStream(path, source.encoding)) as text:
        lines = csv.reader((line.decode() for line in text.lines()), delimiter=source.delimiter or ",")
        _, *names = (name.strip() for name in next(lines))
        refuse_twins(names, path.name)
        codes: dict[str, str] = {}
        for cells in lines:
            first = cells[0].strip() if cells else ""
            if first.lower().startswith("transform"):
                codes = dict(zip(names, (code.strip() for code in cells[1:]), strict=False))
            elif first and not first.lower().startswith("factors"):
                observed = _day(first, path, lines.line_num)
                known = published(observed).isoformat()
                for name, value in zip(names, cells[1:], strict=False):
                    if value.strip().lower() not in _ABSENT:
                        values = (name, observed.isoformat(), known, value.strip(), codes.get(name))
                        yield dict(zip(COLUMNS, values, strict=True))


def _day(text: str, path: Path, line: int) -> date:
    for form in _FORMATS:
        try:
            return datetime.strptime(text, form).date()
        except ValueError:
            continue
    raise SourceUnreadableError(
        f"{path.name}, line {line:,}: {text!r} is no date.", hint="Write dates as 2026-01-31 or 1/31/2026."
    )
