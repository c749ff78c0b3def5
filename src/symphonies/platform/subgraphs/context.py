"""What a request brings along: who asks, about which company, with what rights."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Protocol

import pyarrow as pa

from symphonies.platform.security import Principal, Scope
from symphonies.platform.semantics import MetricQuery


class Company(Protocol):
    """The company whose figures are shown."""

    @property
    def name(self) -> str:
        """What it is called."""
        ...

    @property
    def currency(self) -> str:
        """The group currency, ISO 4217."""
        ...

    @property
    def as_of(self) -> date | None:
        """The last day the data speaks of."""
        ...

    @property
    def fiscal_year_start_month(self) -> int:
        """1 to 12."""
        ...

    @property
    def calendar(self) -> Any:
        """``calendar``, ``iso``, ``fiscal`` or ``445``."""
        ...

    @property
    def is_sample(self) -> bool:
        """Whether the company is made up."""
        ...


class ProductStatus(Protocol):
    """How a data product stands, as the lakehouse tells."""

    @property
    def connected(self) -> bool:
        """Whether it has any data."""
        ...

    @property
    def rows(self) -> int:
        """How many rows it holds."""
        ...

    @property
    def loaded_at(self) -> datetime | None:
        """When the newest load was."""
        ...

    @property
    def newest_on(self) -> date | None:
        """The newest business day in the data."""
        ...

    @property
    def fresh(self) -> bool | None:
        """Whether the newest load is as new as promised; None without loads."""
        ...

    @property
    def trust(self) -> str:
        """``verified``, ``warning``, ``failed`` or ``unknown``."""
        ...

    @property
    def reasons(self) -> Sequence[str]:
        """Why it is not trusted fully, in words."""
        ...

    @property
    def reason(self) -> str | None:
        """Why it is not connected."""
        ...

    @property
    def next_step(self) -> str | None:
        """What would mend it."""
        ...


class MetricAnswer(Protocol):
    """What the semantic layer found."""

    @property
    def rows(self) -> pa.Table:
        """One row for each period and group."""
        ...

    @property
    def notes(self) -> Sequence[str]:
        """What a reader must know of the figures, such as a missing rate."""
        ...

    @property
    def sql(self) -> str:
        """The SQL that was run."""
        ...


class SemanticLayer(Protocol):
    """Answers metric queries."""

    def run(self, query: MetricQuery, scope: Scope) -> MetricAnswer:
        """Answer one query within a scope."""
        ...


class LineageEdge(Protocol):
    """One hop of a column's way."""

    @property
    def from_table(self) -> str:
        """Where it comes from."""
        ...

    @property
    def from_column(self) -> str | None:
        """The column there; None for a file."""
        ...

    @property
    def to_table(self) -> str:
        """Where it goes."""
        ...

    @property
    def to_column(self) -> str | None:
        """The column there."""
        ...


Lineage = Callable[[str, str | None], Iterable[LineageEdge]]
"""``product.table`` and a column -> all edges that lead to it, nearest first."""


class Estimate(Protocol):
    """What an engine told the table that a metric aggregates."""

    @property
    def engine(self) -> str:
        """Whose model."""
        ...

    @property
    def label(self) -> str:
        """Such as ``cash 3 (draft)``."""
        ...

    @property
    def is_reviewed(self) -> bool:
        """Whether a person approved that version."""
        ...

    @property
    def as_of(self) -> date:
        """The last day it knew."""
        ...


Estimates = Callable[[str], Estimate | None]
"""``product.table`` -> what an engine last told of it; None where none has."""


def no_estimates(_table: str) -> None:
    """Tell that no engine has told anything."""


def no_lineage(_table: str, _column: str | None) -> tuple[LineageEdge, ...]:
    """Tell no lineage: for stores that keep none."""
    return ()


@dataclass(frozen=True)
class RequestContext:
    """Everything a resolver may use besides its arguments."""

    principal: Principal
    scope: Scope
    company: Company
    semantics: SemanticLayer
    status: Callable[[str], ProductStatus]
    """Product id -> how it stands."""
    lineage: Lineage = no_lineage
    personas: Sequence[Principal] = ()
    """Whom the viewer may choose to be."""
    extras: Mapping[str, Any] = field(default_factory=dict)
    """What other subgraphs of the application need."""
    estimates: Estimates = no_estimates
    """What engines told of the tables that metrics aggregate."""


def as_of_day(company: Company) -> date:
    """Return the company's as-of day; a company in effect always has one."""
    assert company.as_of is not None, "the lakehouse sets the as-of day when it is prepared"
    return company.as_of
