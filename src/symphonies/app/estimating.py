"""What engines estimate, told to the products' tables: when it is due, and doing it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from symphonies.app.remembering import stamp_of
from symphonies.app.wiring import Instance
from symphonies.app.wiring_estimates import Estimated, Estimates, symphony_estimates
from symphonies.app.wiring_symphonies import SUITE, Services
from symphonies.platform.jobs import Job, Jobs
from symphonies.platform.lakehouse import BuildReport, Told
from symphonies.platform.learning import ModelUnknownError, Standing, find_version, label_of

ESTIMATE = "estimate"
"""The kind of job that has engines tell what they estimate."""
_LAST, _HALFWAY = 0.95, 12
"""How far a job is when only the build is left; how many tables it has told when it is half there."""


def _silent(_ratio: float, _words: str) -> None:
    """Tell nobody."""


@dataclass(frozen=True)
class LabelledEstimate:
    """What an engine told of a table, and under which label its model is served.

    Attributes:
        engine: whose model.
        label: such as ``cash 3 (draft)``.
        is_reviewed: whether a person approved that version.
        as_of: the last day it knew.
    """

    engine: str
    label: str
    is_reviewed: bool
    as_of: date


def estimate_behind(instance: Instance, table: str) -> LabelledEstimate | None:
    """Return what an engine last told of a table; None where none has, or its model is gone."""
    told = instance.lakehouse.estimates()
    found = next((told[name] for name in instance.lakehouse.estimates_behind(table) if name in told), None)
    if found is None:
        return None
    registry = Services(instance).registry
    try:
        version = find_version(registry, found.engine, found.version)
    except ModelUnknownError:
        return None
    reviewed = version.standing is Standing.APPROVED
    return LabelledEstimate(found.engine, label_of(version), reviewed, found.as_of)


def told_by(lent: Any, parts: Iterable[Estimates] | None = None) -> Iterator[Estimated]:
    """Yield what the engines of installed symphonies estimate, over what they are lent."""
    for part in symphony_estimates() if parts is None else parts:
        yield from part.estimate(lent)


class Estimating:
    """The estimates of one instance."""

    def __init__(self, instance: Instance, suite: Path = SUITE) -> None:
        self._instance = instance
        self._services = Services(instance, patience_s=None)
        self._parts = symphony_estimates(suite)

    def engines(self) -> frozenset[str]:
        """Return the engines whose models stand behind the estimates."""
        return frozenset(name for part in self._parts for name in part.ENGINES)

    def basis(self) -> str:
        """Return what estimates made now would stand on: another text with other data, day or models."""
        return self._basis(self._data())

    def is_due(self) -> bool:
        """Return whether other estimates would be told now than were told last."""
        return {each.basis for each in self._instance.lakehouse.estimates().values()} != {self.basis()}

    def run(
        self, report: Callable[[float, str], None] = _silent, told: Iterable[Estimated] | None = None
    ) -> BuildReport:
        """Have every engine tell what it estimates, and bring the figures that read it up to date.

        Args:
            report: is told how far it is.
            told: what engines tell, where they do not tell it here.
        """
        lakehouse, data, as_of = self._instance.lakehouse, self._data(), self._instance.company.as_of
        for number, one in enumerate(told_by(self._services, self._parts) if told is None else told):
            report(_LAST * number / (number + _HALFWAY), f"{one.table} as of {one.as_of}")
            stands_on = Told(one.engine, one.version, one.as_of, one.seed, self._basis(data))
            lakehouse.tell(one.table, one.rows, stands_on, earlier=one.as_of != as_of)
        report(_LAST, "bringing the figures up to date")
        return lakehouse.build(publish=self._instance.settings.lakehouse.publish)

    def _data(self) -> str:
        status = (self._instance.lakehouse.status(product.id) for product in self._instance.products)
        return f"{self._instance.company.as_of} {stamp_of(status)}"

    def _basis(self, data: str) -> str:
        told = [data, *(part.models_behind(self._services) for part in self._parts)]
        return sha256("\n".join(told).encode()).hexdigest()[:16]


def ask_to_estimate(jobs: Jobs) -> Job:
    """Ask for estimates; while a job for them is not over, that one is returned."""
    return jobs.submit(ESTIMATE, {}, key=ESTIMATE)
