"""What the values of a column look like."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from symphonies.platform.lakehouse import Column, ColumnType, countries, currencies

_DATES = (
    "%Y-%m-%d",
    "%m/%d/%Y",
    "%d/%m/%Y",
    "%d.%m.%Y",
    "%Y/%m/%d",
    "%d-%m-%Y",
    "%Y%m%d",
    "%d %b %Y",
    "%d-%b-%Y",
    "%m/%d/%y",
    "%d.%m.%y",
)
_TIMES = (
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%dT%H:%M:%S",
    "%m/%d/%Y %H:%M",
    "%m/%d/%Y %H:%M:%S",
    "%d.%m.%Y %H:%M",
    "%d.%m.%Y %H:%M:%S",
    "%d/%m/%Y %H:%M",
    "%d/%m/%Y %H:%M:%S",
)
ISO = ("%Y-%m-%d", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S")
"""Read without being told."""
_ISO_TIME = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}.*")
_POINT = re.compile(r"[+-]?(\d{1,3}(,\d{3})+|\d+)?(\.\d+)?")
_COMMA = re.compile(r"[+-]?(\d{1,3}([. ]\d{3})+|\d+)?(,\d+)?")
_FLAGS = {"true", "false", "yes", "no", "y", "n", "t", "f", "0", "1"}
_TRIED = 400


@dataclass(frozen=True)
class Profile:
    """The values of one source column, as a sample shows them."""

    name: str
    filled: float
    """The share of rows that have a value."""
    distinct: bool
    """Whether no value comes twice."""
    values: frozenset[str]
    """Distinct values, at most some hundreds."""
    formats: tuple[str, ...] = ()
    """Every way of writing dates and times that fits all values, most usual first."""
    decimal: str | None = None
    """The sign before decimals, where all values are numbers."""
    thousands: str | None = None
    whole: bool = False
    """Whether all values are whole numbers."""


def profile_of(name: str, cells: Sequence[str | None]) -> Profile:
    """Return the profile of a column from a sample of its cells as text."""
    given = [cell.strip() for cell in cells if cell is not None and cell.strip()]
    unique = dict.fromkeys(given)
    tried = list(unique)[:_TRIED]
    values = frozenset(tried)
    filled = len(given) / len(cells) if cells else 0.0
    distinct = bool(given) and len(unique) == len(given)
    formats = tuple(form for form in (*_DATES, *_TIMES) if tried and all(_reads(form, one) for one in tried))
    if not formats and tried and all(_ISO_TIME.fullmatch(cell) for cell in tried):
        formats = (ISO[1],)
    decimal, thousands = _number_signs(tried)
    whole = decimal is not None and all(re.fullmatch(r"[+-]?\d+(\.0+)?", cell) for cell in tried)
    return Profile(name, filled, distinct, values, formats, decimal, thousands, whole)


def fits(profile: Profile, column: Column) -> float:
    """Return how well the values of a source column fit a contract column, 0..1; 0 rules it out."""
    if not profile.values:
        return 0.3
    if column.required and profile.filled < 0.9:
        return 0.2
    kind = column.type
    if kind in (ColumnType.DATE, ColumnType.TIMESTAMP):
        return 1.0 if profile.formats else 0.0
    if kind is ColumnType.BOOLEAN:
        return 1.0 if {value.lower() for value in profile.values} <= _FLAGS else 0.0
    if kind is ColumnType.INTEGER:
        return 1.0 if profile.whole and not _is_moment(profile) else 0.0
    if kind in (ColumnType.DECIMAL, ColumnType.NUMBER):
        return 0.0 if profile.decimal is None or _is_moment(profile) else 0.9 if profile.whole else 1.0
    return _fits_text(profile, column)


def _fits_text(profile: Profile, column: Column) -> float:
    if column.format == "currency":
        return 1.0 if profile.values <= currencies() else 0.0
    if column.format == "country":
        return 1.0 if profile.values <= countries() else 0.0
    if column.format == "email":
        return 1.0 if all("@" in value for value in profile.values) else 0.0
    if column.values is not None:
        return 1.0 if profile.values <= set(column.values) else 0.3
    if _is_moment(profile):
        return 0.2
    fraction = profile.decimal is not None and not profile.whole
    return 0.4 if fraction else 1.0


def _is_moment(profile: Profile) -> bool:
    return bool(profile.formats) and profile.formats[0] != "%Y%m%d"


def _reads(form: str, cell: str) -> bool:
    try:
        datetime.strptime(cell, form)
    except ValueError:
        return False
    return True


def _number_signs(cells: list[str]) -> tuple[str | None, str | None]:
    """Return the signs before decimals and between thousands; nothing where a cell is no number."""
    if not cells or not all(re.search(r"\d", cell) for cell in cells):
        return None, None
    if all(_POINT.fullmatch(cell) for cell in cells):
        return ".", "," if any("," in cell for cell in cells) else None
    if all(_COMMA.fullmatch(cell) for cell in cells):
        sign = next((sign for sign in ". " if any(sign in cell for cell in cells)), None)
        return ",", sign
    return None, None
