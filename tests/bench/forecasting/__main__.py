"""The general forecaster on the M3 competition: error, coverage and cost beside AutoETS.

    python -m tests.bench.forecasting

Reads the competition's series from SYMPHONIES_DATASETS (default ../shared/data); says so where they are not.
"""

from __future__ import annotations

import os
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from symphonies.platform.learning import coverage, forecast, make_series, mase, seasonal_scale, smape

DATA = Path(os.environ.get("SYMPHONIES_DATASETS", Path(__file__).resolve().parents[4] / "shared" / "data"))
M3 = DATA / "cfo" / "m3_competition"
SETS = {"monthly": (12, 18, 13.4, 0.825), "quarterly": (4, 8, 9.1, 1.09)}
"""Season, horizon, and the sMAPE and MASE to reach."""
LEVELS = (0.8, 0.95)
COVERAGE_WITHIN = 0.03
CPU_ALLOWED = 1.5
"""Times the CPU of AutoETS alone."""


def say(line: str) -> None:
    """Write a line of the report."""
    sys.stdout.write(line + "\n")


def main() -> int:
    """Print the table; 1 when a floor is missed."""
    if not (M3 / "series.parquet").exists():
        say(f"The M3 series are not at {M3}; SYMPHONIES_DATASETS names the folder of data sets.")
        return 0
    missed = [line for name in SETS for line in measure(name)]
    say("\n".join(missed) or "Every floor is held.")
    return int(bool(missed))


def measure(name: str) -> list[str]:
    """Measure one set; returns what it misses."""
    season, horizon, smape_allowed, mase_allowed = SETS[name]
    known, actual = read(name, horizon)
    series = [
        make_series(key, [str(i) for i in range(len(values))], values, season=season)
        for key, values in known.items()
    ]
    found, ours = timed(lambda: forecast(series, horizon, LEVELS))
    _, peer = timed(lambda: auto_ets(known, season, horizon))
    mean = np.stack([one.mean for one in found.series])
    scale = np.array([seasonal_scale(values, season) for values in known.values()])
    errors = smape(actual, mean), mase(actual, mean, scale)
    covered = {
        level: coverage(
            actual,
            np.stack([one.bands[level][0] for one in found.series]),
            np.stack([one.bands[level][1] for one in found.series]),
        )
        for level in LEVELS
    }
    bands = "  ".join(f"{level:.0%} band covers {share:.1%}" for level, share in covered.items())
    say(f"M3 {name}: {len(series)} series, horizon {horizon}")
    say(f"  sMAPE {errors[0]:.2f} (at most {smape_allowed})  MASE {errors[1]:.3f} (at most {mase_allowed})")
    say(f"  {bands}")
    say(f"  CPU {ours:.0f} s, AutoETS alone {peer:.0f} s: {ours / peer:.2f}x (at most {CPU_ALLOWED}x)")
    misses = {
        "sMAPE": errors[0] > smape_allowed,
        "MASE": errors[1] > mase_allowed,
        "CPU": ours > CPU_ALLOWED * peer,
        **{f"{level:.0%} band": abs(share - level) > COVERAGE_WITHIN for level, share in covered.items()},
    }
    return [f"missed: M3 {name} {what}" for what, is_missed in misses.items() if is_missed]


def read(name: str, horizon: int) -> tuple[dict[str, np.ndarray], np.ndarray]:
    """Return each series' known part, and the held part, shape (series, horizon)."""
    meta = pd.read_csv(M3 / "meta.csv.gz")
    wanted = set(meta[meta.period.str.lower() == name].series)
    rows = pd.read_parquet(M3 / "series.parquet").sort_values(["series", "t"])
    rows = rows[rows.series.isin(wanted)]
    held = rows.is_test.astype(bool)
    known = {str(key): group.y.to_numpy() for key, group in rows[~held].groupby("series", sort=True)}
    return known, rows[held].y.to_numpy().reshape(len(known), horizon)


def auto_ets(known: dict[str, np.ndarray], season: int, horizon: int) -> Any:
    """Forecast with the library's AutoETS alone."""
    from statsforecast import StatsForecast
    from statsforecast.models import AutoETS

    table = pd.concat(
        pd.DataFrame({"unique_id": key, "ds": np.arange(len(values)), "y": values})
        for key, values in known.items()
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return StatsForecast([AutoETS(season_length=season)], freq=1, n_jobs=1).forecast(df=table, h=horizon)


def timed(run: Callable[[], Any]) -> tuple[Any, float]:
    """Return what a call returns and the CPU seconds it took."""
    before = time.process_time()
    return run(), time.process_time() - before


if __name__ == "__main__":
    sys.exit(main())
