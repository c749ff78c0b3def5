"""The cash desk: one place that answers what-ifs, keeps scenarios and remembers what was drawn."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from symphonies.kernel import SymphonyError
from symphonies.platform.records import Records
from symphonies.platform.scenarios import (
    Comparison,
    Draft,
    Figure,
    Lever,
    Scenario,
    Scenarios,
    Snapshot,
    compare,
)
from symphonies.suite.cfo.pinnacle.cash import Backtest
from symphonies.suite.cfo.pinnacle.desk.drawn import Drawn, check_foretold
from symphonies.suite.cfo.pinnacle.desk.kept import KeptPlan, PlanBook, PlanQuestion
from symphonies.suite.cfo.pinnacle.desk.plans import Asked, Plans, snapshot_of
from symphonies.suite.cfo.pinnacle.errors import SnapshotChangedError
from symphonies.suite.cfo.pinnacle.explanation import Part, explain_change, explain_level
from symphonies.suite.cfo.pinnacle.levers import LEVERS, Change, change_of
from symphonies.suite.cfo.pinnacle.position import Position
from symphonies.suite.cfo.pinnacle.scope import of_entities
from symphonies.suite.cfo.pinnacle.simulation import CashSimulation, Outcome, Paths, Settings, measure
from symphonies.suite.cfo.pinnacle.stress import Stress, levers_of

BASELINE = "Baseline"
FIGURES = (
    Figure("low", "Low point, middle", "money", True),
    Figure("low10", "Low point, one path in ten is lower", "money", True),
    Figure("low_day", "Days until the low point", "days"),
    Figure("below", "Chance below the floor", "ratio", False),
    Figure("runway", "Days that cash lasts in the worst fifth of cases", "days", True),
    Figure("closing", "Cash at the horizon, middle", "money", True),
    Figure("surplus", "Surplus for 30 days", "money", True),
    Figure("headroom", "Tightest covenant headroom, middle", "ratio", True),
)
"""What scenarios are compared by."""

PositionSource = Callable[[int], Position]
"""The position so many days before the as-of day."""
BacktestSource = Callable[[Collection[str] | None], Backtest]
"""What is known of earlier forecasts of some companies (None: all)."""


@dataclass(frozen=True)
class Answer:
    """A simulated position under levers."""

    simulation: CashSimulation
    levers: tuple[Lever, ...]
    change: Change
    outcome: Outcome

    @property
    def snapshot(self) -> Snapshot:
        """What the answer stands on."""
        position, settings = self.simulation.position, self.simulation.settings
        return Snapshot(
            fingerprint=position.fingerprint(),
            as_of=position.cut.isoformat(),
            seed=settings.seed,
            settings={"horizon": settings.horizon, "paths": settings.paths},
            models=dict(position.models),
        )

    @property
    def paths(self) -> Paths:
        """The group's paths, simulated again from the same draws."""
        return self.simulation.paths(self.change)

    def level(self) -> tuple[Part, ...]:
        """Return what leads from the opening cash to the mean cash on the day of the low point."""
        return explain_level(self.paths, self.outcome.low.day)

    def against_baseline(self) -> tuple[Part, ...]:
        """Return the drivers' shares in what the levers do to the middle low point."""
        return explain_change(self.simulation, self.change, median_low, self.outcome.low.day)


def median_low(paths: Paths) -> int:
    """Return the middle of the paths' lowest cash, base cents."""
    return measure(paths).low.median


class CashDesk:
    """Answers for one store. Safe to share between threads."""

    def __init__(
        self,
        positions: PositionSource,
        records: Records,
        backtests: BacktestSource,
        ready: Callable[[], Position | None],
        drawn: Drawn,
        currency: str,
    ) -> None:
        self._positions = positions
        self.currency = currency
        """Of the group: known before any position is."""
        self._backtests = backtests
        self._ready = ready
        self.plans = PlanBook(records)
        self._plans = Plans(self.plans)
        self._drawn = drawn
        self.scenarios = Scenarios(records, "cfo")

    def is_ready(self) -> bool:
        """Return whether a question need not wait; where it must, the position is prepared from now on."""
        try:
            return self._ready() is not None
        except SymphonyError:
            return True

    def backtest(self, entities: Collection[str] | None = None) -> Backtest:
        """Return how bands like these did before; of some companies alone (None: all) nothing is known.

        No position is needed for it.
        """
        return self._backtests(entities)

    def position(self, entities: Collection[str] | None = None) -> Position:
        """Return what is known of some companies (None: all)."""
        position = self._positions(0)
        whole = entities is None or set(entities) >= set(position.entities.ids)
        return position if whole else of_entities(position, entities or ())

    def plan(self, entities: Collection[str], question: PlanQuestion, owner: str) -> KeptPlan | None:
        """Return the plan that keeps the floor for some companies; None while it is made in the background.

        It is kept for its owner: what was made once is there at once, also after a restart.

        Raises:
            SimulationInvalidError: the question makes no sense.
            LeverInvalidError: a lever does not exist, is out of range, or is aimed at what is not there.
            PositionUnknownError: nothing has been loaded that cash could be told from.
        """
        question = question.checked()
        position = self._ready()
        if position is None:
            return None
        check_foretold(position)
        whole = set(entities) >= set(position.entities.ids)
        return self._plans.look(position, Asked(owner, None if whole else frozenset(entities), question))

    def is_current(self, plan: KeptPlan) -> bool:
        """Return whether a plan stands on the figures of today."""
        position = self.position(plan.entities)
        return snapshot_of(position, plan.question) == plan.snapshot

    def simulation(
        self,
        entities: Collection[str] | None = None,
        settings: Settings | None = None,
        days_ago: int = 0,
    ) -> CashSimulation:
        """Return the simulation of some companies (None: all), drawn at most once.

        With ``days_ago`` it is that of so many days before, on what was known then.

        Raises:
            SimulationInvalidError: the settings do not fit the position.
            PositionUnknownError: too little is known to foretell cash.
        """
        position = self._positions(days_ago)
        whole = entities is None or set(entities) >= set(position.entities.ids)
        return self._drawn.of(position, None if whole else frozenset(entities or ()), settings)

    def ask(self, simulation: CashSimulation, levers: Iterable[Lever]) -> Answer:
        """Return what happens under levers.

        Raises:
            LeverInvalidError: a lever does not exist, is out of range, or is aimed at what is not there.
        """
        chosen = LEVERS.combined(levers)
        change = change_of(simulation.position, chosen)
        outcome = simulation.run(change) if chosen else simulation.baseline
        return Answer(simulation, chosen, change, outcome)

    def draft(self, answer: Answer, name: str, *, note: str = "", shared: bool = False) -> Draft:
        """Return an answer as what can be saved."""
        return Draft(
            name=name,
            levers=answer.levers,
            snapshot=answer.snapshot,
            result=dict(figures_of(answer.outcome)),
            note=note,
            shared=shared,
        )

    def rerun(self, simulation: CashSimulation, scenario: Scenario, *, strict: bool = False) -> Answer:
        """Run a saved scenario again. On the same snapshot the figures are the same to the last bit.

        Raises:
            SnapshotChangedError: with ``strict``, when the figures behind it are no longer the same.
        """
        answer = self.ask(simulation, scenario.levers)
        if strict and answer.snapshot != scenario.snapshot:
            raise SnapshotChangedError(
                f"The scenario {scenario.name!r} was saved on figures of {scenario.snapshot.as_of}, "
                f"which are no longer the same; today's are of {answer.snapshot.as_of}.",
                hint="Run it on today's figures, or open the store as it was then.",
            )
        return answer

    def side_by_side(self, answers: Mapping[str, Answer]) -> Comparison:
        """Compare answers by name; the first is what the others are measured on."""
        return compare(FIGURES, {name: figures_of(answer.outcome) for name, answer in answers.items()})

    def stressed(self, simulation: CashSimulation, stress: Stress) -> Answer:
        """Return what happens under a stress of the library."""
        return self.ask(simulation, levers_of(stress, simulation.position))


def figures_of(outcome: Outcome) -> dict[str, float | None]:
    """Return the compared figures of an outcome; money in units of the base currency."""
    surplus = {each.days: each.amount for each in outcome.surplus}
    headrooms: Sequence[float] = [test.headroom[1] for test in outcome.covenants]
    return {
        "low": outcome.low.median / 100,
        "low10": outcome.low.low / 100,
        "low_day": float(outcome.low.day),
        "below": outcome.chance_below_ever,
        "runway": outcome.runway.worst.known,
        "closing": int(outcome.bands[2][-1]) / 100,
        "surplus": surplus[30] / 100 if 30 in surplus else None,
        "headroom": min(headrooms) if headrooms else None,
    }
