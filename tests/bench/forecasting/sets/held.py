"""A set: series as they were known on some days, and what came after each."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from symphonies.platform.learning import Frequency, Series, make_series

DATA = Path(os.environ.get("SYMPHONIES_DATASETS", Path(__file__).resolve().parents[5] / "shared" / "data"))


@dataclass(frozen=True)
class Window:
    """What was known on one day, and what came.

    Attributes:
        series: what is known.
        actual: shape (series, horizon).
    """

    series: list[Series]
    actual: np.ndarray


@dataclass(frozen=True)
class Held:
    """Series, and what came after.

    Attributes:
        windows: each is forecast knowing nothing of the others.
        unseen: nobody looked at its scores while the forecaster was built.
        bars: the sMAPE and MASE to reach; None for a set without.
    """

    windows: list[Window]
    unseen: bool = False
    bars: tuple[float, float] | None = None

    @property
    def horizon(self) -> int:
        """How many points are held back."""
        return self.windows[0].actual.shape[1]

    @property
    def season(self) -> int:
        """How many points make a season."""
        return self.windows[0].series[0].season


def hold(
    rows: pd.DataFrame,
    horizon: int,
    *,
    windows: int = 1,
    shortest: int | None = None,
    unseen: bool = False,
    frequency: Frequency | None = None,
    season: int | None = None,
) -> Held:
    """Hold the last points of each series back, once for each window, one horizon earlier each time.

    Series that are constant or too short are left out.

    Args:
        rows: columns ``key``, ``at`` and ``y``.
        horizon: points held back in each window.
        windows: how many there are.
        shortest: points a history has at least; by default three horizons.
        unseen: nobody looked at its scores while the forecaster was built.
        frequency: the distance between points; by default told by the dates.
        season: how many points make a season; by default that of the frequency.
    """
    wanted = 3 * horizon + 1 if shortest is None else shortest
    groups = [(str(key), group) for key, group in rows.dropna().sort_values(["key", "at"]).groupby("key")]
    made = []
    for back in range(windows):
        series, came = [], []
        for key, group in groups:
            end = len(group) - back * horizon
            known = group.iloc[: end - horizon]
            if end - horizon >= wanted and known.y.nunique() > 1:
                series.append(
                    make_series(key, _names(known["at"]), known.y, frequency=frequency, season=season)
                )
                came.append(group.y.to_numpy(float)[end - horizon : end])
        made.append(Window(series, np.stack(came)))
    return Held(made, unseen)


def _names(stamps: Sequence[object] | pd.Series) -> list[str]:
    return [stamp.isoformat() if isinstance(stamp, pd.Timestamp) else str(stamp) for stamp in stamps]
