"""The smallest set of slices is found, and nothing is found where there is nothing."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from symphonies.platform.vizier.explain import localise
from tests.bench.explain.cases import generate

CODES = np.array(list(product(range(4), range(5), range(6))))


def noisy(seed: int) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    expected = rng.uniform(50, 150, len(CODES))
    return expected, expected * (1 + rng.normal(0, 0.03, len(CODES)))


@pytest.mark.parametrize("cause", [((0, 2),), ((1, 3), (2, 4)), ((0, 1), (1, 0))])
def test_one_cause_is_found_and_nothing_else(cause: tuple[tuple[int, int], ...]) -> None:
    expected, actual = noisy(3)
    inside = np.logical_and.reduce([CODES[:, column] == value for column, value in cause])
    actual[inside] *= 0.5
    found = localise(CODES, expected, actual)
    assert [each.values for each in found] == [cause]
    assert found[0].change == pytest.approx((actual - expected)[inside].sum())


def test_two_causes_are_found() -> None:
    expected, actual = noisy(4)
    actual[CODES[:, 0] == 3] *= 0.4
    actual[(CODES[:, 1] == 2) & (CODES[:, 2] == 1)] *= 0.4
    assert {each.values for each in localise(CODES, expected, actual)} >= {((0, 3),)}


def test_noise_has_no_cause() -> None:
    assert localise(CODES, *noisy(5)) == ()


def test_no_change_has_no_cause() -> None:
    expected, _ = noisy(6)
    assert localise(CODES, expected, expected) == ()


def test_generated_cases_reach_the_published_score() -> None:
    right = wrong = missed = 0
    for seed in range(500, 506):
        case = generate(seed)
        found = {each.values for each in localise(case.codes, case.expected, case.actual)}
        right += len(found & case.truth)
        wrong += len(found - case.truth)
        missed += len(case.truth - found)
    assert 2 * right / (2 * right + wrong + missed) >= 0.6
