"""A new level that a person took for the usual one: the past is moved to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from symphonies.kernel import Grain
from symphonies.platform.vizier.watch.errors import TransitionRefusedError
from symphonies.platform.vizier.watch.grouping import Finding
from symphonies.platform.vizier.watch.series import Series


@dataclass(frozen=True)
class Baseline:
    """From when on one series has a new usual level, and how far that lies from the one before."""

    metric: str
    slice: tuple[tuple[str, str], ...]
    grain: Grain
    since: date
    usual: float
    """What was usual before; a ratio's before its constant factor."""
    actual: float
    """What is usual now."""

    def body(self) -> dict[str, Any]:
        """Return the baseline as a record keeps it."""
        return {
            "metric": self.metric, "slice": [list(part) for part in self.slice], "grain": self.grain.value,
            "since": self.since.isoformat(), "usual": self.usual, "actual": self.actual,
        }  # fmt: skip

    @classmethod
    def of(cls, body: Mapping[str, Any]) -> Baseline:
        """Return the baseline a record keeps."""
        where = tuple((str(path), str(value)) for path, value in body["slice"])
        since = date.fromisoformat(body["since"])
        return cls(body["metric"], where, Grain(body["grain"]), since, body["usual"], body["actual"])


def baselines_of(finding: Finding) -> tuple[Baseline, ...]:
    """Return the new levels of all that a finding holds and that lasts.

    Raises:
        TransitionRefusedError: it has passed, so that there is no new level to take for usual.
    """
    if not finding.head.lasts:
        raise TransitionRefusedError(
            f"Item {finding.id!r} has passed and leaves no new level.",
            hint="Acknowledge it instead; only what lasts can become the usual level.",
        )
    lasting = (each for each in finding.members if each.lasts)
    return tuple(
        Baseline(each.metric, each.slice, each.grain, each.first_on, each.usual, each.actual)
        for each in lasting
    )


def rebased(every: Iterable[Series], baselines: Sequence[Baseline]) -> Iterator[Series]:
    """Yield the series, their past moved to the levels that were taken for usual since.

    Of figures of one sign the past is multiplied, else it is shifted; of a ratio the numerators are shifted
    by the change of the rate. Season and spread stay as they were learned.
    """
    known: dict[tuple[str, tuple[tuple[str, str], ...], Grain], list[Baseline]] = {}
    for each in baselines:
        known.setdefault((each.metric, each.slice, each.grain), []).append(each)
    for series in every:
        moved = series
        for baseline in known.get((series.metric, series.slice, series.grain), ()):
            moved = _moved(moved, baseline)
        yield moved


def _moved(series: Series, baseline: Baseline) -> Series:
    import numpy as np

    before = np.array([start < baseline.since for start in series.starts])
    change = baseline.actual - baseline.usual
    if series.weights is not None:
        values = np.where(before, series.values + change * series.weights, series.values)
    elif baseline.usual * baseline.actual > 0 and (np.nan_to_num(series.values) >= 0).all():
        values = np.where(before, series.values * (baseline.actual / baseline.usual), series.values)
    else:
        values = np.where(before, series.values + change, series.values)
    return replace(series, values=values)
