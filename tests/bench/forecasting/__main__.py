"""The general forecaster beside single methods: error, coverage and cost, in the same run.

    python -m tests.bench.forecasting [WORD]

With a word, only the sets that have it in their name. Reads the series from SYMPHONIES_DATASETS (default
../shared/data); says so where they are not. 1 when a bar of the M3 competition is missed, or when on any
other set seasonal naive is better.
"""

from __future__ import annotations

import sys
import time
import warnings
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pandas as pd

from symphonies.platform.learning import coverage, forecast, mase, seasonal_scale, smape
from tests.bench.forecasting.sets import DATA, Held, sets
from tests.bench.report import say

LEVELS = (0.8, 0.95)
COVERAGE_WITHIN = 0.03
CPU_ALLOWED = 1.5
"""Times the CPU of AutoETS alone."""
HEAD = "| set | method | sMAPE | MASE | 80 % band | 95 % band | CPU s |\n|---|---|---:|---:|---:|---:|---:|"


def main() -> int:
    """Print the table; 1 when a bar is missed."""
    word = sys.argv[1].lower() if len(sys.argv) > 1 else ""
    missed: list[str] = []
    say(HEAD)
    for one in sets():
        if word in one.name.lower():
            missed += measure(one)
    if not DATA.exists():
        say(f"There are no series at {DATA}; SYMPHONIES_DATASETS names the folder of data sets.")
    say("\n" + ("\n".join(missed) or "Every bar is reached."))
    return int(bool(missed))


def measure(one: Held) -> list[str]:
    """Print the rows of a set; return what it misses."""
    scale = np.array([seasonal_scale(series.values, one.season) for series in one.series])
    told, cpu = timed(lambda: forecast(one.series, one.horizon, LEVELS).series)
    mean = np.stack([series.mean for series in told])
    errors = smape(one.actual, mean), mase(one.actual, mean, scale)
    covered = [covered_by(one, told, level) for level in LEVELS]
    say(row(f"{one.name} ({len(told):,} series, {one.horizon} ahead)", "Symphonies", errors, covered, cpu))
    peers = {}
    for name, found, its_cpu in peer_forecasts(one):
        peers[name] = (smape(one.actual, found), mase(one.actual, found, scale), its_cpu)
        say(row("", name, peers[name][:2], [], its_cpu))
    if one.bars is None:
        naive = peers["SeasonalNaive"][1]
        return [f"missed: {one.name}: MASE above seasonal naive"] if errors[1] > naive else []
    misses = {
        f"sMAPE at most {one.bars[0]}": errors[0] > one.bars[0],
        f"MASE at most {one.bars[1]}": errors[1] > one.bars[1],
        f"CPU at most {CPU_ALLOWED}x AutoETS": cpu > CPU_ALLOWED * peers["AutoETS"][2],
    }
    bands = zip(LEVELS, covered, strict=True)
    misses |= {f"{level:.0%} band": abs(share - level) > COVERAGE_WITHIN for level, share in bands}
    return [f"missed: {one.name}: {what}" for what, is_missed in misses.items() if is_missed]


def covered_by(one: Held, told: Any, level: float) -> float:
    """Return the share of points inside the bands of a level; nan where a series has none."""
    ends = [series.bands.get(level) for series in told]
    has = [place for place, band in enumerate(ends) if band is not None]
    if not has:
        return float("nan")
    low, high = (np.stack([ends[place][side] for place in has]) for side in (0, 1))
    return coverage(one.actual[has], low, high)


def row(name: str, method: str, errors: tuple[float, float], covered: list[float], cpu: float) -> str:
    """Return a row of the table."""
    bands = [f"{share:.1%}" for share in covered] or ["", ""]
    return f"| {name} | {method} | {errors[0]:.2f} | {errors[1]:.3f} | {' | '.join(bands)} | {cpu:.1f} |"


def peer_forecasts(one: Held) -> Iterator[tuple[str, np.ndarray, float]]:
    """Yield each single method of the library with its forecasts, shape (series, horizon), and CPU seconds."""
    from statsforecast import StatsForecast
    from statsforecast.models import AutoETS, DynamicOptimizedTheta, SeasonalNaive

    table = pd.concat(
        pd.DataFrame({"unique_id": place, "ds": np.arange(len(series.values)), "y": series.values})
        for place, series in enumerate(one.series)
    )
    for model in (AutoETS, DynamicOptimizedTheta, SeasonalNaive):
        engine = StatsForecast(
            [model(season_length=one.season)], freq=1, n_jobs=1, fallback_model=SeasonalNaive(1)
        )
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found, cpu = timed(lambda engine=engine: engine.forecast(df=table, h=one.horizon))
        yield model.__name__, found[model.__name__].to_numpy(float).reshape(len(one.series), -1), cpu


def timed(run: Callable[[], Any]) -> tuple[Any, float]:
    """Return what a call returns and the CPU seconds it took."""
    before = time.process_time()
    return run(), time.process_time() - before


if __name__ == "__main__":
    sys.exit(main())
