"""Sets of series with the part that is held back: those with bars to reach, and others never looked at."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from symphonies.platform.learning import Frequency, Series, make_series

DATA = Path(os.environ.get("SYMPHONIES_DATASETS", Path(__file__).resolve().parents[4] / "shared" / "data"))


@dataclass(frozen=True)
class Held:
    """Series, and what came after.

    Attributes:
        name: of the set.
        series: what is known.
        actual: shape (series, horizon).
        bars: the sMAPE and MASE to reach; None for a set without.
    """

    name: str
    series: list[Series]
    actual: np.ndarray
    bars: tuple[float, float] | None = None

    @property
    def horizon(self) -> int:
        """How many points are held back."""
        return self.actual.shape[1]

    @property
    def season(self) -> int:
        """How many points make a season."""
        return self.series[0].season


def sets() -> Iterator[Held]:
    """Yield the sets whose files are there."""
    cfo = DATA / "cfo"
    if (cfo / "m3_competition").exists():
        yield m3("monthly", 12, 18, (13.4, 0.825))
        yield m3("quarterly", 4, 8, (9.1, 1.09))
        yield m3("other", 1, 8, None)
    if (cfo / "aus_retail_turnover").exists():
        rows = pd.read_csv(cfo / "aus_retail_turnover" / "turnover.csv.gz")
        stamps = pd.to_datetime(rows["Month"].astype(str).str.replace(" ", "-"), format="mixed")
        yield held("retail turnover, monthly", rows["Series ID"], stamps, rows["Turnover"], 12)
    if (cfo / "fred_md_qd").exists():
        yield macro(cfo / "fred_md_qd" / "fred_qd.csv.gz")
    if (DATA / "cso" / "supplygraph").exists():
        yield orders(DATA / "cso" / "supplygraph" / "Temporal_Data__Unit__Sales_Order.csv.gz")
    if (cfo / "ibm_late_payments").exists():
        yield collections(cfo / "ibm_late_payments")


def m3(period: str, season: int, horizon: int, bars: tuple[float, float] | None) -> Held:
    """Return a set of the M3 competition with its own test part; points are numbered."""
    meta = pd.read_csv(DATA / "cfo" / "m3_competition" / "meta.csv.gz")
    wanted = set(meta[meta.period.str.lower() == period].series)
    rows = pd.read_parquet(DATA / "cfo" / "m3_competition" / "series.parquet").sort_values(["series", "t"])
    rows = rows[rows.series.isin(wanted)]
    test = rows.is_test.astype(bool)
    series = [
        make_series(str(key), [str(place) for place in range(len(group))], group.y, season=season)
        for key, group in rows[~test].groupby("series", sort=True)
    ]
    return Held(f"M3 {period}", series, rows[test].y.to_numpy().reshape(len(series), horizon), bars)


def held(
    name: str, keys: pd.Series, stamps: pd.Series, values: pd.Series, horizon: int, **options: Frequency
) -> Held:
    """Hold the last points of each series back, of those that are long enough and not constant."""
    rows = pd.DataFrame({"key": keys, "at": stamps, "y": values}).dropna().sort_values(["key", "at"])
    series, came = [], []
    for key, group in rows.groupby("key", sort=True):
        known = group.iloc[:-horizon]
        if len(known) > 3 * horizon and known.y.nunique() > 1:
            series.append(make_series(str(key), [at.isoformat() for at in known["at"]], known.y, **options))
            came.append(group.y.to_numpy(float)[-horizon:])
    return Held(name, series, np.stack(came))


def macro(file: Path) -> Held:
    """Return quarterly macro-economic series, the last two years held back."""
    table = pd.read_csv(file)
    table = table[pd.to_datetime(table.iloc[:, 0], errors="coerce", format="mixed").notna()]
    day = pd.to_datetime(table.iloc[:, 0], format="mixed")
    wide = table.iloc[:, 1:].apply(pd.to_numeric, errors="coerce").assign(at=day)
    wide = wide[wide["at"] >= "1985-01-01"].dropna(axis=1)
    long = wide.melt("at", var_name="key", value_name="y")
    return held("macro-economics, quarterly", long["key"], long["at"], long["y"], 8)


def orders(file: Path) -> Held:
    """Return daily orders of products, four weeks held back; many are mostly zero."""
    table = pd.read_csv(file)
    long = table.melt(table.columns[0], var_name="key", value_name="y")
    return held(
        "orders, daily", long["key"], pd.to_datetime(long.iloc[:, 0]), long["y"], 28, frequency=Frequency.DAY
    )


def collections(folder: Path) -> Held:
    """Return weekly receipts by country, a quarter held back."""
    file = next(path for path in sorted(folder.glob("*.csv*")))
    rows = pd.read_csv(file)
    day = pd.to_datetime(rows["SettledDate"], format="mixed")
    country = rows["countryCode"].astype(str)
    week = day.dt.to_period("W-SUN").dt.start_time
    summed = rows.assign(week=week, country=country).groupby(["country", "week"])["InvoiceAmount"].sum()
    full = summed.unstack("week").fillna(0.0).stack().rename("y").reset_index()
    return held("receipts, weekly", full["country"], full["week"], full["y"], 13)
