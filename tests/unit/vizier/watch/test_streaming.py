"""The incremental detector: sees what broke, is quiet on what goes on, forgets nothing and grows no further."""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta

import numpy as np

from symphonies.platform.vizier.watch import StreamDetector, Verdict
from symphonies.platform.vizier.watch.conformal import RollingRank
from symphonies.platform.vizier.watch.contexts import LEVELS, ContextModel
from symphonies.platform.vizier.watch.ranges import TrailingRange

START = datetime(2026, 1, 5, tzinfo=UTC)
STEP = timedelta(minutes=30)


def watch(values: np.ndarray, learn: int = 300) -> list[Verdict]:
    detector = StreamDetector(learn=learn)
    return [detector.observe(START + place * STEP, float(value)) for place, value in enumerate(values)]


def daily(count: int, seed: int = 1) -> np.ndarray:
    hours = np.arange(count) / 2
    return 50 + 20 * np.sin(hours / 24 * 2 * np.pi) + np.random.default_rng(seed).normal(0, 1, count)


def alarms(verdicts: list[Verdict]) -> list[int]:
    return [place for place, verdict in enumerate(verdicts) if verdict.alarm]


def test_a_spike_alarms_at_once_and_only_once() -> None:
    values = daily(1500)
    values[1200:1204] += 60
    assert alarms(watch(values))[-1:] == [1200]


def test_a_missing_day_is_seen_though_every_value_is_usual() -> None:
    values = daily(1500)
    values[1200:1248] = 30
    found = [place for place in alarms(watch(values)) if place >= 1100]
    assert found
    assert found[0] < 1248
    assert watch(values)[found[0]].view in ("time of day", "against recent", "sequence", "short mean")


def test_a_flat_line_and_a_clean_cycle_never_alarm() -> None:
    assert alarms(watch(np.full(1200, 7.0))) == []
    assert alarms(watch(np.tile([1.0, 5.0, 9.0, 5.0], 400))) == []


def test_nothing_is_known_of_the_future() -> None:
    values = daily(900)
    changed = values.copy()
    changed[700:] = -1000
    assert watch(values)[:700] == watch(changed)[:700]


def test_a_value_that_is_not_finite_is_passed_over() -> None:
    values = daily(900)
    gapped = np.insert(values, 500, np.nan)
    detector = StreamDetector(learn=300)
    assert all(
        detector.observe(START + place * STEP, float(value)).score >= 0 for place, value in enumerate(gapped)
    )


def test_memory_is_bounded() -> None:
    trailing, contexts, rank = TrailingRange(50, learn=5), ContextModel(learn=20), RollingRank(100, learn=5)
    for value in np.random.default_rng(2).normal(0, 1, 5000).tolist():
        trailing.excess(value)
        contexts.surprises(value)
        rank.log_p(value)
    assert len(trailing._low) <= 50
    assert len(rank._sorted) == 100
    assert sum(map(len, contexts._counts.values())) <= LEVELS**3 + LEVELS**2 + LEVELS
    assert sys.getsizeof(rank._sorted) < 10_000


def test_the_trailing_range_equals_the_plain_computation() -> None:
    values = np.random.default_rng(9).normal(0, 1, 400)
    trailing = TrailingRange(30, learn=1)
    for place, value in enumerate(values):
        told = trailing.excess(float(value))
        if place:
            seen = values[max(0, place - 30) : place]
            low, high = seen.min(), seen.max()
            width = high - low or max(abs(high), 1e-9)
            assert np.isclose(told, max(value - high, low - value, 0) / width)
