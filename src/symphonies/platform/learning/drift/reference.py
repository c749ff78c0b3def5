"""How features were distributed when a model was learned: small enough to be kept with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]
POINTS = 101
"""How many quantiles tell a number's distribution."""
MOST_LEVELS = 50
"""Of a category, so many levels are kept apart; the rest are one."""
OTHER, MISSING = "(other)", "(missing)"


class Numbers(BaseModel):
    """The distribution of a number."""

    model_config = ConfigDict(frozen=True)

    quantiles: tuple[float, ...]
    """At evenly spaced levels from 0 to 1."""
    missing_ratio: float


class Levels(BaseModel):
    """The distribution of a category."""

    model_config = ConfigDict(frozen=True)

    shares: dict[str, float]


class Reference(BaseModel):
    """The distributions of all features."""

    model_config = ConfigDict(frozen=True)

    cases: int
    numbers: dict[str, Numbers] = {}
    levels: dict[str, Levels] = {}


def reference_of(features: pd.DataFrame) -> Reference:
    """Returns how features are distributed: numbers by quantiles, everything else by the share of its levels.

    Args:
        features: one row a case.
    """
    numbers: dict[str, Numbers] = {}
    levels: dict[str, Levels] = {}
    for name in map(str, features.columns):
        if is_number(features[name]):
            values = features[name].to_numpy(np.float64, na_value=np.nan)
            known = values[np.isfinite(values)]
            if len(known):
                told = np.quantile(known, np.linspace(0, 1, POINTS))
                missing = 1 - len(known) / len(values)
                numbers[name] = Numbers(quantiles=tuple(told.tolist()), missing_ratio=missing)
        else:
            levels[name] = Levels(shares=level_shares(features[name]))
    return Reference(cases=len(features), numbers=numbers, levels=levels)


def is_number(values: pd.Series) -> bool:
    """Returns whether a feature is a number; yes or no is a category."""
    import pandas as pd

    return pd.api.types.is_numeric_dtype(values) and not pd.api.types.is_bool_dtype(values)


def level_shares(values: pd.Series) -> dict[str, float]:
    """Returns the share of each level of a category, the commonest first, the rest as one."""
    counts = values.astype(object).where(values.notna(), MISSING).astype(str).value_counts(normalize=True)
    shares = {str(level): float(share) for level, share in counts.iloc[:MOST_LEVELS].items()}
    rest = float(counts.iloc[MOST_LEVELS:].sum())
    return shares | ({OTHER: rest} if rest else {})
