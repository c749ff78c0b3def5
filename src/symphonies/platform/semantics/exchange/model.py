"""A semantic model as others write it, before it is ours: what both formats have in common."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Entity:
    """A key that joins one source to another."""

    name: str
    kind: str
    """``primary``, ``unique`` or ``foreign``."""
    expression: str


@dataclass(frozen=True)
class SourceField:
    """A column to group and filter by."""

    name: str
    expression: str
    time: bool = False
    title: str = ""
    description: str = ""
    synonyms: tuple[str, ...] = ()


@dataclass(frozen=True)
class SourceMeasure:
    """One aggregate over the rows of a source."""

    name: str
    aggregate: str
    """``sum``, ``count``, ``count_distinct``, ``average``, ``min``, ``max``, ``median`` or ``percentile``."""
    expression: str
    time: str | None = None
    quantile: float = 0.5
    title: str = ""
    description: str = ""
    last_value: bool = False
    """Whether it is not summed over time but read at the end."""


@dataclass(frozen=True)
class Source:
    """A table or query with its keys, fields and measures."""

    name: str
    relation: str
    """``table``, ``schema.table`` or a SELECT."""
    entities: tuple[Entity, ...] = ()
    fields: tuple[SourceField, ...] = ()
    measures: tuple[SourceMeasure, ...] = ()
    description: str = ""
    synonyms: tuple[str, ...] = ()


@dataclass(frozen=True)
class SourceMetric:
    """A metric: a measure under a condition, or a formula over metrics."""

    name: str
    title: str = ""
    description: str = ""
    source: str | None = None
    measure: str | None = None
    filters: tuple[str, ...] = ()
    """Conditions with ``{{ Dimension('entity__field') }}`` in them."""
    formula: str | None = None
    """Over the names in ``inputs``."""
    inputs: Mapping[str, str] = field(default_factory=dict)
    """Name in the formula -> a metric, or a formula of ours over one."""
    synonyms: tuple[str, ...] = ()
    meta: Mapping[str, str] = field(default_factory=dict)
    """``unit`` and ``direction`` where the author gave them."""


@dataclass(frozen=True)
class ForeignModel:
    """Everything of one folder or file."""

    sources: tuple[Source, ...]
    metrics: tuple[SourceMetric, ...]
    notes: tuple[str, ...] = ()
    """What could not be taken over, and why."""
