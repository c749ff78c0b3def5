"""The decision ledger: what was decided, what it was to bring, what it brought, and what that teaches."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from symphonies.kernel import Clock
from symphonies.platform.records import RecordNotFoundError, Records
from symphonies.platform.vizier.advise import decision as rules
from symphonies.platform.vizier.advise.decision import Decision, State
from symphonies.platform.vizier.advise.proposal import Proposal

KIND, LOG = "decision", "decisions"
PRIOR_TAKEN, PRIOR_LEFT = 3.0, 1.0
"""What is believed of a proposal nobody has decided yet: three of four are taken up (a Beta prior)."""


@dataclass(frozen=True)
class Lesson:
    """What decisions of one key teach.

    Attributes:
        taken: how many were approved.
        declined: how many were declined.
        predicted: the gains expected of those that were measured, summed.
        realised: the gains found, summed.
    """

    taken: int = 0
    declined: int = 0
    predicted: float = 0.0
    realised: float = 0.0

    @property
    def acceptance(self) -> float:
        """How likely the next one is taken up, 0..1: the mean of a Beta posterior."""
        return (PRIOR_TAKEN + self.taken) / (PRIOR_TAKEN + PRIOR_LEFT + self.taken + self.declined)

    @property
    def delivered_ratio(self) -> float | None:
        """Realised over predicted; None before anything was measured."""
        return self.realised / self.predicted if self.predicted else None


class Ledger:
    """Keeps decisions; every change is a line of a log that only grows.

    Args:
        records: where they are kept.
        clock: tells when.
        four_eyes_above: proposals whose gain or cost passes this need two approvers, in the group's currency.
    """

    def __init__(self, records: Records, clock: Clock, four_eyes_above: float = 250_000.0) -> None:
        self._records = records
        self._clock = clock
        self.four_eyes_above = four_eyes_above

    def waits(self, proposal: Proposal) -> bool:
        """Return whether one person has approved a proposal and a second one is to."""
        return self.decision(proposal).state is State.SECOND

    def decision(self, proposal: Proposal) -> Decision:
        """Return where a proposal stands; one that was measured may be made again."""
        try:
            found = _decision(self._records.get(KIND, proposal.id))
        except RecordNotFoundError:
            return Decision(proposal.id, proposal.key, proposal.action, proposal.metric)
        if found.state is State.MEASURED:
            return Decision(
                proposal.id, proposal.key, proposal.action, proposal.metric, version=found.version
            )
        return found

    def needs_two(self, proposal: Proposal) -> bool:
        """Whether a proposal is so large that two must approve it."""
        gain = 0.0 if proposal.gain is None else proposal.gain.expected
        return max(gain, proposal.cost) > self.four_eyes_above

    def approve(self, proposal: Proposal, by: str, before: float | None, note: str = "") -> Decision:
        """Approve a proposal, and keep what it is to bring.

        Args:
            proposal: as it was shown.
            by: who approves.
            before: the figure of the proposal's metric now.
            note: what the approver wants to be kept with it.

        Raises:
            DecisionRefusedError: it is decided already, or the second approver is the first.
            RecordChangedError: somebody else decided at the same moment.
        """
        known, now = self.decision(proposal), self._clock.now()
        decided = rules.approve(known, by, now, four_eyes=self.needs_two(proposal), note=note)
        if decided.state is State.APPROVED:
            decided = replace(
                decided,
                predicted=None if proposal.gain is None else proposal.gain.expected,
                before=before,
                measure_on=now.date() + timedelta(days=proposal.measured_after_days),
            )
        return self._keep(known, decided, by)

    def decline(self, proposal: Proposal, by: str, reason: str) -> Decision:
        """Decline a proposal.

        Raises:
            DecisionRefusedError: it is decided already, or no reason is given.
            RecordChangedError: somebody else decided at the same moment.
        """
        known = self.decision(proposal)
        return self._keep(known, rules.decline(known, self._clock.now(), reason), by)

    def snooze(self, proposal: Proposal, by: str, until: date) -> Decision:
        """Put a proposal off to a later day.

        Raises:
            DecisionRefusedError: it is decided already, or the day is not in the future.
            RecordChangedError: somebody else decided at the same moment.
        """
        known = self.decision(proposal)
        return self._keep(known, rules.snooze(known, self._clock.now(), until), by)

    def measure(self, today: date, effect: Callable[[Decision], float | None]) -> list[Decision]:
        """Measure the approved decisions whose day has come; what cannot be measured stays as it is.

        Args:
            today: the day to measure on.
            effect: finds the gain a decision brought, in the group's currency.
        """
        found = []
        for record in self._records.find(KIND, tags={"state": State.APPROVED.value}):
            known = _decision(record)
            if known.measure_on is None or known.measure_on > today:
                continue
            realised = effect(known)
            if realised is not None:
                now = self._clock.now()
                found.append(self._keep(known, rules.measured(known, realised, now), "measurement"))
        return found

    def lessons(self) -> Mapping[str, Lesson]:
        """Return what all decisions teach, by key."""
        taught: dict[str, Lesson] = {}
        for body in self._bodies():
            lesson = taught.get(body["key"], Lesson())
            match State(body["state"]):
                case State.APPROVED:
                    lesson = replace(lesson, taken=lesson.taken + 1)
                case State.DECLINED:
                    lesson = replace(lesson, declined=lesson.declined + 1)
                case State.MEASURED if body["predicted"] is not None:
                    lesson = replace(
                        lesson,
                        predicted=lesson.predicted + body["predicted"],
                        realised=lesson.realised + body["realised"],
                    )
                case _:
                    continue
            taught[body["key"]] = lesson
        return taught

    def decisions(self, limit: int = 200) -> Sequence[Decision]:
        """Return what was decided, the newest first."""
        return [_decision(record) for record in self._records.find(KIND, limit=limit)]

    def _keep(self, before: Decision, after: Decision, by: str) -> Decision:
        body = _body(after)
        with self._records.transaction() as one:
            tags = {"state": after.state.value, "key": after.key}
            kept = one.put(KIND, after.proposal, body, by=by, tags=tags, expected=before.version)
            one.append(LOG, body, by=by)
        return replace(after, version=kept.version)

    def _bodies(self) -> list[Mapping[str, Any]]:
        bodies: list[Mapping[str, Any]] = []
        while page := self._records.entries(LOG, after=len(bodies)):
            bodies += [entry.body for entry in page]
        return bodies


def _body(decision: Decision) -> dict[str, Any]:
    return {name: _plain(value) for name, value in asdict(decision).items() if name != "version"}


def _plain(value: object) -> object:
    if isinstance(value, date | datetime):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def _decision(record: Any) -> Decision:
    body = dict(record.body)
    for name, read in (("until", date), ("measure_on", date), ("decided_at", datetime)):
        body[name] = None if body[name] is None else read.fromisoformat(body[name])
    body["approvers"] = tuple(body["approvers"])
    body["notes"] = tuple((by, text) for by, text in body.get("notes", ()))
    return Decision(**body | {"state": State(body["state"]), "version": record.version})
