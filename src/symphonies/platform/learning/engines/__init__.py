"""Engines: what learns from the past and predicts, and how it did before."""

from .engine import Engine, Judged
from .evaluation import Evaluation, Judgement, Report, checked, evaluate, judge_at, pooled, silent
from .facts import EngineFacts, Score, load_facts

__all__ = [
    "Engine",
    "EngineFacts",
    "Evaluation",
    "Judged",
    "Judgement",
    "Report",
    "Score",
    "checked",
    "evaluate",
    "judge_at",
    "load_facts",
    "pooled",
    "silent",
]
