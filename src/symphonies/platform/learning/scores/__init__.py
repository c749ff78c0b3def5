"""Scores: of points, distributions, probabilities and orderings."""

from .comparison import chance_of_luck
from .distributions import coverage, crps, crps_of_paths, interval_score, pinball
from .points import mae, mase, seasonal_scale, smape, wmape
from .probabilities import Reliability, brier, log_loss, reliability
from .ranking import concordance

__all__ = [
    "Reliability",
    "brier",
    "chance_of_luck",
    "concordance",
    "coverage",
    "crps",
    "crps_of_paths",
    "interval_score",
    "log_loss",
    "mae",
    "mase",
    "pinball",
    "reliability",
    "seasonal_scale",
    "smape",
    "wmape",
]
