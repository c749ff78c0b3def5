"""The M3 competition, each series with the test part of the competition; points are numbered."""

from __future__ import annotations

from functools import partial

import pandas as pd

from symphonies.platform.learning import make_series

from .held import DATA, Held, Window


def m3(
    period: str, season: int, horizon: int, bars: tuple[float, float] | None = None, *, unseen: bool = False
) -> Held:
    """Return the series of one period."""
    folder = DATA / "cfo" / "m3_competition"
    meta = pd.read_csv(folder / "meta.csv.gz")
    wanted = set(meta[meta.period.str.lower() == period].series)
    rows = pd.read_parquet(folder / "series.parquet").sort_values(["series", "t"])
    rows = rows[rows.series.isin(wanted)]
    test = rows.is_test.astype(bool)
    series = [
        make_series(str(key), [str(place) for place in range(len(group))], group.y, season=season)
        for key, group in rows[~test].groupby("series", sort=True)
    ]
    actual = rows[test].y.to_numpy().reshape(len(series), horizon)
    return Held([Window(series, actual)], unseen, bars)


SETS = {
    "M3 monthly": partial(m3, "monthly", 12, 18, (13.4, 0.825)),
    "M3 quarterly": partial(m3, "quarterly", 4, 8, (9.1, 1.09)),
    "M3 other": partial(m3, "other", 1, 8),
    "M3 yearly": partial(m3, "yearly", 1, 6, unseen=True),
}
