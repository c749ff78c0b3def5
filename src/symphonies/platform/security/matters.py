"""What people decide about, as far as policies may test it: recommendations, not data."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Decide(StrEnum):
    """What somebody may do about a matter; the names of Cedar actions in the group ``decide``."""

    APPROVE = "approve"
    DECLINE = "decline"
    SNOOZE = "snooze"


@dataclass(frozen=True)
class Matter:
    """One recommendation.

    Attributes:
        id: which one.
        symphony: on whose page it stands.
        product: the data product of the metric in which its effect shows.
        metric: that metric's id.
        owner: who would do it.
        amount: the larger of its gain and its cost, in whole units of the group's currency.
        undo: ``wholly``, ``partly`` or ``not``.
        whole: whether whoever decides sees all that it is worth, not a part cut by rows or columns hidden.
    """

    id: str
    symphony: str
    product: str
    metric: str
    owner: str
    amount: int
    undo: str
    whole: bool


@dataclass(frozen=True)
class Ruling:
    """Whether somebody may decide, and the policies that said so; none where no permit matched."""

    allowed: bool
    policies: tuple[str, ...] = ()
