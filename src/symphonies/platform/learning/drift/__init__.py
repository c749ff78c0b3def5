"""Drift: whether the world still looks like what a model learned from."""

from .distance import kolmogorov_smirnov, population_stability
from .reference import Reference, reference_of
from .watch import Drift, Shift, watch

__all__ = [
    "Drift",
    "Reference",
    "Shift",
    "kolmogorov_smirnov",
    "population_stability",
    "reference_of",
    "watch",
]
