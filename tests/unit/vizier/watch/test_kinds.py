"""Each kind of what is unusual, on series of which the answer is known, and how seldom each is told of noise."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from symphonies.kernel import Grain
from symphonies.platform.vizier.watch import Anomaly, Family, Kind, Parts, Series, rebased, scan
from symphonies.platform.vizier.watch.rebasing import Baseline
from tests.unit.vizier.watch.test_scan import MONTHS, company

START = date(2024, 1, 1)
DAYS = 800
PAYMENT = 10.0


def daily(seed: int, metrics: int = 20) -> list[Series]:
    """Metrics of some fifty payments a day, none at weekends."""
    rng = np.random.default_rng(seed)
    days = tuple(START + timedelta(days=place) for place in range(DAYS))
    open_ = np.array([day.weekday() < 5 for day in days])
    made = []
    for number in range(metrics):
        counts = rng.poisson(50, DAYS) * open_
        parts = Parts(counts * PAYMENT**2)
        name = f"d.{number}"
        made.append(Series(name, (), "", Grain.DAY, Family.FLOW, days, counts * PAYMENT, parts=parts))
    return made


def levels(seed: int, metrics: int = 30) -> list[Series]:
    rng = np.random.default_rng(seed)
    return [
        Series(f"l.{number}", (), "", Grain.MONTH, Family.LEVEL, MONTHS, 100 + rng.normal(0, 2, 36).cumsum())
        for number in range(metrics)
    ]


def of(found: tuple[Anomaly, ...], metric: str) -> list[Kind]:
    return [each.kind for each in found if each.metric == metric]


def test_a_course_that_leads_away_further_each_month_is_a_trend() -> None:
    every = company(3)
    for place in (0, 1):
        every[place].values[-7:] *= 1 + 0.08 * np.arange(1, 8)
    assert of(scan(every), "m.0")[0] is Kind.TREND


def test_a_new_level_is_no_trend() -> None:
    every = company(3)
    for place in (0, 1):
        every[place].values[-5:] *= 1.5
    assert of(scan(every), "m.0")[0] is Kind.LEVEL


def test_days_on_which_nothing_came_are_missing() -> None:
    every = daily(1)
    every[4].values[-3:] = 0.0
    every[4].parts.values[-3:] = 0.0
    first = scan(every)[0]
    assert (first.metric, first.kind, first.value) == ("d.4", Kind.MISSING, 0.0)
    assert first.low > 0


def test_figures_that_stop_are_missing_and_gaps_as_ever_are_not() -> None:
    every = levels(2)
    every[7].values[-4:] = np.nan
    every[8].values[::2] = np.nan
    found = scan(every)
    assert of(found, "l.7") == [Kind.MISSING]
    assert of(found, "l.8") == []
    missing = next(each for each in found if each.metric == "l.7")
    assert missing.first_on == MONTHS[-4]
    assert missing.lasts


def test_wilder_weeks_are_told_and_calmer_ones_are_not() -> None:
    every = daily(3)
    rng = np.random.default_rng(9)
    for place, factor in ((2, rng.lognormal(0, 0.8, 16)), (3, np.ones(16))):
        wild = np.repeat(factor, 7)
        every[place].values[-112:] *= wild
        every[place].parts.values[-112:] *= wild
    found = [each for each in scan(every) if each.kind is Kind.SWINGS]
    assert {each.metric for each in found} == {"d.2"}
    assert found[0].actual > 2 * found[0].usual


def test_what_cannot_be_is_told_however_little_it_is() -> None:
    rng = np.random.default_rng(4)
    below = rng.integers(80, 120, 36).astype(float)
    share = Series("s", (), "", Grain.MONTH, Family.RATIO, MONTHS, below * 0.9, below, possible=(0.0, 1.0))
    assert scan([share]) == ()
    share.values[-2] = below[-2] * 1.01
    (found,) = scan([share])
    assert (found.kind, found.first_on, found.value) == (Kind.IMPOSSIBLE, MONTHS[-2], pytest.approx(1.01))
    assert (found.low, found.high, found.chance) == (0.0, 1.0, 0.0)


@pytest.mark.parametrize("made", [daily, levels])
def test_noise_is_seldom_told_as_any_kind(made: object) -> None:
    runs = [bool(scan(made(seed))) for seed in range(50, 54)]  # type: ignore[operator]
    assert np.mean(runs) <= 0.25


def test_a_level_taken_for_usual_is_told_no_more_and_a_fall_from_it_is() -> None:
    every = company(3)
    for place in (0, 1):
        every[place].values[-5:] *= 1.5
    found = [each for each in scan(every) if each.metric == "m.0"]
    levels_now = [
        Baseline(each.metric, each.slice, each.grain, each.first_on, each.usual, each.actual)
        for each in found
    ]
    assert levels_now
    assert "m.0" not in {each.metric for each in scan(rebased(every, levels_now))}
    back = [replace(each, values=each.values.copy()) for each in every]
    for place in (0, 1):
        back[place].values[-1:] /= 3
    kept = rebased(back, levels_now)
    assert "m.0" in {each.metric for each in scan(kept) if each.actual < each.usual}


def test_a_baseline_survives_the_records() -> None:
    baseline = Baseline("m", (("region", "north"),), Grain.MONTH, START, 1.0, 1.5)
    assert Baseline.of(baseline.body()) == baseline
