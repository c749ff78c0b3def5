"""What a text binds its parties to, as values that can be compared."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Kind(StrEnum):
    """What sort of obligation."""

    PAYMENT_TERM = "payment_term"
    NOTICE_PERIOD = "notice_period"
    RENEWAL = "renewal"
    END_DATE = "end_date"
    LIABILITY_CAP = "liability_cap"
    REBATE = "rebate"
    INDEXATION = "indexation"


class Unit(StrEnum):
    """What the value counts."""

    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"
    YEARS = "years"
    PERCENT = "percent"
    MONEY = "money"
    NONE = "none"
    """There is no value: an unlimited liability, an indexation without a rate."""
    DATE = "date"


DAYS_OF = {Unit.DAYS: 1.0, Unit.WEEKS: 7.0, Unit.MONTHS: 30.0, Unit.YEARS: 365.0}
"""Days of one unit, as terms of different units are compared."""


@dataclass(frozen=True)
class Obligation:
    """One term of a document, with where it stands.

    Attributes:
        kind: what sort.
        value: how much, in ``unit``; None for dates and where there is no value.
        unit: what it counts.
        sentence: exactly as it stands.
        section: the headings above it.
        page: where it stands; None for formats without pages.
        party: ``customer``, ``supplier`` or ``either``: who is bound; None where the text does not say.
        currency: ISO 4217, for money.
        day: for dates.
        automatic: of a renewal: whether it needs no act.
        doubtful: the words and the digits of the number differ; the words hold.
    """

    kind: Kind
    value: float | None
    unit: Unit
    sentence: str
    section: tuple[str, ...] = ()
    page: int | None = None
    party: str | None = None
    currency: str | None = None
    day: date | None = None
    automatic: bool = False
    doubtful: bool = False

    @property
    def days(self) -> float | None:
        """The value in days; None for what is no span of time."""
        if self.value is None or self.unit not in DAYS_OF:
            return None
        return self.value * DAYS_OF[self.unit]
