"""Attention items: what is unusual, as something people have seen, put off or seen mended."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from symphonies.platform.vizier.watch.errors import TransitionRefusedError

CONFIRM = 2
"""How many looks in a row must find it before it fires."""
CLEAR = 2
"""How many looks in a row must not find it before it is resolved."""


class State(StrEnum):
    """Where an item stands."""

    PENDING = "pending"
    """Found, but not often enough to tell anyone."""
    FIRING = "firing"
    ACKNOWLEDGED = "acknowledged"
    """Somebody deals with it."""
    SNOOZED = "snoozed"
    """Put off until an instant."""
    RESOLVED = "resolved"
    ACCEPTED = "accepted"
    """Closed: somebody took the new level for the usual one."""

    @property
    def closed(self) -> bool:
        """Whether nobody needs to look at it."""
        return self in (State.RESOLVED, State.ACCEPTED)


@dataclass(frozen=True)
class Item:
    """One thing that needs attention, over its whole life."""

    id: str
    state: State
    opened_at: datetime
    changed_at: datetime
    found: int = 0
    """How many looks in a row found it."""
    missed: int = 0
    """How many looks in a row did not."""
    by: str | None = None
    """Who acknowledged or snoozed it last."""
    until: datetime | None = None
    """When a snooze ends."""


def first_seen(id: str, at: datetime, *, confirm: int = CONFIRM) -> Item:
    """Return the item of a thing found for the first time."""
    state = State.FIRING if confirm <= 1 else State.PENDING
    return Item(id, state, at, at, found=1)


def looked(item: Item, *, found: bool, at: datetime, confirm: int = CONFIRM, clear: int = CLEAR) -> Item:
    """Return the item after another look.

    It takes ``confirm`` looks in a row to fire and ``clear`` to resolve, so that what comes and goes at the
    threshold neither rings again nor vanishes each time. What is resolved opens anew when it recurs; a snooze
    ends by itself; what is accepted stays so, as its level is the usual one.
    """
    if item.state is State.ACCEPTED:
        return item
    counts = (item.found + 1, 0) if found else (0, item.missed + 1)
    after = replace(item, found=counts[0], missed=counts[1])
    if item.state is State.SNOOZED and item.until is not None and at >= item.until:
        after = replace(after, state=State.FIRING, until=None, changed_at=at)
    if not found:
        is_over = after.missed >= clear or item.state is State.PENDING
        return _moved(after, State.RESOLVED, at) if is_over and item.state is not State.RESOLVED else after
    if item.state is State.RESOLVED:
        reopened = State.FIRING if confirm <= 1 else State.PENDING
        return replace(_moved(after, reopened, at), found=1, opened_at=at, by=None, until=None)
    if item.state is State.PENDING and after.found >= confirm:
        return _moved(after, State.FIRING, at)
    return after


def acknowledge(item: Item, *, by: str, at: datetime) -> Item:
    """Return the item with somebody who deals with it.

    Raises:
        TransitionRefusedError: it is closed.
    """
    _refuse_closed(item, "acknowledged")
    return replace(_moved(item, State.ACKNOWLEDGED, at), by=by, until=None)


def snooze(item: Item, *, by: str, at: datetime, until: datetime) -> Item:
    """Return the item put off until an instant.

    Raises:
        TransitionRefusedError: it is closed, or the instant is not later than now.
    """
    _refuse_closed(item, "snoozed")
    if until <= at:
        raise TransitionRefusedError(
            f"Item {item.id!r} cannot be snoozed until {until:%Y-%m-%d %H:%M}, which is past.",
            hint="Give an instant that is still to come.",
        )
    return replace(_moved(item, State.SNOOZED, at), by=by, until=until)


def accept(item: Item, *, by: str, at: datetime) -> Item:
    """Return the item closed, as its level is the usual one from now on.

    Raises:
        TransitionRefusedError: it is closed already.
    """
    _refuse_closed(item, "accepted")
    return replace(_moved(item, State.ACCEPTED, at), by=by, until=None)


def _moved(item: Item, state: State, at: datetime) -> Item:
    return replace(item, state=state, changed_at=at)


def _refuse_closed(item: Item, verb: str) -> None:
    if item.state.closed:
        raise TransitionRefusedError(
            f"Item {item.id!r} is {item.state} and cannot be {verb}.",
            hint="It opens again by itself when something new happens.",
        )
