"""What a person gets back, whatever the outcome; all of it can be written as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from symphonies.platform.semantics import MetricQuery
from symphonies.platform.vizier.ask.parsing import Reading
from symphonies.platform.vizier.facts import Fact
from symphonies.platform.vizier.foresight import Page


@dataclass(frozen=True)
class Chart:
    """How to draw the rows."""

    kind: str
    """``figure``, ``line``, ``bar``, ``stacked`` or ``table``."""
    x: str | None
    """The column along the axis."""
    series: tuple[str, ...]
    """The columns of figures."""
    split: str | None
    """The column that gives each line or part, if any."""
    unit: str
    currency: str | None
    title: str
    band: tuple[str, str] | None = None
    """The columns of the ends of the range around the first series: 4 of 5 cases lie between them."""


@dataclass(frozen=True)
class Working:
    """How the answer was worked out."""

    words: tuple[str, ...]
    """In plain words: figure, definition, period, limits."""
    plan: tuple[str, ...]
    """The steps of the semantic layer."""
    sql: str | None
    """Only for who sees everything: conditions tell of what others hide."""
    lineage: tuple[str, ...]
    """The tables the figures are read from."""
    pages: tuple[Page, ...] = ()
    """Where the figures of an engine can be looked into."""


@dataclass(frozen=True)
class Figure:
    """A figure printed in a sentence, with what gives it elsewhere: a query, or the page of an engine."""

    start: int
    """Where it begins in the sentence."""
    end: int
    metric: str
    query: MetricQuery | None = None
    page: str | None = None
    """Address of the page where an engine shows it."""


@dataclass(frozen=True)
class Answer:
    """An answer, a question back (``choices``) or a refusal (``suggestions``)."""

    kind: str
    """``answer``, ``ask`` or ``refusal``."""
    question: str
    sentence: str
    reading: Reading
    """What the next question may lean on."""
    query: MetricQuery | None = None
    columns: tuple[str, ...] = ()
    rows: tuple[Mapping[str, Any], ...] = ()
    chart: Chart | None = None
    working: Working | None = None
    confidence: float = 0.0
    choices: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    because: str | None = None
    """For refusals: the kind of reason, such as ``unknown``, ``too_long``, or the code of an error."""
    intent: str = "figure"
    figures: tuple[Figure, ...] = ()
    """The figures of the sentence, in its order."""
    soon: str = ""
    """Of a refusal: what is being prepared; asked again in a while, the question can be answered."""
    facts: tuple[Fact, ...] = ()
    """What the sentence tells, where that is known as facts; it may be told in other words then."""

    def to_dict(self) -> dict[str, Any]:
        """Return the answer as plain data."""
        return {
            "kind": self.kind,
            "intent": self.intent,
            "question": self.question,
            "sentence": self.sentence,
            "query": None if self.query is None else query_to_dict(self.query),
            "columns": list(self.columns),
            "rows": [dict(row) for row in self.rows],
            "chart": None if self.chart is None else asdict(self.chart),
            "how": None if self.working is None else asdict(self.working),
            "confidence": self.confidence,
            "choices": list(self.choices),
            "suggestions": list(self.suggestions),
            "notes": list(self.notes),
            "because": self.because,
            "figures": [
                {
                    "text": self.sentence[f.start : f.end],
                    "query": f.query and query_to_dict(f.query),
                    "page": f.page,
                }
                for f in self.figures
            ],
        }


def query_to_dict(query: MetricQuery) -> dict[str, Any]:
    """Return a metric query as plain data, empty parts left out."""
    told: dict[str, Any] = {
        "metrics": list(query.metrics),
        "by": list(query.by),
        "grain": query.grain.value if query.grain else None,
        "from": query.period.start.isoformat() if query.period else None,
        "to": query.period.last_day.isoformat() if query.period else None,
        "where": [
            {"dimension": f.dimension, "op": f.op.value, "values": list(f.values)} for f in query.where
        ],
        "compare": [each.value for each in query.compare],
        "currency": None if query.currency == "group" else query.currency,
        "variants": dict(query.variants),
        "top": None if query.top is None else {"n": query.top.n, "lowest": query.top.lowest},
        "share": query.share,
        "having": [{"metric": h.metric, "op": h.op.value, "value": h.value} for h in query.having],
    }
    return {name: value for name, value in told.items() if not _is_empty(value)}


def _is_empty(value: object) -> bool:
    return value is None or value in (False, [], {})
