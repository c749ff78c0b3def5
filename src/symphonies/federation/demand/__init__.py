"""Demand control: what an operation would cost, by @cost and @listSize, before it is run."""

from .control import DemandControl
from .weights import MUTATION_WEIGHT, ListSize, Weights

__all__ = ["MUTATION_WEIGHT", "DemandControl", "ListSize", "Weights"]
