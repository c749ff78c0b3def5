"""Rows as they come, made into a regular series: what is done to them is told, what cannot be is refused."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from symphonies.platform.learning import (
    Frequency,
    HistoryTooShortError,
    SeriesInvalidError,
    make_series,
    read_table,
)


def stamps(start: str, count: int, freq: str) -> list[str]:
    return [at.isoformat() for at in pd.date_range(start, periods=count, freq=freq)]


def test_points_finer_than_an_hour_are_summed_and_told() -> None:
    series = make_series("a", stamps("2026-01-01", 39, "15min"), np.ones(39))
    assert series.values.tolist() == [4.0] * 9 + [3.0]
    assert series.notes == (
        "39 points summed to 10 hours",
        "the last hour holds 3 of usually 4 points: it may not be complete",
    )


def test_days_far_apart_are_summed_to_weeks_and_told() -> None:
    days = ["2026-01-05", "2026-01-08", "2026-01-14", "2026-01-19", "2026-01-26", "2026-02-02", "2026-02-09"]
    series = make_series("a", days, np.ones(7))
    assert series.frequency is Frequency.WEEK
    assert series.notes[0] == "7 points summed to 6 weeks"


def test_times_of_a_zone_keep_their_clock() -> None:
    series = make_series("a", [f"2026-01-01T{hour:02d}:00:00+02:00" for hour in range(12)], range(12))
    assert series.stamp(1) == "2026-01-01T12:00:00"
    assert series.notes == ("times are those of the zone UTC+02:00",)


def test_times_of_several_zones_are_told_in_one() -> None:
    mixed = [f"2026-01-01T{hour:02d}:00:00+0{hour % 2}:00" for hour in range(1, 24, 2)]
    mixed[-1] = "2026-01-01T23:00:00+00:00"
    series = make_series("a", mixed, range(12), frequency=Frequency.HOUR)
    assert "times of several zones are in UTC" in series.notes
    assert series.stamp(1) == "2026-01-02T00:00:00"


@pytest.mark.parametrize("bad", ["31/12/2024", "2026-02-30", "", "soon"])
def test_what_is_no_date_is_named(bad: str) -> None:
    with pytest.raises(SeriesInvalidError, match=f"has the date '{bad}'"):
        make_series("a", [*stamps("2026-01-01", 9, "D"), bad], range(10))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", "is empty"),
        ("ds;y\n2026-01-01;3\n", "has the one column 'ds;y'"),
        ("day,y\n2026-01-01,3\n", "has no column 'ds'"),
        ('ds,y\n2026-01-01,"1,5"\n', "line 2: y is '1,5', not a number"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(tmp_path: Path, text: str, found: str) -> None:
    path = tmp_path / "series.csv"
    path.write_text(text)
    with pytest.raises(SeriesInvalidError, match=found):
        read_table(path)


@given(
    values=st.lists(st.floats(-1e12, 1e12) | st.just(float("nan")), min_size=0, max_size=60),
    freq=st.sampled_from(["h", "D", "B", "W", "MS", "QS", "YS"]),
    seed=st.integers(0, 99),
)
@settings(max_examples=40, deadline=None)
def test_a_series_is_regular_and_invents_nothing_beyond_its_ends(
    values: list[float], freq: str, seed: int
) -> None:
    order = np.random.default_rng(seed).permutation(len(values))
    at = stamps("2020-01-01", len(values), freq)
    try:
        series = make_series("a", [at[i] for i in order], [values[i] for i in order])
    except HistoryTooShortError:
        return
    known = np.array(values)[np.isfinite(values)]
    assert np.isfinite(series.values).all()
    # two days a weekend apart do not show that weekends are left out
    most = (
        len(values)
        if freq != "B"
        else (datetime.fromisoformat(at[-1]) - datetime.fromisoformat(at[0])).days + 1
    )
    assert len(series.values) <= most
    assert series.values.min() >= known.min()
    assert series.values.max() <= known.max()
