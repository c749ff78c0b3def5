"""What would have been usual, learned from the periods before a place; matrices are (series, periods)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def seasonal_usual(values: NDArray[np.float64], first: int, season: int) -> NDArray[np.float64]:
    """Return a line through the past that outliers do not bend, plus the season on which the years agree.

    Source: Theil (1950) and Sen (1968) for the line.
    """
    import numpy as np

    places = np.arange(values.shape[1])
    one, other = np.triu_indices(first, k=1)
    past = values[:, :first]
    gaps = np.isnan(past).any()
    middle = np.nanmedian if gaps else np.median
    slope = middle((past[:, other] - past[:, one]) / (other - one), axis=1)
    usual = slope[:, None] * places
    usual += middle(past - usual[:, :first], axis=1)[:, None]
    left = past - usual[:, :first]
    for slot in range(min(season, first)):
        same = left[:, slot::season]
        known = np.isfinite(same)
        agree = known.sum(axis=1) >= 2
        agree &= np.where(known, same > 0, True).all(axis=1) | np.where(known, same < 0, True).all(axis=1)
        least = np.min(np.where(known, np.abs(same), np.inf), axis=1)
        sign = np.sign(np.nansum(same, axis=1))
        usual[:, slot::season] += np.where(agree, sign * np.where(agree, least, 0.0), 0.0)[:, None]
    return usual
