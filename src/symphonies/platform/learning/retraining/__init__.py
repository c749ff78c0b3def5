"""Retraining: a challenger is learned and judged beside the champion, and served only if it wins."""

from .challenge import Verdict, compare
from .due import code_hash, drift_of, source_hash, why_due
from .retrain import Bench, Retrained, Step, begin, retrain

__all__ = [
    "Bench",
    "Retrained",
    "Step",
    "Verdict",
    "begin",
    "code_hash",
    "compare",
    "drift_of",
    "retrain",
    "source_hash",
    "why_due",
]
