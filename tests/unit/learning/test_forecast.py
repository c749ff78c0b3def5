"""Forecasts: what must hold of them, whatever the series."""

from __future__ import annotations

import numpy as np
import pytest

from symphonies.platform.learning import (
    Forecasts,
    SeriesInvalidError,
    conformal_quantile,
    coverage,
    forecast,
    make_series,
)
from symphonies.platform.learning.forecasting.seasonality import seasonal_indices

RNG = np.random.default_rng(7)
MONTHS = [f"{2016 + i // 12}-{i % 12 + 1:02d}-01" for i in range(120)]
SEASON = np.array([0.7, 0.8, 0.9, 1, 1.1, 1.2, 1.3, 1.2, 1.1, 1, 0.9, 0.8])


def monthly(values: np.ndarray, horizon: int = 6, **options: object) -> Forecasts:
    series = make_series("a", MONTHS[: len(values)], values)
    return forecast([series], horizon, **options)  # type: ignore[arg-type]


def test_a_clean_season_and_trend_go_on() -> None:
    index = np.arange(84)
    values = (200 + 2 * index) * SEASON[index % 12]
    told = monthly(values, 12).series[0].mean
    ahead = np.arange(84, 96)
    assert told == pytest.approx((200 + 2 * ahead) * SEASON[ahead % 12], rel=0.03)


def test_pure_noise_has_no_season() -> None:
    indices, multiplies = seasonal_indices(100 + RNG.normal(0, 5, 84), 12)
    assert multiplies
    assert np.abs(indices - 1).max() < 0.04


def test_bands_are_ordered_around_the_forecast_and_widen_with_the_level() -> None:
    one = monthly(100 + RNG.normal(0, 5, 84)).series[0]
    low50, high50 = one.bands[0.5]
    low95, high95 = one.bands[0.95]
    assert np.all(low95 <= low50)
    assert np.all(low50 <= one.mean)
    assert np.all(one.mean <= high50)
    assert np.all(high50 <= high95)


def test_bands_cover_what_they_promise_on_series_not_seen() -> None:
    walks = np.cumsum(RNG.normal(0.1, 1, (25, 72)), axis=1) + 100
    series = [make_series(f"s{i}", MONTHS[:60], walk[:60]) for i, walk in enumerate(walks)]
    found = forecast(series, 12, [0.8]).series
    low = np.stack([one.bands[0.8][0] for one in found])
    high = np.stack([one.bands[0.8][1] for one in found])
    assert 0.68 <= coverage(walks[:, 60:], low, high) <= 0.92


def test_a_forecast_does_not_depend_on_its_neighbours_scale() -> None:
    values, other = 100 + RNG.normal(0, 5, (2, 60))

    def beside(neighbour: np.ndarray) -> Forecasts:
        return forecast([make_series("a", MONTHS[:60], values), make_series("b", MONTHS[:60], neighbour)], 6)

    small, large = beside(other).series, beside(other * 1e6).series
    assert large[0].mean == pytest.approx(small[0].mean, rel=1e-3)
    assert large[1].mean == pytest.approx(small[1].mean * 1e6, rel=1e-3)


def test_figures_that_never_fall_below_zero_stay_there() -> None:
    values = np.maximum(0.0, 30 - np.arange(48.0) + RNG.normal(0, 1, 48))
    one = monthly(values, 12).series[0]
    assert one.mean.min() >= 0
    assert min(low.min() for low, _ in one.bands.values()) >= 0


def test_a_constant_has_no_made_up_band() -> None:
    one = monthly(np.zeros(24)).series[0]
    assert one.mean.tolist() == [0.0] * 6
    assert one.bands == {}
    assert "no band can be tested" in one.notes[0]


def test_history_too_short_to_test_gives_no_band() -> None:
    found = monthly(np.arange(10.0), 6)
    assert found.series[0].bands == {}
    assert "too little history to test a band of 50%, 80%, 95%" in found.series[0].notes[0]
    assert found.scorecard.smape is None


def test_rare_events_are_forecast_as_a_rate() -> None:
    values = np.where(RNG.random(96) < 0.25, 8.0, 0.0)
    one = monthly(values, 12).series[0]
    assert one.mean == pytest.approx(np.full(12, values.mean()), rel=0.6)
    assert {"tsb", "adida", "imapa", "croston"} < set(one.members)


def test_negative_figures_are_forecast() -> None:
    one = monthly(-50 + RNG.normal(0, 3, 60)).series[0]
    assert one.mean == pytest.approx(np.full(6, -50.0), abs=5)
    assert one.bands[0.8][0].max() < one.bands[0.8][1].min() + 20


def test_odd_series_beside_each_other_all_get_figures_that_can_be() -> None:
    noise = RNG.normal(0, 1, 60)
    odd = {
        "huge": 1e12 + 1e10 * noise,
        "tiny": 1e-9 * (10 + noise),
        "below zero": -1e6 + 1e5 * noise,
        "around zero": noise,
        "zeros": np.zeros(60),
        "one event": np.where(np.arange(60) == 30, 5.0, 0.0),
        "dead": np.where(np.arange(60) < 20, 50 + noise, 0.0),
        "steps": np.repeat([1.0, 100.0, 10.0], 20),
        "exponential": np.exp(np.arange(60) / 4),
        "short": 10 + noise[:7],
    }
    found = forecast([make_series(name, MONTHS[-len(row) :], row) for name, row in odd.items()], 12)
    for one in found.series:
        history = odd[one.series.name]
        assert np.isfinite(one.mean).all(), one.series.name
        for low, high in one.bands.values():
            assert np.all(low <= one.mean), one.series.name
            assert np.all(one.mean <= high), one.series.name
            assert history.min() < 0 or low.min() >= 0, one.series.name
    told = {one.series.name: one for one in found.series}
    assert told["huge"].mean == pytest.approx(np.full(12, 1e12), rel=0.05)
    assert told["tiny"].mean == pytest.approx(np.full(12, 1e-8), rel=0.5)
    assert told["dead"].mean.max() < 5
    assert told["zeros"].bands == {}
    assert sum(told["huge"].members.values()) == pytest.approx(1)


def test_a_horizon_far_beyond_the_history_is_refused() -> None:
    with pytest.raises(SeriesInvalidError, match="horizon is 5000 points, the longest history 24"):
        monthly(np.arange(24.0), 5000)


def test_the_same_data_give_the_same_forecast() -> None:
    values = 100 + RNG.normal(0, 5, 60)
    assert np.array_equal(monthly(values).series[0].mean, monthly(values).series[0].mean)


def test_the_scorecard_tells_how_it_did() -> None:
    card = monthly(100 * SEASON[np.arange(96) % 12] + RNG.normal(0, 2, 96)).scorecard
    assert card.forecasts > 3
    assert card.smape is not None
    assert card.smape < 5
    assert card.coverage[0.8] == pytest.approx(0.8, abs=0.1)


def test_a_level_needs_enough_errors() -> None:
    errors = np.arange(1.0, 11.0)
    assert conformal_quantile(errors, 0.5) == 6.0
    assert conformal_quantile(errors, 0.9) == 10.0
    assert conformal_quantile(errors, 0.95) is None
    assert conformal_quantile(np.empty(0), 0.5) is None


@pytest.mark.parametrize(("horizon", "levels"), [(0, [0.8]), (3, [1.0]), (3, [0.0])])
def test_what_cannot_be_asked_is_refused(horizon: int, levels: list[float]) -> None:
    with pytest.raises(SeriesInvalidError):
        forecast([make_series("a", MONTHS[:24], np.arange(24.0))], horizon, levels)
    with pytest.raises(SeriesInvalidError, match="no series"):
        forecast([], 3)


def test_series_of_different_seasons_are_forecast_apart() -> None:
    pair = [
        make_series("a", MONTHS[:24], range(24)),
        make_series("b", [str(i) for i in range(24)], range(24)),
    ]
    with pytest.raises(SeriesInvalidError, match="different seasons"):
        forecast(pair, 3)
