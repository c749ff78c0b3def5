"""False discoveries stay as rare as promised, in batch and one at a time."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from symphonies.platform.vizier.watch import OnlineDiscovery, conformal_p, discoveries


def test_benjamini_and_hochbergs_own_example() -> None:
    # the fifteen p-values of their 1995 paper, section 3.2: four are rejected at 5 %
    p_values = [
        0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344,
        0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0000,
    ]  # fmt: skip
    assert discoveries(np.array(p_values), 0.05).tolist() == [True] * 4 + [False] * 11


def test_scipy_rejects_the_same() -> None:
    from scipy.stats import false_discovery_control

    p_values = np.random.default_rng(3).beta(0.4, 2, 300)
    assert (discoveries(p_values, 0.1) == (false_discovery_control(p_values) <= 0.1)).all()


@given(st.lists(st.floats(0, 1), max_size=40), st.floats(0.01, 0.5))
def test_what_is_rejected_has_the_smallest_p_values(p_values: list[float], rate: float) -> None:
    kept = discoveries(np.array(p_values), rate)
    told = [p for p, is_kept in zip(p_values, kept, strict=True) if is_kept]
    passed = [p for p, is_kept in zip(p_values, kept, strict=True) if not is_kept]
    assert not told or not passed or max(told) <= min(passed)


def test_conformal_p_values_of_pure_noise_keep_the_false_discovery_rate() -> None:
    rng = np.random.default_rng(11)
    any_found = 0
    for _ in range(400):
        noise = rng.standard_t(3, 2200)
        any_found += bool(discoveries(conformal_p(noise[:200], noise[200:]), 0.1).any())
    # under the null every discovery is false, so the rate is the share of runs with any
    assert any_found / 400 <= 0.1 + 3 * np.sqrt(0.09 / 400)


def test_a_mixture_keeps_the_rate_and_finds_what_is_there() -> None:
    rng = np.random.default_rng(5)
    shares, found = [], []
    for _ in range(200):
        signal = np.arange(300) < 30
        kept = discoveries(conformal_p(rng.normal(4.5 * signal, 1), rng.normal(0, 1, 5000)), 0.1)
        shares.append((kept & ~signal).sum() / max(kept.sum(), 1))
        found.append((kept & signal).sum() / 30)
    assert np.mean(shares) <= 0.12
    assert np.mean(found) >= 0.8


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_one_at_a_time_noise_is_hardly_ever_believed(seed: int) -> None:
    rng = np.random.default_rng(seed)
    runs = []
    for _ in range(150):
        online = OnlineDiscovery(0.1)
        runs.append(any(online.decide(p) for p in rng.uniform(0, 1, 200)))
    assert np.mean(runs) <= 0.1 + 3 * np.sqrt(0.09 / 150)


def test_one_at_a_time_a_discovery_earns_the_right_to_the_next() -> None:
    online, plain = OnlineDiscovery(0.1), OnlineDiscovery(0.1)
    assert online.decide(1e-9)
    assert not plain.decide(0.9)
    assert online.decide(0.002)
    assert not plain.decide(0.002)
