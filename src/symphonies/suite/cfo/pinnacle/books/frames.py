"""From rows to arrays: days as whole numbers, names as places in a list."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from symphonies.suite.cfo.pinnacle.receipts import NO_DAY

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

_EPOCH = date(1970, 1, 1)
CENTS = 100.0


def day_number(day: date) -> int:
    """Returns a date in days since 1970-01-01."""
    return (day - _EPOCH).days


def days(column: Any) -> Ints:
    """Returns dates in days since 1970-01-01, ``NO_DAY`` where there is none."""
    found = np.asarray(column.to_numpy("datetime64[ns]")).astype("M8[D]")
    return np.where(np.isnat(found), NO_DAY, found.astype(np.int64))


def numbers(column: Any) -> Floats:
    """Returns amounts as floats, 0 where there is none."""
    return np.nan_to_num(column.astype(float).to_numpy(dtype=np.float64))


def texts(column: Any) -> list[str]:
    """Returns names, empty where there is none."""
    return [str(value) for value in column.fillna("")]


def places(column: Any, names: Sequence[str]) -> Ints:
    """Returns where each name stands in a list, -1 where it does not or is empty."""
    where = {name: place for place, name in enumerate(names)}
    return np.array([where.get(name, -1) for name in texts(column)], dtype=np.int64)


def coded(column: Any) -> tuple[Ints, tuple[str, ...]]:
    """Returns places among the sorted distinct names, -1 where there is none, and those names."""
    values = texts(column)
    names = tuple(sorted({value for value in values if value}))
    return places(column, names), names


def months(day: Ints) -> Ints:
    """Returns the month of days, in months since 1970-01."""
    return day.astype("M8[D]").astype("M8[M]").astype(np.int64)


def month_start(month: Ints | int) -> Ints:
    """Returns the first day of months."""
    return np.asarray(month, dtype=np.int64).astype("M8[M]").astype("M8[D]").astype(np.int64)
