"""A look over many series: what broke is told with its slice and start, noise is not, few discoveries are false."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from symphonies.kernel import Grain
from symphonies.platform.vizier.watch import Family, Kind, Series, group, scan
from symphonies.platform.vizier.watch.calibration import predictive_p, together

MONTHS = tuple(date(2023 + place // 12, place % 12 + 1, 1) for place in range(36))
SLICES = ("north", "south", "east")


def company(seed: int, metrics: int = 60) -> list[Series]:
    """Metrics that grow, with a season and noise; each whole with three slices."""
    rng = np.random.default_rng(seed)
    made = []
    for number in range(metrics):
        season = 1 + 0.1 * np.sin(np.arange(36) / 12 * 2 * np.pi + number)
        parts = [(100 + np.arange(36)) * season * (1 + rng.normal(0, 0.03, 36)) for _ in SLICES]
        named = [((("region", name),), part) for name, part in zip(SLICES, parts, strict=True)]
        for where, values in [((), np.sum(parts, axis=0)), *named]:
            made.append(Series(f"m.{number}", where, "", Grain.MONTH, Family.FLOW, MONTHS, values))
    return made


def test_a_step_is_told_with_its_slice_and_start() -> None:
    every = company(3)
    before = every[1].values[-4:].copy()
    every[1].values[-4:] *= 1.6
    every[0].values[-4:] += every[1].values[-4:] - before
    found = scan(every)
    assert {each.metric for each in found} == {"m.0"}
    first = found[0]
    assert (first.slice, first.kind) == ((("region", "north"),), Kind.LEVEL)
    assert (first.first_on, first.last_on) == (date(2025, 9, 1), date(2025, 12, 1))
    assert first.actual > 1.4 * first.usual
    assert not first.low <= first.value <= first.high


def test_a_spike_that_passed_is_a_spike() -> None:
    every = company(4)
    every[9].values[-4] *= 2
    first = scan(every)[0]
    assert (first.metric, first.kind, first.first_on) == ("m.2", Kind.SPIKE, date(2025, 9, 1))


def test_noise_is_seldom_told() -> None:
    runs = [bool(scan(company(seed, metrics=20))) for seed in range(100, 108)]
    assert np.mean(runs) <= 0.25


def test_few_of_what_is_told_is_false() -> None:
    shares = []
    for seed in range(200, 204):
        every = company(seed, metrics=25)
        broken = {f"m.{number}" for number in range(4)}
        for each in every:
            if each.metric in broken and each.slice == (("region", "north"),):
                each.values[-4:] *= 1.6
        told = {each.metric for each in scan(every)}
        assert told >= broken
        shares.append(len(told - broken) / max(len(told), 1))
    assert np.mean(shares) <= 0.1


def test_what_is_too_small_to_matter_is_not_told() -> None:
    every = company(5)
    every[1].values[-4:] *= 1.6
    dwarfed = [
        each if each.slice or each.metric != "m.0" else replace(each, values=each.values * 50)
        for each in every
    ]
    assert scan(dwarfed) == ()


def test_too_short_a_history_is_not_judged() -> None:
    short = [Series("a", (), "", Grain.MONTH, Family.FLOW, MONTHS[:12], np.ones(12))]
    assert scan(short) == ()


@pytest.mark.parametrize("seed", range(3))
def test_chances_hold_when_nothing_is_wrong(seed: int) -> None:
    """p-values of null series are at most 5 % about 5 % of the time, or less."""
    rng = np.random.default_rng(seed)
    own = rng.normal(1.0, 0.3, 600)
    past = [tuple(np.exp(level + rng.normal(0, 0.4, 2))) for level in own]
    p_values = predictive_p(list(np.exp(own + rng.normal(0, 0.4, 600))), past)
    assert np.mean(p_values <= 0.05) <= 0.075
    assert np.mean(p_values <= 0.001) <= 0.006


def test_a_pool_too_small_to_tell_tells_nothing() -> None:
    assert predictive_p([50.0], [(1.0, 2.0)]).tolist() == [1.0]


def test_many_slices_make_no_metric_likelier() -> None:
    rng = np.random.default_rng(1)
    chances = np.array([together(rng.uniform(size=count)) for count in (1, 5, 30) for _ in range(2000)])
    for part in np.split(chances, 3):
        assert np.mean(part <= 0.1) == pytest.approx(0.1, abs=0.02)


def test_one_amount_in_two_metrics_is_one_item() -> None:
    every = company(6, metrics=50)
    for place in (1, 41):
        every[place].values[-4:] += 60
        every[place - 1].values[-4:] += 60
    told = scan(every)
    assert {each.metric for each in told} == {"m.0", "m.10"}
    (item,) = group(told, lambda one, other: one == other)
    assert set(item.metrics) == {"m.0", "m.10"}
