"""What each feature adds to a prediction, so that base and parts are the prediction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import lightgbm as lgb
    import pandas as pd

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Contributions:
    """Parts of predictions.

    Attributes:
        names: of the features.
        base: what is predicted of nothing in particular.
        values: shape (cases, features), in units of the prediction; base and a row's values add up to it.
    """

    names: tuple[str, ...]
    base: float
    values: Floats

    @property
    def total(self) -> Floats:
        """The predictions, shape (cases,)."""
        return self.base + self.values.sum(axis=1)

    def largest(self, case: int, count: int = 5) -> tuple[tuple[str, float], ...]:
        """Returns what moved a prediction most, and the rest as one part: base and these add up to it."""
        row = self.values[case]
        order = np.argsort(-np.abs(row), kind="stable")
        named = tuple((self.names[place], float(row[place])) for place in order[:count])
        rest = order[count:]
        return (*named, ("everything else", float(row[rest].sum()))) if len(rest) else named

    def grouped(self, groups: Sequence[tuple[str, Sequence[str]]]) -> Contributions:
        """Returns the same parts summed by what people call them.

        Args:
            groups: names and the features they stand for; what is in no group keeps its own name.
        """
        taken = {feature for _, features in groups for feature in features}
        parts = [*groups, *((name, (name,)) for name in self.names if name not in taken)]
        place = {name: index for index, name in enumerate(self.names)}
        summed = [
            self.values[:, [place[f] for f in features if f in place]].sum(axis=1) for _, features in parts
        ]
        return Contributions(tuple(name for name, _ in parts), self.base, np.stack(summed, axis=1))


def tree_contributions(booster: lgb.Booster, features: pd.DataFrame) -> Contributions:
    """Explains what boosted trees with one output predict before any link: logarithms, log-odds.

    Args:
        booster: with a single output.
        features: one row a case.

    Source: Lundberg et al. (2020), "From local explanations to global understanding with explainable AI
        for trees" (exact for trees).
    """
    found = np.asarray(booster.predict(features, pred_contrib=True), dtype=np.float64)
    base = float(found[0, -1]) if len(found) else 0.0
    return Contributions(tuple(map(str, features.columns)), base, found[:, :-1])


def linear_contributions(
    names: Sequence[str], weights: Floats, intercept: float, features: Floats, typical: Floats
) -> Contributions:
    """Explains a weighted sum by how each feature differs from its typical value.

    Args:
        names: of the features.
        weights: shape (features,).
        intercept: of the sum.
        features: shape (cases, features).
        typical: shape (features,), such as the means.
    """
    base = float(intercept + typical @ weights)
    return Contributions(tuple(names), base, (features - typical) * weights)
