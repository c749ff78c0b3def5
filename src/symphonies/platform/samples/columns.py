"""Arrays of numbers to Arrow columns, without loops over rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute
from numpy.typing import NDArray

from symphonies.platform.samples.calendar import NO_DAY, Days

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

Texts = pa.Array
"""A column of text; ``rows``, ``kept`` and ``joined`` take and give them."""
Rows = pa.Table
"""The rows of one table."""
MONEY = pa.decimal128(18, 2)
_compute: Any = pyarrow.compute  # its functions are made at run time


def money(cents: Ints, missing: NDArray[np.bool_] | None = None) -> pa.Array:
    """Return exact decimals with two places from whole cents; null where ``missing``."""
    words = np.empty((len(cents), 2), dtype=np.int64)
    words[:, 0] = cents
    words[:, 1] = cents >> 63
    exact = pa.Array.from_buffers(MONEY, len(cents), [None, pa.py_buffer(words)])
    if missing is None:
        return exact
    return _compute.if_else(pa.array(missing), pa.scalar(None, MONEY), exact)


def numbered(prefix: str, numbers: Ints, width: int = 7) -> Texts:
    """Return texts such as ``INV-0000042``; null where the number is negative."""
    padded = _compute.utf8_lpad(_compute.cast(pa.array(numbers), pa.string()), width, "0")
    names = _compute.binary_join_element_wise(prefix, padded, "")
    if len(numbers) and int(numbers.min()) < 0:
        return _compute.if_else(pa.array(numbers < 0), pa.scalar(None, pa.string()), names)
    return names


def labels(names: Sequence[str] | NDArray[np.str_], index: Ints) -> Texts:
    """Return ``names[index]`` as text; null where the index is negative."""
    places = pa.array(index, mask=index < 0)
    return pa.array(list(names), type=pa.string()).take(places)


def constant(text: str, count: int) -> Texts:
    """Return the same text ``count`` times."""
    return pa.repeat(pa.scalar(text), count)


def texts(names: Sequence[str] | NDArray[np.str_]) -> Texts:
    """Return a column of the given texts."""
    return pa.array(list(names), type=pa.string())


def kept(column: Texts, mask: NDArray[np.bool_]) -> Texts:
    """Return the texts where ``mask`` holds."""
    return column.filter(pa.array(mask))


def chosen(mask: NDArray[np.bool_], yes: Texts, no: Texts | None = None) -> Texts:
    """Return ``yes`` where ``mask`` holds, ``no`` or null elsewhere."""
    return _compute.if_else(pa.array(mask), yes, pa.scalar(None, pa.string()) if no is None else no)


def taken(column: Texts, places: Ints) -> Texts:
    """Return the texts at the given places; null where the place is negative."""
    return column.take(pa.array(places, mask=places < 0))


def joined(parts: Sequence[Texts]) -> Texts:
    """Return text columns one after the other."""
    return pa.concat_arrays([part.cast(pa.string()) for part in parts])


def rows(**columns: object) -> Rows:
    """Return a table of equally long columns: numpy arrays, lists or Arrow arrays."""
    return pa.table(
        {
            name: column if isinstance(column, pa.Array) else pa.array(column)
            for name, column in columns.items()
        }
    )


def only_where(kept: NDArray[np.bool_], days: Days) -> Days:
    """Return the days where ``kept``, NaT elsewhere."""
    return np.where(kept, days, NO_DAY)


def pick(rng: np.random.Generator, weights: Sequence[float] | Floats, count: int) -> Ints:
    """Draw ``count`` positions with probability proportional to ``weights``."""
    total = np.cumsum(np.asarray(weights, dtype=float))
    return np.searchsorted(total, rng.random(count) * total[-1], side="right").astype(np.int64)


def spread(rng: np.random.Generator, totals: Floats, counts: Ints, sigma: float) -> tuple[Ints, Ints]:
    """Split each total into ``counts`` log-normal parts.

    Args:
        rng: The stream.
        totals: Amounts in cents, one per cell.
        counts: Parts per cell.
        sigma: Spread of the parts; 0 makes them equal.

    Returns:
        The cell of each part, and the parts in whole cents.
    """
    cell = np.repeat(np.arange(len(totals)), counts)
    size = rng.lognormal(0.0, sigma, len(cell))
    whole = np.bincount(cell, weights=size, minlength=len(totals))
    return cell, np.rint(size / whole[cell] * totals[cell]).astype(np.int64)
