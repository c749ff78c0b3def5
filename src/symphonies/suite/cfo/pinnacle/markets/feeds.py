"""Series from outside, such as reference rates: a port for feeds, and one that reads a file."""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Protocol

import numpy as np

from symphonies.kernel import NotFoundError, did_you_mean
from symphonies.platform.learning import SeriesInvalidError
from symphonies.suite.cfo.pinnacle.books import Floats, Ints, day_number

_FORMATS = ("%Y-%m-%d", "%m/%d/%Y", "%Y-%m")


class SeriesFeed(Protocol):
    """Regular series, each value known from its day on."""

    @property
    def names(self) -> Sequence[str]:
        """The series it holds."""
        ...

    def read(self, name: str, until: int) -> tuple[Ints, Floats]:
        """Returns the days and values of a series known on a day, oldest first.

        Args:
            name: one of ``names``.
            until: in days since 1970-01-01; nothing later is returned.

        Raises:
            NotFoundError: there is no such series.
        """
        ...


class CsvFeed:
    """A file with a column ``date`` and one for each series, plain or gzipped, such as FRED-MD."""

    def __init__(self, file: Path, published_days: int = 0) -> None:
        """Read the file.

        Args:
            file: The file.
            published_days: How many days after its date a value is published.

        Raises:
            SeriesInvalidError: It has no column ``date``, or a date or number that cannot be read.
        """
        content = file.read_bytes()
        plain = gzip.decompress(content) if file.suffix == ".gz" else content
        table = csv.DictReader(io.StringIO(plain.decode("utf-8"), newline=""))
        names = list(table.fieldnames or ())
        if "date" not in names:
            raise SeriesInvalidError(
                f"{file.name} has the columns {', '.join(names[:6])}; one named date is needed.",
                hint="Name the column of dates 'date'; each other column is a series.",
            )
        rows = list(table)
        days = np.array([_day(row["date"], file) for row in rows], dtype=np.int64)
        order = np.argsort(days, kind="stable")
        self._day = days[order] + published_days
        self._values = {
            name: np.array([_number(row[name], name, file) for row in rows])[order]
            for name in names
            if name != "date"
        }

    @property
    def names(self) -> Sequence[str]:
        """The series it holds."""
        return tuple(self._values)

    def read(self, name: str, until: int) -> tuple[Ints, Floats]:
        """Returns the days and values of a series known on a day, oldest first.

        Raises:
            NotFoundError: there is no such series.
        """
        if name not in self._values:
            raise NotFoundError(f"The feed has no series {name!r}.", hint=did_you_mean(name, self._values))
        known = (self._day <= until) & np.isfinite(self._values[name])
        return self._day[known], self._values[name][known]


class EmptyFeed:
    """A feed without any series."""

    @property
    def names(self) -> Sequence[str]:
        """None."""
        return ()

    def read(self, name: str, until: int) -> tuple[Ints, Floats]:
        """Refuses every name.

        Raises:
            NotFoundError: always.
        """
        raise NotFoundError(f"No feed is connected that has {name!r} on day {until}.", hint="Connect one.")


NO_FEED = EmptyFeed()


def _day(text: str, file: Path) -> int:
    for form in _FORMATS:
        try:
            return day_number(datetime.strptime(text.strip(), form).date())
        except ValueError:
            continue
    raise SeriesInvalidError(f"{file.name} has the date {text!r}.", hint="Write dates as 2026-01-31.")


def _number(text: str, name: str, file: Path) -> float:
    if text.strip().lower() in {"", "na", "nan", "."}:
        return float("nan")
    try:
        return float(text)
    except ValueError:
        raise SeriesInvalidError(
            f"{file.name} has {text!r} in {name!r}.", hint="Write plain numbers."
        ) from None
