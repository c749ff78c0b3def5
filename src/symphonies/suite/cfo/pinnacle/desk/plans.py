"""Plans made in the background, one at a time, and remembered for as long as their figures stay."""

from __future__ import annotations

from collections import OrderedDict
from concurrent.futures import Future
from dataclasses import dataclass
from threading import Lock, Thread, main_thread

from symphonies.platform.scenarios import Lever
from symphonies.suite.cfo.pinnacle.levers import LEVERS, change_of
from symphonies.suite.cfo.pinnacle.mitigation import Plan, check_confidence, mitigate
from symphonies.suite.cfo.pinnacle.position import Position
from symphonies.suite.cfo.pinnacle.scope import of_entities
from symphonies.suite.cfo.pinnacle.simulation import Settings

REMEMBERED = 12


@dataclass(frozen=True)
class PlanQuestion:
    """What a plan is to hold against."""

    confidence: float = 0.95
    levers: tuple[Lever, ...] = ()
    """What happens to the company before anything is done."""
    horizon: int = Settings().horizon

    def check(self) -> None:
        """Refuse what makes no sense before anything is begun.

        Raises:
            SimulationInvalidError: the confidence makes no sense.
            LeverInvalidError: a lever does not exist or is out of range.
        """
        check_confidence(self.confidence)
        LEVERS.combined(self.levers)


@dataclass(frozen=True)
class Planned:
    """A plan and the position it is for."""

    position: Position
    question: PlanQuestion
    plan: Plan


class Plans:
    """Makes plans without keeping anybody waiting. Safe to share between threads."""

    def __init__(self) -> None:
        self._lock, self._turn = Lock(), Lock()
        self._known: OrderedDict[tuple[object, ...], tuple[Position, Future[Planned]]] = OrderedDict()

    def look(
        self, whole: Position, entities: frozenset[str] | None, question: PlanQuestion
    ) -> Planned | None:
        """Return a plan for some companies of a position (None: all); None while it is being made.

        A plan that failed is told once and then tried again.

        Raises:
            SymphonyError: why it could not be made.
        """
        key = (id(whole), entities, question)
        with self._lock:
            if key not in self._known:
                self._known[key] = (whole, self._begun(whole, entities, question))
            self._known.move_to_end(key)
            while len(self._known) > REMEMBERED:
                self._known.popitem(last=False)
            coming = self._known[key][1]
            if coming.done() and coming.exception() is not None:
                del self._known[key]
        return coming.result() if coming.done() else None

    def _begun(
        self, whole: Position, entities: frozenset[str] | None, question: PlanQuestion
    ) -> Future[Planned]:
        coming: Future[Planned] = Future()

        def make() -> None:
            with self._turn:
                if not main_thread().is_alive():
                    # the product is being closed: only the plan under way is waited for
                    coming.cancel()
                    return
                try:
                    part = whole if entities is None else of_entities(whole, entities)
                    coming.set_result(Planned(part, question, planned(part, question)))
                except Exception as error:
                    coming.set_exception(error)

        Thread(target=make, name="cash plan").start()
        return coming


def planned(position: Position, question: PlanQuestion) -> Plan:
    """Return the plan for a position.

    Raises:
        SimulationInvalidError: the question makes no sense.
        LeverInvalidError: a lever is aimed at what is not there.
    """
    levers = LEVERS.combined(question.levers)
    settings = Settings(horizon=question.horizon)
    change = change_of(position, levers) if levers else None
    return mitigate(position, settings, confidence=question.confidence, change=change)
