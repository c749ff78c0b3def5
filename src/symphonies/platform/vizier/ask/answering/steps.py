"""How far an answer is, told while it is made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from symphonies.platform.vizier.ask.answering.answer import Answer


class Stage(StrEnum):
    """What was reached."""

    READING = "reading"
    """The question is being read."""
    FIGURES = "figures"
    """It is understood, and its figures are being asked for."""
    CHART = "chart"
    """The figures are there; no sentence is yet."""
    SENTENCE = "sentence"
    """The answer is whole."""


@dataclass(frozen=True)
class Step:
    """One step towards an answer.

    Attributes:
        stage: what was reached.
        doing: what is being done now, in words.
        answer: as far as it is made.
    """

    stage: Stage
    doing: str = ""
    answer: Answer | None = None


Tell = Callable[[Step], object]


def nobody(_step: Step) -> None:
    """Hear of a step and do nothing: where nobody waits for steps."""
