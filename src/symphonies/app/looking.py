"""Looks for the unusual, made in a process of their own: they take a core for a while."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from threading import Lock
from typing import Any

from symphonies.app.apart import Borrowed, run_apart
from symphonies.app.wiring import Instance
from symphonies.platform.jobs import Work
from symphonies.platform.semantics import SemanticLayer
from symphonies.platform.vizier import Finding, Looking, LookTerms, look_over


class _Unkept:
    """Work that is no job: nothing of it is kept, and nobody asks how far it is."""

    id = "look"

    def step(self, name: str, work: Callable[[], Any]) -> Any:
        """Do a step."""
        return work()

    def report(self, done_ratio: float, words: str) -> None:
        """Tell nobody."""


def looking_apart(instance: Instance) -> Looking:
    """Return what makes looks over an instance apart, one at a time: each takes memory as well.

    What it returns raises `WorkBrokenOffError` where the process ends before its look is made.
    """
    one_at_a_time = Lock()

    def look(layer: SemanticLayer, terms: LookTerms) -> tuple[Finding, ...]:
        told = {"catalog": layer.catalog, "company": layer.company, "dialect": layer.dialect, "terms": terms}
        with one_at_a_time:
            (found,) = run_apart(looking, instance.loan, instance.lakehouse.engine, _Unkept(), told)
        return found

    return look


def looking(lent: Borrowed, _work: Work, told: Mapping[str, Any]) -> Iterator[Any]:
    """Make a look as a task; yields what it found."""
    layer = SemanticLayer(told["catalog"], lent.engine, told["company"], dialect=told["dialect"])
    yield look_over(layer, told["terms"])
