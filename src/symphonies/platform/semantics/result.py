"""What the semantic layer gives back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from symphonies.kernel import Period
from symphonies.platform.semantics.query import Comparison, MetricQuery

if TYPE_CHECKING:
    import pyarrow as pa


class ColumnKind(StrEnum):
    """What a column of a result holds."""

    PERIOD = "period"
    COMPLETE = "complete"
    DIMENSION = "dimension"
    LABEL = "label"
    IS_REST = "is_rest"
    METRIC = "metric"
    COMPARISON = "comparison"
    SHARE = "share"


@dataclass(frozen=True)
class PeriodInfo:
    """A period of the answer, for people."""

    start: date
    end: date
    """Excluded."""
    label: str
    complete: bool
    """Whether the company's data covers it: it ends on or before the as-of day."""


@dataclass(frozen=True)
class ResultColumn:
    """One column of a result."""

    name: str
    kind: ColumnKind
    metric: str | None = None
    """For figures: the metric."""
    dimension: str | None = None
    """For keys and labels: the dimension's path."""
    comparison: Comparison | None = None
    unit: str | None = None
    currency: str | None = None
    """For money: the ISO code; None when it differs by row or is not money."""


@dataclass(frozen=True)
class CompiledQuery:
    """A metric query as SQL of one engine."""

    query: MetricQuery
    sql: str
    dialect: str
    columns: tuple[ResultColumn, ...]
    periods: tuple[PeriodInfo, ...]
    """The periods of the answer, in order; one for a total."""
    period: Period | None
    """All days the answer speaks of; None: everything up to the as-of day."""
    notes: tuple[str, ...]
    plan: tuple[str, ...]
    """The steps in words."""
    unrated_sql: str | None = None
    """Names the currencies without a rate; None when nothing is converted."""

    @property
    def explained(self) -> str:
        """The plan in words, then the SQL."""
        return "\n".join([*self.plan, "", self.sql])


@dataclass(frozen=True)
class MetricResult:
    """The figures of a metric query."""

    query: MetricQuery
    columns: tuple[ResultColumn, ...]
    rows: pa.Table
    """One column for each of ``columns``; figures are doubles, NULL where nothing is known."""
    notes: tuple[str, ...]
    sql: str
    as_of: date
    periods: tuple[PeriodInfo, ...]
    plan: tuple[str, ...] = ()

    @property
    def currency(self) -> str | None:
        """The ISO code of the figures that are money; None when it differs by row or none is."""
        return next((column.currency for column in self.columns if column.currency), None)
