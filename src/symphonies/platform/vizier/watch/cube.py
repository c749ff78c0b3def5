"""All rows of one fact by day and dimension, read once; every slice at every grain is a sum over it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from symphonies.kernel import Grain, Period
from symphonies.platform.security import Scope
from symphonies.platform.semantics import Metric, MetricQuery, SemanticLayer, calendar_of

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

MOST_ROWS = 2_000_000
"""A fact with more combinations is read by fewer dimensions."""


@dataclass(frozen=True, eq=False)
class Partition:
    """The rows of a cube by one dimension or by several."""

    paths: tuple[str, ...]
    codes: NDArray[np.int64]
    """Shape (rows,): which group; -1 for rows without a value."""
    keys: tuple[tuple[str, ...], ...]
    """One value for each path, by group."""
    labels: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Cube:
    """Sums that add up over groups."""

    names: tuple[str, ...]
    """The metrics."""
    sums: NDArray[np.float64]
    """Shape (metrics, rows); never NaN."""
    starts: tuple[date, ...]
    """First day of each period."""
    at: NDArray[np.int64]
    """Shape (rows,): the place in ``starts``."""
    partitions: tuple[Partition, ...]
    """One for each dimension, no two of them the same."""
    rows: NDArray[np.float64]
    """Shape (rows,): of how many rows of the fact each is made, as far as metrics count them; at least 1."""
    countries: Partition | None = None
    """By the dimension that was asked for as the country."""

    def fold(self, partition: Partition | None) -> NDArray[np.float64]:
        """Return sums by group and period, shape (metrics, groups, periods)."""
        return self._fold(partition, self.sums)

    def products(self, partition: Partition | None, pairs: Sequence[tuple[str, str]]) -> NDArray[np.float64]:
        """Return sums over rows of products of two metrics, shape (pairs, groups, periods)."""
        sums = {name: self.sums[self.names.index(name)] for pair in pairs for name in pair}
        return self._fold(partition, (sums[one] * sums[other] / self.rows for one, other in pairs))

    def places(self, partition: Partition | None) -> NDArray[np.float64]:
        """Return in which countries each group's rows are, shape (groups, countries), each summing to 1."""
        import numpy as np

        if self.countries is None:
            return np.zeros((1 if partition is None else len(partition.keys), 0))
        width = len(self.countries.keys)
        groups = 1 if partition is None else len(partition.keys)
        codes = np.zeros(len(self.rows), dtype=np.int64) if partition is None else partition.codes
        kept = (codes >= 0) & (self.countries.codes >= 0)
        cell = codes * width + self.countries.codes
        found = np.bincount(cell[kept], weights=self.rows[kept], minlength=groups * width)
        found = found.reshape(groups, width)
        return np.asarray(found / np.maximum(found.sum(axis=1, keepdims=True), 1e-12))

    def _fold(self, partition: Partition | None, rows: Iterable[NDArray[np.float64]]) -> NDArray[np.float64]:
        import numpy as np

        width = len(self.starts)
        groups = 1 if partition is None else len(partition.keys)
        cell = self.at if partition is None else partition.codes * width + self.at
        kept = slice(None) if partition is None else partition.codes >= 0
        folded = [np.bincount(cell[kept], weights=row[kept], minlength=groups * width) for row in rows]
        return np.array(folded, dtype=np.float64).reshape(len(folded), groups, width)


def read_cube(
    layer: SemanticLayer, scope: Scope, names: Sequence[str], paths: Sequence[str], period: Period,
    grain: Grain = Grain.DAY, country: str | None = None,
) -> Cube:  # fmt: skip
    """Read what metrics of one fact sum to by period and by the given dimensions at once.

    Args:
        layer: answers the metric queries.
        scope: what the principal may see.
        names: metrics that add up.
        paths: dimensions, the most important first; where rows are too many the last ones are left out.
        period: from when to when.
        grain: of the periods.
        country: the one of the dimensions that holds countries.

    Raises:
        SymphonyError: as the semantic layer does.
    """
    import numpy as np

    by = tuple(paths)
    while True:
        asked = MetricQuery(tuple(names), by=by, grain=grain, period=period, limit=MOST_ROWS, dense=not by)
        rows = layer.run(asked, scope).rows
        if rows.num_rows < MOST_ROWS or not by:
            break
        by = by[: len(by) // 2]
        country = country if country in by else None
    periods = calendar_of(layer.company).periods_in(period, grain)
    starts = tuple(each.start for each in periods)
    at = np.searchsorted(
        np.array(starts, dtype="M8[D]"), rows.column("period").to_numpy().astype("M8[D]"), side="right"
    )
    at = np.maximum(at - 1, 0)
    sums = np.nan_to_num(np.array([rows.column(name).to_numpy().astype(float) for name in names]))
    counting = [place for place, name in enumerate(names) if _counts_rows(layer.catalog.metric(name))]
    counted = np.maximum(sums[counting].max(axis=0, initial=1.0), 1.0)
    every = list(_partitions(rows, by))
    countries = next((each for each in every if each.paths == (country,)), None)
    return Cube(tuple(names), sums, starts, at, tuple(_distinct(every)), counted, countries)


def _counts_rows(metric: Metric) -> bool:
    return metric.measure is not None and metric.measure.counts and metric.measure.additive


def crossed(one: Partition, other: Partition, most: int) -> Partition | None:
    """Return where two dimensions meet; None where one only refines the other, or meetings are too many."""
    import numpy as np

    both = np.where((one.codes < 0) | (other.codes < 0), -1, one.codes * len(other.keys) + other.codes)
    found, codes = np.unique(both[both >= 0], return_inverse=True)
    if not max(len(one.keys), len(other.keys)) < len(found) <= most:
        return None
    pairs = [divmod(int(pair), len(other.keys)) for pair in found]
    spread = np.full(len(both), -1)
    spread[both >= 0] = codes
    return Partition(
        one.paths + other.paths,
        spread,
        tuple(one.keys[first] + other.keys[second] for first, second in pairs),
        tuple(f"{one.labels[first]} · {other.labels[second]}" for first, second in pairs),
    )


def _partitions(rows: pa.Table, by: Sequence[str]) -> Iterator[Partition]:
    import numpy as np

    for path in by:
        coded = rows.column(path).combine_chunks().dictionary_encode()
        codes = np.asarray(coded.indices.fill_null(-1), dtype=np.int64)
        values = tuple(str(value) for value in coded.dictionary.to_pylist())
        labels = _labels(rows, path, codes, values)
        yield Partition((path,), codes, tuple((value,) for value in values), labels)


def _labels(rows: pa.Table, path: str, codes: NDArray[np.int64], values: tuple[str, ...]) -> tuple[str, ...]:
    import numpy as np

    name = f"{path}__label"
    if name not in rows.column_names:
        return values
    known, first = np.unique(codes, return_index=True)
    told = rows.column(name)
    found = {int(code): told[int(place)].as_py() for code, place in zip(known, first, strict=True)}
    return tuple(found.get(code) or value for code, value in enumerate(values))


def _distinct(partitions: Iterable[Partition]) -> Iterator[Partition]:
    """Leave out dimensions that split the rows exactly as one before them does."""
    import numpy as np

    seen: set[bytes] = set()
    for each in partitions:
        _, first, codes = np.unique(each.codes, return_index=True, return_inverse=True)
        # groups are numbered in the order in which rows show them, so that equal splits look equal
        rank = np.argsort(np.argsort(first))
        print_ = rank[codes].astype(np.int32).tobytes()
        if print_ not in seen and len(each.keys) > 1:
            seen.add(print_)
            yield each
