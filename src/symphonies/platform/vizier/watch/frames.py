"""Figures of one metric laid out over its periods, slice by slice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from symphonies.kernel import Grain
from symphonies.platform.semantics import Metric, Unit
from symphonies.platform.vizier.watch.days import Days
from symphonies.platform.vizier.watch.series import MATERIAL, Family, Parts, Series

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Frame:
    """What all series of one metric have in common."""

    metric: Metric
    family: Family
    grain: Grain
    starts: tuple[date, ...]
    possible: tuple[float, float] | None = None

    def series(
        self,
        where: tuple[tuple[str, str], ...],
        label: str,
        rows: NDArray[np.float64],
        parts: Parts | None = None,
        days: Days | None = None,
    ) -> Series:
        """Return the series of a slice: its figures, or its numerators and denominators."""
        weights = rows[1] if len(rows) > 1 else None
        counts = self.metric.unit is Unit.COUNT
        return Series(
            self.metric.id,
            where,
            label,
            self.grain,
            self.family,
            self.starts,
            rows[0],
            weights,
            counts,
            parts,
            self.possible,
            days,
        )


def of_rows(
    frame: Frame, by: tuple[str, ...], rows: Sequence[dict[str, Any]], names: tuple[str, ...]
) -> Iterator[Series]:
    """Yield the series of a metric from the rows of a query, as many names as it has sums."""
    import numpy as np

    places = {start: place for place, start in enumerate(frame.starts)}
    groups: dict[tuple[str, ...], tuple[str, NDArray[np.float64]]] = {}
    for row in rows:
        key = tuple(str(row[path]) for path in by if row[path] is not None)
        if row["period"] not in places or len(key) < len(by):
            continue
        label = " · ".join(str(row.get(f"{path}__label") or row[path]) for path in by)
        _, found = groups.setdefault(key, (label, np.full((len(names), len(places)), np.nan)))
        found[:, places[row["period"]]] = [np.nan if row[name] is None else row[name] for name in names]
    whole = sum(float(np.nansum(np.abs(found[-1]))) for _, found in groups.values())
    small = MATERIAL * whole if by and frame.metric.additive_over_groups else 0.0
    for key, (label, found) in groups.items():
        if np.isfinite(found[0]).any() and float(np.nansum(np.abs(found[-1]))) >= small:
            filled = found if frame.family in (Family.LEVEL, Family.PRICE) else np.nan_to_num(found)
            yield frame.series(tuple(zip(by, key, strict=True)), label, filled)
