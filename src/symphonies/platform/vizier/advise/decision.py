"""What became of a proposal: its states, who decided, and what the rules of deciding are."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

from symphonies.kernel import SymphonyError


class State(StrEnum):
    """Where a proposal stands."""

    PROPOSED = "proposed"
    SECOND = "second"
    """Approved by one, waits for another."""
    APPROVED = "approved"
    DECLINED = "declined"
    SNOOZED = "snoozed"
    MEASURED = "measured"


class DecisionRefusedError(SymphonyError):
    """A decision that cannot be taken: not now, not by this person, or not without a reason."""

    code: ClassVar[str] = "DECISION_REFUSED"


@dataclass(frozen=True)
class Decision:
    """Where one proposal stands.

    Attributes:
        proposal: its id.
        key: its key.
        action: what was proposed, as it was shown; empty before it is kept.
        metric: the metric in which its effect shows; empty before it is kept.
        state: where it stands.
        approvers: ids of those who approved, in order.
        notes: what approvers wrote to it: id and text, in order.
        reason: why it was declined.
        until: to when it is snoozed.
        decided_at: when it came to this state.
        predicted: the gain expected when it was approved; None where it cannot be put in money.
        before: the metric's figure when it was approved.
        measure_on: when its effect is to be measured.
        realised: the gain found then.
        version: of the record, 0 before it is kept.
    """

    proposal: str
    key: str
    action: str = ""
    metric: str = ""
    state: State = State.PROPOSED
    approvers: tuple[str, ...] = ()
    notes: tuple[tuple[str, str], ...] = ()
    reason: str = ""
    until: date | None = None
    decided_at: datetime | None = None
    predicted: float | None = None
    before: float | None = None
    measure_on: date | None = None
    realised: float | None = None
    version: int = 0

    def is_open(self, today: date) -> bool:
        """Whether it waits for somebody on a day."""
        asleep = self.state is State.SNOOZED and self.until is not None and self.until > today
        return self.state in (State.PROPOSED, State.SECOND) or (self.state is State.SNOOZED and not asleep)


class DecisionForbiddenError(SymphonyError):
    """The policies do not let this person decide on this."""

    code: ClassVar[str] = "DECISION_FORBIDDEN"


def approve(decision: Decision, by: str, at: datetime, *, four_eyes: bool, note: str = "") -> Decision:
    """Return the decision after an approval; a large one waits for a second person.

    Args:
        decision: where it stands.
        by: who approves.
        at: when.
        four_eyes: whether two must approve it.
        note: what the approver wants to be kept with it.

    Raises:
        DecisionRefusedError: it is decided already, or the second approver is the first.
    """
    _must_be_open(decision, at.date())
    if by in decision.approvers:
        raise DecisionRefusedError(
            "You approved this already; it needs a second person.",
            hint="Ask somebody else who may approve it.",
        )
    approvers = (*decision.approvers, by)
    enough = not four_eyes or len(approvers) > 1
    return replace(
        decision,
        state=State.APPROVED if enough else State.SECOND,
        approvers=approvers,
        notes=(*decision.notes, (by, note.strip())) if note.strip() else decision.notes,
        until=None,
        decided_at=at,
    )


def decline(decision: Decision, at: datetime, reason: str) -> Decision:
    """Return the decision after it was declined.

    Raises:
        DecisionRefusedError: it is decided already, or no reason is given.
    """
    _must_be_open(decision, at.date())
    if not reason.strip():
        raise DecisionRefusedError(
            "A proposal is declined with a reason.", hint="Say why in a few words: proposals learn from it."
        )
    return replace(decision, state=State.DECLINED, reason=reason.strip(), until=None, decided_at=at)


def snooze(decision: Decision, at: datetime, until: date) -> Decision:
    """Return the decision after it was put off.

    Raises:
        DecisionRefusedError: it is decided already, or the day is not in the future.
    """
    _must_be_open(decision, at.date())
    if until <= at.date():
        raise DecisionRefusedError(
            f"A proposal is put off to a later day, not to {until}.", hint="Give a day after today."
        )
    return replace(decision, state=State.SNOOZED, until=until, decided_at=at)


def measured(decision: Decision, realised: float, at: datetime) -> Decision:
    """Return the decision with the effect that was found.

    Raises:
        DecisionRefusedError: it was not approved.
    """
    if decision.state is not State.APPROVED:
        raise DecisionRefusedError("Only what was approved can be measured.", hint="Approve it first.")
    return replace(decision, state=State.MEASURED, realised=realised, decided_at=at)


def _must_be_open(decision: Decision, today: date) -> None:
    if not decision.is_open(today) and decision.state is not State.SNOOZED:
        raise DecisionRefusedError(
            f"This proposal is {decision.state} already.",
            hint="Look at the decisions to see by whom and when.",
        )
