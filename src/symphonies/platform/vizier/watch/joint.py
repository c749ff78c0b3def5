"""Several signals of one thing judged together: each may look usual while their combination does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from symphonies.platform.vizier.watch.errors import HistoryInvalidError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_RIDGE = 1e-3


class JointDetector:
    """Hotelling's T-squared of short means, with a limit set by what the reference itself reached.

    Source: Hotelling (1947); the limit is the conformal one of level ``1 / (n + 1)`` over ``n`` times.
    """

    def __init__(self, reference: NDArray[np.float64], *, smooth: int = 10) -> None:
        """Learn from a stretch in which nothing was wrong.

        Args:
            reference: shape (times, signals), at least twice as many times as signals.
            smooth: how many values each signal is averaged over, backwards.

        Raises:
            HistoryInvalidError: the reference is too short or holds values that are not finite.
        """
        import numpy as np

        if reference.ndim != 2 or len(reference) < max(2 * reference.shape[1], 2 * smooth):
            raise HistoryInvalidError(
                f"The reference has the shape {reference.shape}.",
                hint="Give at least twice as many times as signals, and as twice the smoothing.",
            )
        if not np.isfinite(reference).all():
            raise HistoryInvalidError("The reference has gaps.", hint="Leave out times without all signals.")
        self._smooth = smooth
        self._centre = reference.mean(axis=0)
        self._scale = np.where((deviation := reference.std(axis=0)) > 0, deviation, 1.0)
        means = self._means((reference - self._centre) / self._scale)
        self._mean_centre = means.mean(axis=0)
        self._mean_scale = np.where((spread := means.std(axis=0)) > 0, spread, 1.0)
        ready = (means - self._mean_centre) / self._mean_scale
        covariance = np.cov(ready.T).reshape(ready.shape[1], -1) + _RIDGE * np.eye(ready.shape[1])
        self._precision = np.linalg.inv(covariance)
        self.limit = float(self._distance(ready).max())
        """Scores above it are outliers."""

    def scores(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the squared distance of each time from the reference, shape (times,).

        Args:
            values: shape (times, signals); a gap is bridged by the last value.
        """
        import numpy as np

        filled = values.copy()
        for column in filled.T:
            seen = np.isfinite(column)
            last = np.maximum.accumulate(np.where(seen, np.arange(len(column)), -1))
            column[:] = np.where(last >= 0, column[np.maximum(last, 0)], np.nan)
        filled = np.where(np.isfinite(filled), filled, self._centre)
        means = self._means((filled - self._centre) / self._scale)
        return self._distance((means - self._mean_centre) / self._mean_scale)

    def outliers(self, values: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Return which times lie outside of what the reference reached, shape (times,)."""
        return self.scores(values) > self.limit

    def _means(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        import numpy as np

        sums = np.concatenate([np.zeros((1, values.shape[1])), np.cumsum(values, axis=0)])
        ends = np.arange(1, len(values) + 1)
        starts = np.maximum(ends - self._smooth, 0)
        return (sums[ends] - sums[starts]) / (ends - starts)[:, None]

    def _distance(self, ready: NDArray[np.float64]) -> NDArray[np.float64]:
        import numpy as np

        return np.einsum("ij,jk,ik->i", ready, self._precision, ready)
