"""Plans in the records: each belongs to whoever asked for it, and new figures make a new version of it."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from hashlib import sha256

from pydantic import BaseModel, ConfigDict, ValidationError

from symphonies.kernel import ForbiddenError
from symphonies.platform.records import Record, RecordNotFoundError, Records
from symphonies.platform.scenarios import Lever, Snapshot
from symphonies.suite.cfo.pinnacle.errors import PlanUnknownError
from symphonies.suite.cfo.pinnacle.levers import LEVERS
from symphonies.suite.cfo.pinnacle.mitigation import Plan, check_confidence
from symphonies.suite.cfo.pinnacle.position import Names
from symphonies.suite.cfo.pinnacle.simulation import Settings

KIND = "cash_plan"
SHARED = "cash_plan_shared"
"""Apart from the plan, whose versions tell of its figures alone."""


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
    shared: bool
    """Whether others may see it."""


class PlanBook:
    """The plans of one store. Safe to share between threads.

    A principal sees their own and what others share; the same question about the same companies is one plan
    with versions, and only its owner shares or deletes it.
    """

    def __init__(self, records: Records) -> None:
        self._records = records

    def keep(self, made: Planned, owner: str) -> KeptPlan:
        """Keep a plan for somebody: as a further version, unless their last one is the very same."""
        asked = _hash(made.entities, made.question)
        plan_id = f"pln_{sha256(f'{owner} {asked}'.encode()).hexdigest()[:16]}"
        with self._records.transaction() as records:
            last = _last(records, plan_id)
            if last is None or _planned(last) != made:
                body, tags = made.model_dump(mode="json"), {"asked": asked}
                last = records.put(KIND, plan_id, body, by=owner, tags=tags)
            return _kept(last, made, _is_shared(records, plan_id))

    def find(self, entities: Names, question: PlanQuestion, snapshot: Snapshot) -> Planned | None:
        """Return the plan made on the same figures for anybody; each is told what they may read of it."""
        found = map(_planned, self._records.find(KIND, tags={"asked": _hash(entities, question)}))
        return next((each for each in found if each is not None and each.snapshot == snapshot), None)

    def all(self, principal: str) -> tuple[KeptPlan, ...]:
        """Return the last version of all plans that somebody may see, the last made first."""
        shared = {record.id for record in self._records.find(SHARED)}
        found = (each for each in self._records.find(KIND) if each.owner == principal or each.id in shared)
        return _readable(found, shared)

    def versions(self, plan_id: str, principal: str) -> tuple[KeptPlan, ...]:
        """Return every version of a plan, the last first.

        Raises:
            PlanUnknownError: there is none, or it is hidden from the principal.
        """
        last = _last(self._records, plan_id)
        shared = {plan_id} if _is_shared(self._records, plan_id) else set[str]()
        is_seen = last is not None and (shared or last.owner == principal)
        found = _readable(reversed(self._records.history(KIND, plan_id)), shared) if is_seen else ()
        if not found:
            raise PlanUnknownError(
                f"There is no plan {plan_id!r}.", hint="Ask cashMitigations for those that you may see."
            )
        return found

    def share(self, plan_id: str, shared: bool, principal: str) -> KeptPlan:
        """Show a plan to others, or hide it again; its versions stay as they are.

        Raises:
            PlanUnknownError: there is none, or it is hidden from the principal.
            ForbiddenError: it belongs to somebody else.
        """
        last = self._own(plan_id, principal)
        if shared and not last.shared:
            self._records.put(SHARED, plan_id, {}, by=principal)
        elif last.shared and not shared:
            self._records.delete(SHARED, plan_id, by=principal)
        return last.model_copy(update={"shared": shared})

    def delete(self, plan_id: str, principal: str) -> None:
        """Delete a plan.

        Raises:
            PlanUnknownError: there is none, or it is hidden from the principal.
            ForbiddenError: it belongs to somebody else.
        """
        self.share(plan_id, False, principal)
        self._records.delete(KIND, plan_id, by=principal)

    def _own(self, plan_id: str, principal: str) -> KeptPlan:
        found = self.versions(plan_id, principal)[0]
        if found.owner != principal:
            raise ForbiddenError(
                f"The plan {plan_id!r} belongs to {found.owner!r}.", hint="Ask for one of your own."
            )
        return found


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


def _is_shared(records: Records, plan_id: str) -> bool:
    return any(record.id == plan_id for record in records.find(SHARED))


def _readable(records: Iterable[Record], shared: Collection[str]) -> tuple[KeptPlan, ...]:
    return tuple(
        _kept(record, made, record.id in shared)
        for record in records
        if (made := _planned(record)) is not None
    )


def _kept(record: Record, made: Planned, shared: bool) -> KeptPlan:
    return KeptPlan(
        **dict(made),
        id=record.id,
        version=record.version,
        owner=record.owner,
        made_at=record.changed_at,
        shared=shared,
    )
