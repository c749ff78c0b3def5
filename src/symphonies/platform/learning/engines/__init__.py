"""Engines: what learns from the past and predicts, and how it did before."""

from .engine import Decision, Engine, Judged, Rehearsing
from .evaluation import (
    Evaluation,
    Judgement,
    Report,
    checked,
    evaluate,
    judge_at,
    pooled,
    rehearse_at,
    silent,
)
from .facts import EngineFacts, Score, load_facts
from .schedule import Task, judging, rehearsing

__all__ = [
    "Decision",
    "Engine",
    "EngineFacts",
    "Evaluation",
    "Judged",
    "Judgement",
    "Rehearsing",
    "Report",
    "Score",
    "Task",
    "checked",
    "evaluate",
    "judge_at",
    "judging",
    "load_facts",
    "pooled",
    "rehearse_at",
    "rehearsing",
    "silent",
]
