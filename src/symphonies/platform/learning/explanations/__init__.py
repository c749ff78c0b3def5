"""Explanations: parts of an answer that add up to it."""

from .contributions import Contributions, linear_contributions, tree_contributions
from .shapley import split_change

__all__ = ["Contributions", "linear_contributions", "split_change", "tree_contributions"]
