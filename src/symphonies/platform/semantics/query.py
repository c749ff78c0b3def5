"""A question to the semantic layer, as data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from symphonies.kernel import Grain, Period


class Op(StrEnum):
    """How a filter compares a dimension with its values."""

    IN = "in"
    NOT_IN = "not_in"
    EQ = "="
    NE = "!="
    LT = "<"
    LE = "<="
    GT = ">"
    GE = ">="
    CONTAINS = "contains"
    IS_NULL = "is_null"
    NOT_NULL = "not_null"


class Comparison(StrEnum):
    """What a value is set against."""

    PREVIOUS_PERIOD = "previous_period"
    PREVIOUS_YEAR = "previous_year"
    TARGET = "target"
    """The metric's target series (the plan)."""


@dataclass(frozen=True)
class Filter:
    """A condition on one dimension; filters of a query are joined by AND."""

    dimension: str
    op: Op
    values: tuple[str, ...] = ()


@dataclass(frozen=True)
class Top:
    """Keep the ``n`` groups with the largest value of ``metric``; the rest as one group."""

    n: int
    metric: str | None = None
    """None: the first metric of the query."""
    rest: bool = True
    lowest: bool = False
    """Keep the groups with the smallest value instead."""


@dataclass(frozen=True)
class Having:
    """A condition on the figures of the answer: only rows that meet it are given."""

    metric: str
    op: Op
    """One of ``<``, ``<=``, ``>``, ``>=``, ``=``, ``!=``."""
    value: float
    """In the metric's unit; ratios as 0..1, money in the currency of the answer."""


@dataclass(frozen=True)
class MetricQuery:
    """Metrics by dimensions over time."""

    metrics: tuple[str, ...]
    by: tuple[str, ...] = ()
    """Dimension paths, such as ``entity``, ``customer.segment``."""
    grain: Grain | None = None
    """None: one figure for the whole period."""
    period: Period | None = None
    """None: everything up to and including the as-of day."""
    where: tuple[Filter, ...] = ()
    compare: tuple[Comparison, ...] = ()
    currency: str = "group"
    """``group``, ``entity``, ``transaction`` or an ISO 4217 code."""
    calendar: str | None = None
    """``calendar``, ``iso``, ``fiscal`` or ``445``; None: the company's."""
    variants: Mapping[str, str] = field(default_factory=dict)
    """Metric id -> variant name."""
    top: Top | None = None
    share: bool = False
    """Add each group's share of its period's total."""
    limit: int | None = None
    having: tuple[Having, ...] = ()
    """Conditions on figures, joined by AND."""
    dense: bool = True
    """Whether every group has a row in every period; False: periods without rows may be left out."""
