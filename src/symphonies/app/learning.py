"""What learns in one instance: its tables, models and retraining jobs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import partial
from typing import Any, TypeAlias

from symphonies.app.apart import Lent, run_apart
from symphonies.app.estimating import ESTIMATE, Estimating, told_by
from symphonies.app.tables import StoreTables
from symphonies.app.wiring import Instance
from symphonies.app.wiring_engines import engine_names, find_engine
from symphonies.app.wiring_symphonies import Services
from symphonies.platform.jobs import Handler, Job, Jobs, Work
from symphonies.platform.learning import (
    Bench,
    Drift,
    EngineFacts,
    ModelUnknownError,
    Registry,
    Tables,
    Version,
    code_hash,
    drift_of,
    find_version,
    open_registry,
    retrain,
    serve,
    why_due,
)
from symphonies.platform.subgraphs import RETRAIN, LearningDesk

_Task: TypeAlias = Callable[[Lent, Work, Mapping[str, Any]], Iterator[Any]]
_Run: TypeAlias = Callable[[_Task, Work, Mapping[str, Any]], Iterator[Any]]
"""Does a task, here or apart, and yields what it gives."""


class Learning:
    """The engines of an instance with what they learn from and where their models are kept."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.tables: Tables = StoreTables(instance.lakehouse.engine)
        self.registry: Registry = open_registry(instance.settings.learning, instance.settings.lakehouse.store)

    def names(self) -> tuple[str, ...]:
        """Returns the engines that are installed."""
        return engine_names()

    def facts(self, name: str) -> EngineFacts:
        """Returns what people should know of an engine."""
        return find_engine(name).facts

    def served(self, name: str) -> Version | None:
        """Returns the version that is served; None where there is none."""
        known = self.registry.champion(name) is not None
        return find_version(self.registry, name) if known else None

    def due(self, name: str) -> str | None:
        """Returns why an engine should be learned anew, as far as that shows without looking at the data."""
        return why_due(self.served(name), None, code_hash(find_engine(name)), self.instance.company.as_of)

    def drift(self, name: str, as_of: date) -> Drift:
        """Returns how far the world has moved from what the served model learned from.

        Raises:
            ModelUnknownError: there is no such engine, or no model of it is served.
        """
        found = self._drift(name, as_of)
        if found is None:
            raise ModelUnknownError(
                f"No model of {name!r} is served.", hint=f"Learn one: symphonies models retrain {name}"
            )
        return found

    def why_due(self, name: str, as_of: date) -> str | None:
        """Returns why an engine should be learned anew; None when it need not be."""
        engine = find_engine(name)
        served = serve(self.registry, engine)
        version = served.version if served else None
        return why_due(version, self._drift(name, as_of), code_hash(engine), as_of)

    def handlers(self, *, apart: bool = False) -> Mapping[str, Handler]:
        """Returns who does the jobs of each kind.

        Args:
            apart: engines work in a process of their own, for somebody waits for answers of this one.
        """
        run = self._run_apart if apart else self._run_here
        return {RETRAIN: partial(self._retrain, run), ESTIMATE: partial(self._estimate, run)}

    def _drift(self, name: str, as_of: date) -> Drift | None:
        engine = find_engine(name)
        served = serve(self.registry, engine)
        if served is None:
            return None
        return drift_of(engine, self.tables, served.version, served.model, as_of)

    def _retrain(self, run: _Run, work: Work, arguments: Mapping[str, Any]) -> Any:
        (found,) = run(retraining, work, arguments)
        estimating = Estimating(self.instance)
        if found["engine"] in estimating.engines() and estimating.is_due():
            estimating.run(work.report, run(estimates, work, {}))
        return found

    def _estimate(self, run: _Run, work: Work, _: Mapping[str, Any]) -> Any:
        report = Estimating(self.instance).run(work.report, run(estimates, work, {}))
        return {"built": report.lines()[-1]}

    def _run_here(self, task: _Task, work: Work, arguments: Mapping[str, Any]) -> Iterator[Any]:
        return task(Services(self.instance, patience_s=None), work, arguments)

    def _run_apart(self, task: _Task, work: Work, arguments: Mapping[str, Any]) -> Iterator[Any]:
        return run_apart(task, self.instance.loan, self.instance.lakehouse.engine, work, arguments)


def retraining(lent: Lent, work: Work, arguments: Mapping[str, Any]) -> Iterator[Any]:
    """Learns an engine anew as a task; yields what came of it."""
    bench = Bench(find_engine(str(arguments["engine"])), lent.tables, lent.registry, lent.clock)
    as_of, seed = date.fromisoformat(str(arguments["as_of"])), int(arguments["seed"])
    found = retrain(bench, as_of, work.id, seed=seed, step=work.step, report=work.report)
    yield found.model_dump(mode="json")


def estimates(lent: Lent, _work: Work, _arguments: Mapping[str, Any]) -> Iterator[Any]:
    """Has the engines estimate as a task; yields what they tell."""
    return told_by(lent)


def ask_to_retrain(jobs: Jobs, engine: str, as_of: date, seed: int) -> Job:
    """Asks for a retraining; while one of this engine is not over, that one is returned."""
    arguments = {"engine": engine, "as_of": as_of.isoformat(), "seed": seed}
    return jobs.submit(RETRAIN, arguments, key=f"{RETRAIN} {engine}")


def learning_desk(instance: Instance) -> LearningDesk:
    """Returns what the graph needs to tell of models and to have them learned anew."""

    def begin() -> None:
        for work in instance.workers:
            work()

    return LearningDesk(Learning(instance), lambda: instance.jobs, begin, lambda: instance.company.as_of)
