"""Generated changes with known causes, as set S of the RiskLoc paper describes them.

Five dimensions of 10, 12, 10, 8 and 5 values, every combination a leaf with a Weibull value, up to a quarter of
them zero; expected values miss by up to 25 %, either way. One to three causes, each of one to three elements of
any number of dimensions, lower their leaves by 20 % to 100 % and the noise on top, on the side that noise favours.

Source: Kalander, RiskLoc (2022), section on synthetic data sets.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

SIZES = (10, 12, 10, 8, 5)
Element = tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Case:
    """Leaves, and the elements that were changed."""

    codes: NDArray[np.int64]
    expected: NDArray[np.float64]
    actual: NDArray[np.float64]
    truth: frozenset[Element]


def generate(seed: int) -> Case:
    """Return one case; the same seed gives the same."""
    rng = np.random.default_rng(seed)
    codes = np.array(list(product(*map(range, SIZES))))
    count = len(codes)
    zero_share, noise = rng.uniform(0, 0.25), rng.uniform(0, 0.25)
    one = rng.weibull(rng.uniform(0.5, 1.0), count) * 100 * (rng.uniform(size=count) > zero_share)
    other = np.maximum(one * (1 + rng.normal(0, noise, count)), 0)
    swapped = rng.integers(0, 2, count) == 1
    expected, actual = np.where(swapped, one, other), np.where(swapped, other, one)
    causes = _causes(rng, codes, one)
    lowered, base = (expected, actual) if actual.sum() > expected.sum() else (actual, expected)
    for elements in causes:
        severity, deviation = rng.uniform(0.2, 1.0) + noise, rng.uniform(0, 0.1)
        inside = np.logical_or.reduce([_inside(codes, element) for element in elements])
        cut = 1 - rng.normal(severity, deviation, inside.sum())
        lowered[inside] = np.maximum(base[inside] * cut, 0)
    return Case(codes, expected, actual, frozenset(element for elements in causes for element in elements))


def _causes(
    rng: np.random.Generator, codes: NDArray[np.int64], values: NDArray[np.float64]
) -> list[tuple[Element, ...]]:
    """Draw causes of different dimensions whose elements do not overlap and are not empty."""
    causes: list[tuple[Element, ...]] = []
    for _ in range(int(rng.integers(1, 4))):
        level, size = int(rng.integers(1, len(SIZES) + 1)), int(rng.integers(1, 4))
        while True:
            columns = tuple(sorted(rng.choice(len(SIZES), level, replace=False).tolist()))
            taken = {pair for cause in causes for element in cause for pair in element}
            free = [[v for v in range(SIZES[c]) if (c, v) not in taken] for c in columns]
            used = level < len(SIZES) and any(tuple(c for c, _ in cause[0]) == columns for cause in causes)
            if used or not all(free):
                level = int(rng.integers(1, len(SIZES) + 1))
                continue
            drawn = {
                tuple((c, int(rng.choice(choices))) for c, choices in zip(columns, free, strict=True))
                for _ in range(size)
            }
            if len(drawn) == size and all(values[_inside(codes, element)].any() for element in drawn):
                causes.append(tuple(drawn))
                break
            size = min(size, len(free[0])) if level == 1 else size
    return causes


def _inside(codes: NDArray[np.int64], element: Element) -> NDArray[np.bool_]:
    return np.logical_and.reduce([codes[:, column] == value for column, value in element])
