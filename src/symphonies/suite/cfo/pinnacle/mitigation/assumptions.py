"""What is assumed of the people who answer to actions, and of prices no ledger tells."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Reminder(_Part):
    """What a reminder does."""

    answered: float = Field(ge=0, le=1)
    days_sooner: int = Field(ge=1)
    lead_days: int = Field(ge=1)
    cost: float = Field(ge=0)

    @property
    def sentence(self) -> str:
        """What is assumed, in words."""
        return (
            f"{self.answered:.0%} answer by paying {self.days_sooner} days sooner, "
            f"the first {self.lead_days} days after the reminder"
        )


class Discount(_Part):
    """What is offered for early payment."""

    rate: float = Field(gt=0, lt=1)
    within_days: int = Field(ge=1)
    taken: float = Field(ge=0, le=1)


class Retiming(_Part):
    """What paying later within terms costs."""

    goodwill_a_day: float = Field(ge=0)


class Spread(_Part):
    """What is lost on the price."""

    spread: float = Field(ge=0)


class Owners(_Part):
    """Who answers for a kind of action where the books name nobody."""

    reminder: str
    discount: str
    retiming: str
    draw: str
    placement: str
    hedge: str


class Limits(_Part):
    """How many actions are weighed."""

    customers: int = Field(ge=1)
    runs: int = Field(ge=1)


class Assumptions(_Part):
    """All of it; `assumptions.yaml` says what each figure means."""

    reminder: Reminder
    discount: Discount
    retiming: Retiming
    placement: Spread
    hedge: Spread
    limits: Limits
    owners: Owners

    @property
    def fingerprint(self) -> str:
        """A short hash of all of it."""
        return sha256(self.model_dump_json().encode()).hexdigest()[:12]


ASSUMPTIONS = Assumptions.model_validate(
    yaml.safe_load(Path(__file__).with_name("assumptions.yaml").read_text(encoding="utf-8"))
)
"""The product's own."""
