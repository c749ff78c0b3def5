"""Long tables of series: one row for each series and point."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from symphonies.kernel import did_you_mean
from symphonies.platform.learning.errors import HistoryTooShortError, SeriesInvalidError

from .frequency import Frequency
from .series import Series, make_series

COLUMNS = ("unique_id", "ds", "y")
"""Whose, when, how much; a table of one series may leave the first out."""
EMPTY = frozenset({"", "na", "nan", "null", "none", "n/a"})


@dataclass(slots=True)
class Table:
    """What a file held.

    Attributes:
        series: what can be forecast.
        refused: by series, why it cannot.
    """

    series: list[Series] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)


def read_table(path: Path, *, frequency: Frequency | None = None, season: int | None = None) -> Table:
    """Reads a CSV file of ``unique_id, ds, y`` rows; a series too short is told apart, not an error.

    Args:
        path: the file, UTF-8, with a heading.
        frequency: the distance between points; by default told by the dates.
        season: how many points make a season; by default that of the frequency.

    Raises:
        SeriesInvalidError: a column is missing, a value is no number, or the season is too long.
        HistoryTooShortError: no series is long enough.
    """
    rows = _rows(path)
    table = Table()
    for name, (stamps, values) in rows.items():
        try:
            table.series.append(make_series(name, stamps, values, frequency=frequency, season=season))
        except HistoryTooShortError as error:
            table.refused[name] = error.message
    if not table.series:
        first = next(iter(table.refused.values()), f"{path} holds no rows.")
        raise HistoryTooShortError(first, hint="No series of the file is long enough to be forecast.")
    longest = max(len(one.values) for one in table.series)
    if season is not None and season >= longest:
        raise SeriesInvalidError(
            f"A season of {season} points was asked for; the longest series has {longest}.",
            hint="A season repeats within the history: name a shorter one.",
        )
    return table


def _rows(path: Path) -> Mapping[str, tuple[list[str], list[float]]]:
    found: dict[str, tuple[list[str], list[float]]] = {}
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            reader = csv.DictReader(file)
            _check_columns(path, reader.fieldnames or [])
            for row in reader:
                name = row.get("unique_id") or "series"
                stamps, values = found.setdefault(name, ([], []))
                stamps.append((row["ds"] or "").strip())
                values.append(_number(row["y"], f"{path}, line {reader.line_num}"))
    except FileNotFoundError:
        raise SeriesInvalidError(f"There is no file {path}.") from None
    except OSError as error:
        raise SeriesInvalidError(
            f"{path} cannot be read: {error.strerror}.", hint="Name a CSV file."
        ) from None
    except UnicodeDecodeError:
        raise SeriesInvalidError(f"{path} is not UTF-8 text.", hint="Save the file as UTF-8 CSV.") from None
    return found


def _check_columns(path: Path, names: Sequence[str]) -> None:
    if not names:
        raise SeriesInvalidError(
            f"{path} is empty.", hint="Needed are ds and y, and unique_id for several series."
        )
    if len(names) == 1 and any(sign in names[0] for sign in ";\t|"):
        raise SeriesInvalidError(
            f"{path} has the one column {names[0]!r}.",
            hint="Separate columns by commas, and decimals by points.",
        )
    for needed in COLUMNS[1:]:
        if needed not in names:
            raise SeriesInvalidError(
                f"{path} has no column {needed!r}; it has {', '.join(names)}.",
                hint=f"Needed are ds and y, and unique_id for several series. {did_you_mean(needed, names)}",
            )


def _number(text: str | None, where: str) -> float:
    cleaned = (text or "").strip()
    if cleaned.lower() in EMPTY:
        return float("nan")
    try:
        return float(cleaned)
    except ValueError:
        raise SeriesInvalidError(
            f"{where}: y is {cleaned!r}, not a number.",
            hint="Write numbers as 1234.5; leave y empty for none.",
        ) from None
