"""What a test of an engine is made of: days to rehearse on, and origins to judge from, newest first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from .engine import Engine, Rehearsing


@dataclass(frozen=True, slots=True)
class Task:
    """A piece of work that takes about as long as any other.

    Attributes:
        cut: the last day that is known.
        is_judged: whether the engine is learned and judged there; else it only rehearses.
    """

    cut: date
    is_judged: bool

    @property
    def name(self) -> str:
        """Tells it from all others of one test."""
        return f"{'judge' if self.is_judged else 'rehearse'} {self.cut}"

    @property
    def words(self) -> str:
        """Says what is done."""
        return f"looking ahead from {self.cut}" if self.is_judged else f"rehearsing on {self.cut}"


def rehearsing(engine: Engine[Any], cuts: Iterable[date]) -> tuple[Task, ...]:
    """Returns the rehearsals that learning on some days needs, each once."""
    days = (day for cut in cuts for day in (engine.rehearsals(cut) if isinstance(engine, Rehearsing) else ()))
    return tuple(Task(day, False) for day in dict.fromkeys(days))


def judging(engine: Engine[Any], as_of: date, done: Iterable[Task] = ()) -> tuple[Task, ...]:
    """Returns what is left of a test, newest origin first: each after the rehearsals that it needs.

    Args:
        engine: what to test.
        as_of: the last day that may be looked at.
        done: what need not be done again.
    """
    return tuple(_judging(engine, as_of, set(done)))


def _judging(engine: Engine[Any], as_of: date, done: set[Task]) -> Iterator[Task]:
    for cut in reversed(engine.facts.rolling.cuts(as_of)):
        for task in (*rehearsing(engine, [cut]), Task(cut, True)):
            if task not in done:
                done.add(task)
                yield task
