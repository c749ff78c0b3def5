"""Plans made in the background, one at a time, and kept: what was made once need not be made again."""

from __future__ import annotations

from collections import OrderedDict
from concurrent.futures import Future
from dataclasses import dataclass
from threading import Lock, Thread, main_thread

from symphonies.platform.scenarios import Snapshot
from symphonies.suite.cfo.pinnacle.desk.kept import KeptPlan, PlanBook, Planned, PlanQuestion
from symphonies.suite.cfo.pinnacle.levers import change_of
from symphonies.suite.cfo.pinnacle.mitigation import ASSUMPTIONS, Budget, Plan, mitigate
from symphonies.suite.cfo.pinnacle.position import Position
from symphonies.suite.cfo.pinnacle.scope import of_entities
from symphonies.suite.cfo.pinnacle.simulation import Settings

REMEMBERED = 12


@dataclass(frozen=True)
class Asked:
    """Whose question it is, and of which companies (None: all)."""

    owner: str
    entities: frozenset[str] | None
    question: PlanQuestion


class Plans:
    """Makes plans without keeping anybody waiting. Safe to share between threads."""

    def __init__(self, book: PlanBook) -> None:
        self._book = book
        self._lock, self._turn = Lock(), Lock()
        self._known: OrderedDict[tuple[object, ...], tuple[Position, Future[Planned]]] = OrderedDict()

    def look(self, whole: Position, asked: Asked) -> KeptPlan | None:
        """Return a plan for some companies of a position; None while it is being made.

        A plan that failed is told once and then tried again.

        Raises:
            SymphonyError: why it could not be made.
        """
        key = (id(whole), asked.entities, asked.question)
        with self._lock:
            if key not in self._known:
                self._known[key] = (whole, self._begun(whole, asked))
            self._known.move_to_end(key)
            while len(self._known) > REMEMBERED:
                self._known.popitem(last=False)
            coming = self._known[key][1]
            if coming.done() and coming.exception() is not None:
                del self._known[key]
        return self._book.keep(coming.result(), asked.owner) if coming.done() else None

    def _begun(self, whole: Position, asked: Asked) -> Future[Planned]:
        coming: Future[Planned] = Future()

        def make() -> None:
            try:
                part = whole if asked.entities is None else of_entities(whole, asked.entities)
                # what was made of the very same figures, for whomever, waits for no turn
                found = self._book.find(
                    part.entities.ids, asked.question, snapshot_of(part, asked.question)
                ) or self._made(part, asked)
                if found is None:
                    coming.cancel()
                else:
                    coming.set_result(found)
            except Exception as error:
                coming.set_exception(error)

        Thread(target=make, name="cash plan").start()
        return coming

    def _made(self, part: Position, asked: Asked) -> Planned | None:
        """Return a plan that is made now and kept at once; None where the product is being closed."""
        with self._turn:
            if not main_thread().is_alive():
                # only the plan under way is waited for
                return None
            made = planned(part, asked.question)
            self._book.keep(made, asked.owner)
            return made


def planned(position: Position, question: PlanQuestion) -> Planned:
    """Return the plan for a position. On the same snapshot it is the same to the last bit.

    Args:
        position: whose cash.
        question: a checked one.

    Raises:
        SimulationInvalidError: the horizon is beyond what is described.
        LeverInvalidError: a lever is aimed at what is not there.
    """
    return Planned(
        question=question,
        entities=position.entities.ids,
        currency=position.base_currency,
        snapshot=snapshot_of(position, question),
        plan=_plan(position, question),
    )


def snapshot_of(position: Position, question: PlanQuestion) -> Snapshot:
    """Return what a plan for a position stands on."""
    budget = Budget()
    return Snapshot(
        fingerprint=position.fingerprint(),
        as_of=position.cut.isoformat(),
        seed=Settings().seed,
        settings={
            "horizon": question.horizon,
            "planned": budget.planned,
            "held_out": budget.held_out,
            "fresh": budget.fresh,
        },
        models={**position.models, "assumptions": ASSUMPTIONS.fingerprint},
    )


def _plan(position: Position, question: PlanQuestion) -> Plan:
    settings = Settings(horizon=question.horizon)
    change = change_of(position, question.levers) if question.levers else None
    return mitigate(position, settings, confidence=question.confidence, change=change).plan
