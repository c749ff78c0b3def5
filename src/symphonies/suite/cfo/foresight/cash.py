"""Cash to come, asked in plain words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

from symphonies.platform.vizier import Fact, Foretold, Move, Speech, Unclear, Viewpoint, load_speech
from symphonies.suite.cfo.foresight.aims import aims_of, levers_of_moves
from symphonies.suite.cfo.foresight.answers import Teller
from symphonies.suite.cfo.foresight.coming import facts_of
from symphonies.suite.cfo.graphql.viewer import Viewer, viewer_in
from symphonies.suite.cfo.pinnacle.desk import CashDesk
from symphonies.suite.cfo.pinnacle.levers import LEVERS
from symphonies.suite.cfo.pinnacle.simulation import Settings

_SPEECH = load_speech(Path(__file__).with_suffix(".yaml"))


def open_foresight(desk: CashDesk) -> CashForesight:
    """Return the foresight of cash over its desk."""
    return CashForesight(desk)


class CashForesight:
    """What the cash desk answers to questions."""

    metrics: tuple[str, ...] = ("corp.cash",)
    speech: Speech = _SPEECH

    def __init__(self, desk: CashDesk) -> None:
        self._desk = desk

    def targets(self, kind: str, text: str, view: Viewpoint) -> Mapping[str, tuple[str, ...]]:
        """Return what levers may be aimed at."""
        viewer = _viewer(view)
        return aims_of(self._desk.position(viewer.entities), kind, text, viewer)

    def what_if(self, moves: Sequence[Move], view: Viewpoint) -> Foretold:
        """Return what levers do to cash.

        Raises:
            Unclear: they are aimed at nothing, or change nothing.
            SymphonyError: there is no position, or a lever is out of range.
        """
        viewer = _viewer(view)
        simulation = self._desk.simulation(viewer.entities)
        levers = LEVERS.combined(levers_of_moves(moves, simulation.position, self.speech, viewer))
        if not levers:
            raise Unclear(
                "That changes nothing. Say by how much, for example:", [_SPEECH.levers["dso"].example]
            )
        answer = self._desk.ask(simulation, levers)
        return self._teller(viewer).what_if(answer)

    def look(self, topic: str, view: Viewpoint) -> Foretold:
        """Return what is foretold about a topic.

        Raises:
            SymphonyError: there is no position.
        """
        viewer = _viewer(view)
        farthest = Settings(horizon=self._desk.position(viewer.entities).days)
        simulation = self._desk.simulation(viewer.entities, farthest if topic == "runway" else None)
        return getattr(self._teller(viewer), topic)(self._desk.ask(simulation, ()))

    def course(self, until: date | None, view: Viewpoint) -> Foretold | None:
        """Return how cash goes on until a day; None where it is not seen so far.

        Raises:
            SymphonyError: there is no position.
        """
        viewer = _viewer(view)
        position = self._desk.position(viewer.entities)
        days = Settings().horizon if until is None else (until - position.cut).days
        if not 1 <= days <= position.days:
            return None
        simulation = self._desk.simulation(viewer.entities, Settings(horizon=days))
        return self._teller(viewer).course(self._desk.ask(simulation, ()))

    def is_ready(self) -> bool:
        """Return whether the position is there."""
        return self._desk.is_ready()

    def facts(self, view: Viewpoint) -> Iterable[Fact]:
        """Return the low point and the risk of the floor; nothing of another day.

        Raises:
            SymphonyError: there is no position.
        """
        viewer = _viewer(view)
        simulation = self._desk.simulation(viewer.entities)
        if simulation.position.cut != view.layer.company.as_of:
            return ()
        backtest = self._desk.backtest(viewer.entities)
        return facts_of(self._desk.ask(simulation, ()), backtest, view.layer)

    def _teller(self, viewer: Viewer) -> Teller:
        return Teller(self.speech, viewer, self._desk.backtest(viewer.entities))


def _viewer(view: Viewpoint) -> Viewer:
    return viewer_in(view.layer, view.scope)
