"""Bands that keep their word: calibrated on errors that were made before."""

from .censored import censored_quantile, event_curve
from .split import conformal_quantile, least_count, widening

__all__ = ["censored_quantile", "conformal_quantile", "event_curve", "least_count", "widening"]
