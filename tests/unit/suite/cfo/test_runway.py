"""How long cash lasts: known answers, what is beyond the horizon, and no jumps under small changes."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from symphonies.platform.scenarios import Lever
from symphonies.suite.cfo.pinnacle.levers import change_of
from symphonies.suite.cfo.pinnacle.simulation import CashSimulation, Settings, runway_of
from symphonies.suite.cfo.pinnacle.simulation.runway import first_below
from tests.bench.cash.companies import company

HORIZON, PATHS = 91, 500


def falling(days: int, starts: list[float]) -> np.ndarray:
    """Paths that lose one a day from where they start."""
    return np.array(starts)[None, :] - np.arange(1, days + 1)[:, None]


def test_a_path_that_loses_one_a_day_lasts_as_many_days_as_it_has_over_the_floor() -> None:
    assert first_below(falling(60, [130.0]), 100, 130).tolist() == [30.0]
    # it stands on the floor at the end of day 30 and is below it on the next
    steps = np.array([[150], [130], [90]])
    assert first_below(steps, 100, 160).tolist() == [2.75]


def test_each_fifth_is_told_by_its_mean() -> None:
    lasting = [10, 20, 12, 50, 30, 40, 55, 14, 24, 45]
    # all begin at 100 over the floor and lose by day what makes them last so long
    cash = 200 - np.outer(np.arange(1, 61), 100 / np.array(lasting))
    told = runway_of(cash, 100, 200)
    assert [each.days for each in (told.worst, told.middle, told.best)] == pytest.approx([11.0, 27.0, 52.5])
    assert [each.beyond for each in (told.worst, told.middle, told.best)] == [0.0, 0.0, 0.0]


def test_what_lasts_beyond_the_horizon_is_said_to_be_more_than_it() -> None:
    told = runway_of(falling(60, [1000.0] * 20), 100, 1000)
    assert (told.worst.known, told.worst.beyond, told.worst.horizon) == (None, 1.0, 60)


def test_with_some_beyond_the_horizon_the_mean_is_the_least() -> None:
    cash = np.stack([falling(60, [130.0])[:, 0]] + [np.full(60, 1000.0)] * 9, axis=1)
    told = runway_of(cash, 100, 130)
    assert (told.worst.days, told.worst.beyond) == (45.0, 0.5)
    assert told.worst.known == 45.0
    assert told.middle.known is None


def test_who_is_below_the_floor_already_has_none_left() -> None:
    told = runway_of(falling(60, [90.0] * 20), 100, 90)
    assert [each.known for each in (told.worst, told.middle, told.best)] == [0.0, 0.0, 0.0]


def test_a_pay_day_that_grazes_the_floor_on_more_and_more_paths_moves_it_by_steps_of_one_path() -> None:
    days, paths = 91, 500
    base = np.full((days, paths), 1000.0)
    base[24] = np.linspace(90, 290, paths)  # the pay day of the first month
    base[54] = np.linspace(40, 240, paths)  # that of the second
    told = [runway_of(base - moved, 100, 1000) for moved in np.arange(0, 200, 0.5)]
    for fifth in ("worst", "middle", "best"):
        course = np.array([getattr(each, fifth).days for each in told])
        assert np.all(np.diff(course) <= 1e-9)
        assert course[0] - course[-1] > 20
        # two paths of the hundred cross the floor in a step, each by at most the horizon
        assert np.abs(np.diff(course)).max() <= 2 * days / 100
    # the same as a percentile of the paths jumps by a month
    tenth = [np.quantile(first_below(base - moved, 100, 1000), 0.1, method="lower") for moved in range(200)]
    assert np.abs(np.diff(np.minimum(tenth, days))).max() >= 25


@cache
def strained(seed: int) -> CashSimulation:
    """A company whose floor is grazed: on half of the paths cash falls below it at some time."""
    position = company(seed, invoices=200)
    cash = CashSimulation(position, Settings(HORIZON, PATHS)).baseline_paths.cash
    floor = max(int(np.median(cash.min(axis=0))), 0)
    number = len(position.entities.ids)
    entities = replace(position.entities, minimum=np.full(number, floor // number))
    return CashSimulation(replace(position, entities=entities), Settings(HORIZON, PATHS))


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 6), st.sampled_from(["demand", "price", "cost"]), st.integers(-8, 8))
def test_a_lever_moved_by_a_hundredth_moves_the_runway_by_days_and_not_by_months(
    seed: int, kind: str, step: int
) -> None:
    simulation = strained(seed)
    before, after = (
        simulation.run(change_of(simulation.position, [Lever(kind=kind, value=value / 100)])).runway
        for value in (step, step + 1)
    )
    for fifth in ("worst", "middle", "best"):
        one, other = getattr(before, fifth), getattr(after, fifth)
        assert abs(one.days - other.days) <= HORIZON / 6


@settings(max_examples=20, deadline=None)
@given(st.integers(1, 6), st.integers(-20, 30), st.integers(0, 20))
def test_more_days_of_customers_never_lengthen_the_runway(seed: int, days: int, more: int) -> None:
    simulation = strained(seed)
    first, second = (
        simulation.run(change_of(simulation.position, [Lever(kind="dso", value=value)])).runway
        for value in (days, days + more)
    )
    for fifth in ("worst", "middle", "best"):
        assert getattr(second, fifth).days <= getattr(first, fifth).days + 1e-9
