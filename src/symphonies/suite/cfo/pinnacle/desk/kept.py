"""Plans in the records: each belongs to whoever asked for it, and new figures make a new version of it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from hashlib import sha256

from pydantic import BaseModel, ConfigDict, ValidationError

from symphonies.platform.records import Record, RecordNotFoundError, Records
from symphonies.platform.scenarios import Lever, Snapshot
from symphonies.suite.cfo.pinnacle.errors import PlanUnknownError
from symphonies.suite.cfo.pinnacle.levers import LEVERS
from symphonies.suite.cfo.pinnacle.mitigation import Plan, check_confidence
from symphonies.suite.cfo.pinnacle.position import Names
from symphonies.suite.cfo.pinnacle.simulation import Settings

KIND = "cash_plan"


@dataclass(frozen=True)
class PlanQuestion:
    """What a plan is to hold against."""

    confidence: float = 0.95
    levers: tuple[Lever, ...] = ()
    """What happens to the company before anything is done."""
    horizon: int = Settings().horizon

    def checked(self) -> PlanQuestion:
        """Return the question in the one form that equal questions have; refuse what makes no sense.

        Raises:
            SimulationInvalidError: the confidence makes no sense.
            LeverInvalidError: a lever does not exist or is out of range.
        """
        check_confidence(self.confidence)
        return replace(self, levers=LEVERS.combined(self.levers))


class Planned(BaseModel):
    """A plan, what it answers, and what it stands on."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    question: PlanQuestion
    entities: Names
    """Whose cash it is for."""
    currency: str
    """What its amounts are cents of."""
    snapshot: Snapshot
    plan: Plan

    @property
    def cut(self) -> date:
        """The day that its days are counted from."""
        return date.fromisoformat(self.snapshot.as_of)


class KeptPlan(Planned):
    """A version of a plan as it is kept for somebody."""

    id: str
    version: int
    owner: str
    made_at: datetime


class PlanBook:
    """The plans of one store. Safe to share between threads.

    A principal sees their own; the same question about the same companies is one plan with versions.
    """

    def __init__(self, records: Records) -> None:
        self._records = records

    def keep(self, made: Planned, owner: str) -> KeptPlan:
        """Keep a plan for somebody: as a further version, unless their last one is the very same."""
        asked = _hash(made.entities, made.question)
        plan_id = f"pln_{sha256(f'{owner} {asked}'.encode()).hexdigest()[:16]}"
        with self._records.transaction() as records:
            last = _last(records, plan_id)
            if last is not None and _planned(last) == made:
                return _kept(last, made)
            body, tags = made.model_dump(mode="json"), {"asked": asked}
            return _kept(records.put(KIND, plan_id, body, by=owner, tags=tags), made)

    def find(self, entities: Names, question: PlanQuestion, snapshot: Snapshot) -> Planned | None:
        """Return the plan made on the same figures for anybody; each is told what they may read of it."""
        found = map(_planned, self._records.find(KIND, tags={"asked": _hash(entities, question)}))
        return next((each for each in found if each is not None and each.snapshot == snapshot), None)

    def all(self, owner: str) -> tuple[KeptPlan, ...]:
        """Return the last version of all plans of somebody, the last made first."""
        return _readable(self._records.find(KIND, owner=owner))

    def versions(self, plan_id: str, owner: str) -> tuple[KeptPlan, ...]:
        """Return every version of a plan, the last first.

        Raises:
            PlanUnknownError: there is none, or it belongs to somebody else.
        """
        last = _last(self._records, plan_id)
        if last is None or last.owner != owner:
            raise PlanUnknownError(
                f"There is no plan {plan_id!r}.", hint="Ask cashMitigations for those that are kept for you."
            )
        return _readable(reversed(self._records.history(KIND, plan_id)))

    def delete(self, plan_id: str, owner: str) -> None:
        """Delete a plan.

        Raises:
            PlanUnknownError: there is none, or it belongs to somebody else.
        """
        self.versions(plan_id, owner)
        self._records.delete(KIND, plan_id, by=owner)


def _hash(entities: Names, question: PlanQuestion) -> str:
    levers = [each.model_dump() for each in question.levers]
    told = json.dumps([sorted(entities), question.confidence, question.horizon, levers])
    return sha256(told.encode()).hexdigest()[:32]


def _last(records: Records, plan_id: str) -> Record | None:
    try:
        return records.get(KIND, plan_id)
    except RecordNotFoundError:
        return None


def _planned(record: Record) -> Planned | None:
    """Return the plan of a record; None where an earlier form of the product wrote it otherwise."""
    try:
        return Planned.model_validate(record.body)
    except ValidationError:
        return None


def _readable(records: Iterable[Record]) -> tuple[KeptPlan, ...]:
    return tuple(_kept(record, made) for record in records if (made := _planned(record)) is not None)


def _kept(record: Record, made: Planned) -> KeptPlan:
    return KeptPlan(
        **dict(made), id=record.id, version=record.version, owner=record.owner, made_at=record.changed_at
    )
