"""How well questions are understood: right, wrong, declined; and how quickly."""

from __future__ import annotations

import statistics
import time
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from symphonies.kernel import Period
from symphonies.platform.semantics import MetricType, SemanticLayer, calendar_of
from symphonies.platform.vizier.ask import Interpreter, Outcome, Plan
from symphonies.platform.vizier.ask.grounding import periods
from tests.bench.ask.questions import Question, is_right, load_questions


@dataclass
class Score:
    """What became of a set of questions."""

    answerable: int = 0
    right: int = 0
    answered: int = 0
    answered_right: int = 0
    unanswerable: int = 0
    declined: int = 0
    times_ms: list[float] = field(default_factory=list)
    wrong: list[tuple[Question, Outcome]] = field(default_factory=list)

    @property
    def recall(self) -> float:
        """Of what can be answered, the share that is answered right."""
        return self.right / max(self.answerable, 1)

    @property
    def precision(self) -> float:
        """Of what is answered, the share that is right."""
        return self.answered_right / max(self.answered, 1)

    @property
    def refused(self) -> float:
        """Of what cannot be answered, the share that is refused or asked back."""
        return self.declined / max(self.unanswerable, 1)

    @property
    def median_ms(self) -> float:
        """The median time to an answer."""
        return statistics.median(self.times_ms) if self.times_ms else 0.0


@dataclass(frozen=True)
class Defaults:
    """The period of a figure asked for without one."""

    layer: SemanticLayer

    def period(self, metric: str) -> Any:
        """Return the newest period that is over; None for a stock."""
        company = self.layer.company
        return periods.newest_period(self.layer.catalog.metric(metric), company, calendar_of(company))

    def today(self) -> Period:
        """Return the as-of day."""
        as_of = self.layer.company.as_of
        return Period(as_of, as_of + timedelta(days=1))

    def is_stock(self, metric: str) -> bool:
        """Return whether a metric is read on a day."""
        return self.layer.catalog.metric(metric).type in (
            MetricType.STOCK,
            MetricType.MODEL,
            MetricType.RATIO,
        )


def score(name: str, interpreter: Interpreter, scopes: Any, run: bool = False) -> Score:
    """Ask every question of a file and return what became of them.

    Args:
        name: Of the file.
        interpreter: Reads the questions.
        scopes: Persona -> what it may see.
        run: Whether to run the queries too, for the time an answer takes.
    """
    result = Score()
    defaults = Defaults(interpreter.layer)
    before = None
    for question in load_questions(name):
        scope = scopes(question.persona)
        interpreter.voice(scope)
        started = time.perf_counter()
        found = interpreter.interpret(question.ask, scope, before if question.follows else None)
        if run and isinstance(found.outcome, Plan):
            interpreter.layer.run(found.outcome.query, scope)
        result.times_ms.append((time.perf_counter() - started) * 1000)
        before = found.reading
        _count(result, question, found.outcome, is_right(question, found.outcome, defaults))
    return result


def _count(result: Score, question: Question, outcome: Outcome, right: bool) -> None:
    answered = isinstance(outcome, Plan)
    result.answered += answered
    result.answered_right += answered and right
    if question.answerable:
        result.answerable += 1
        result.right += right
    else:
        result.unanswerable += 1
        result.declined += right or not answered
    if not right:
        result.wrong.append((question, outcome))
