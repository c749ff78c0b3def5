"""The sentence of an answer: every figure in it is a cell of the rows, a number of them, or a difference."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from symphonies.kernel import Grain
from symphonies.platform.semantics import Comparison, Metric, MetricResult, MetricType, SemanticLayer
from symphonies.platform.vizier.ask.answering.working import said_period
from symphonies.platform.vizier.narrate import figure, is_plural, more_than

SHOWN = 3
"""How many groups a sentence names."""
_REFERENCE = {
    Comparison.TARGET: "plan",
    Comparison.PREVIOUS_YEAR: "the year before",
    Comparison.PREVIOUS_PERIOD: "the period before",
}


@dataclass(frozen=True)
class Speaker:
    """Says what a result holds."""

    layer: SemanticLayer
    result: MetricResult
    rows: Sequence[Mapping[str, Any]]
    limits: str
    """The filters in words, such as ``for Germany``; empty for none."""
    ascending: bool = False
    """Whether the smallest figures are to be told first."""

    def sentence(self) -> str:
        """Return one or two sentences."""
        names = self.result.query.metrics
        if not self.rows or all(_missing(row.get(name)) for row in self.rows for name in names):
            return self._nothing()
        if self.result.query.grain is not None:
            return self._series()
        if self.result.query.by:
            return self._groups()
        return " ".join(self._one(name, self.rows[0]) for name in names)

    def plainly(self) -> str:
        """Return what the rows are, without a figure."""
        titles = " and ".join(self._title(name) for name in self.result.query.metrics)
        return f"{titles}{self._scope()}: see the table."

    def _one(self, name: str, row: Mapping[str, Any]) -> str:
        metric = self._metric(name)
        value = row.get(name)
        if _missing(value):
            return (
                f"There is no figure of {self._title(name)}{self._scope()}: nothing to divide by, or no rows."
            )
        told = [self._told(metric, value)]
        told += [self._against(metric, value, row, each) for each in self.result.query.compare]
        past = self.result.query.period is not None
        many, one = ("were", "was") if past else ("are", "is")
        verb = many if is_plural(self._title(name)) else one
        return f"{self._title(name)}{self._scope()} {verb} {''.join(told)}."

    def _groups(self) -> str:
        name = self.result.query.metrics[0]
        metric = self._metric(name)
        known = [row for row in self.rows if not _missing(row.get(name)) and not row.get("is_rest")]
        ordered = sorted(known, key=lambda row: row[name], reverse=not self._ascending())
        told = [
            f"{self._label(row)} {self._told(metric, row[name])}{self._extra(metric, row)}" for row in ordered
        ]
        more = len(ordered) - SHOWN
        tail = f" and {more} more" if more > 0 else ""
        if more > 1 and not (metric.additive_over_groups or self.result.query.top):
            # of what does not add up the other end is as telling
            tail += f", the last {told[-1]}"
        counted = f" ({len(ordered)} found)" if self.result.query.having else ""
        return f"{self._title(name)}{self._scope()}{counted}: {'; '.join(told[:SHOWN])}{tail}."

    def _series(self) -> str:
        name = self.result.query.metrics[0]
        metric = self._metric(name)
        if self.result.query.by:
            known = [row for row in self.rows if not _missing(row.get(name))]
            last = max(row["period"] for row in known)
            newest = [row for row in known if row["period"] == last]
            newest.sort(key=lambda row: row[name], reverse=True)
            told = "; ".join(f"{self._label(row)} {self._told(metric, row[name])}" for row in newest[:SHOWN])
            return f"{self._title(name)}{self._scope()}; newest ({self._period(newest[0])}): {told}."
        known = [row for row in self.rows if not _missing(row.get(name))]
        first, last_row = known[0], known[-1]
        high = max(known, key=lambda row: row[name])
        low = min(known, key=lambda row: row[name])
        begun, ended = (
            f"{self._told(metric, row[name])} {'on' if self._daily else 'in'} {self._period(row)}"
            for row in (first, last_row)
        )
        return (
            f"{self._title(name)}{self._scope()}: {begun}, {ended}; "
            f"all between {self._told(metric, low[name])} ({self._period(low)}) "
            f"and {self._told(metric, high[name])} ({self._period(high)})."
        )

    def _nothing(self) -> str:
        titles = " and ".join(self._title(name) for name in self.result.query.metrics)
        if self.result.query.having:
            return f"No group meets the condition on {titles}{self._scope()}."
        return f"There are no figures of {titles}{self._scope()}."

    def _against(self, metric: Metric, value: Any, row: Mapping[str, Any], each: Comparison) -> str:
        other = row.get(f"{metric.id}__{each}")
        if _missing(other):
            return f"; there is no figure for {_REFERENCE[each]}"
        if metric.stands_for_more(value, other):
            return f" ({_REFERENCE[each]}: {self._told(metric, other)})"
        gap = value - float(other or 0)
        told = figure(abs(gap), str(metric.unit), self.result.currency, change=True)
        if told == figure(0.0, str(metric.unit), self.result.currency, change=True):
            return f", the same as {_REFERENCE[each]}"
        relative = f" ({abs(gap / other):.1%})" if other and metric.unit not in ("ratio", "date") else ""
        side = "above" if gap > 0 else "below"
        return f", {told}{relative} {side} {_REFERENCE[each]} ({self._told(metric, float(other or 0))})"

    def _extra(self, metric: Metric, row: Mapping[str, Any]) -> str:
        share = row.get(f"{metric.id}__share")
        told = "" if _missing(share) else f" ({float(share or 0):.1%})"
        for each in self.result.query.compare:
            told += self._against(metric, row[metric.id], row, each)
        return told

    def _ascending(self) -> bool:
        top = self.result.query.top
        return self.ascending or (top is not None and top.lowest)

    def _label(self, row: Mapping[str, Any]) -> str:
        labels = [row.get(f"{path}__label") for path in self.result.query.by]
        return " / ".join("none" if label is None else str(label) for label in labels)

    def _period(self, row: Mapping[str, Any]) -> str:
        """Return what a row's period is called, and that it goes on where it does."""
        start = row["period"]
        label = next((info.label for info in self.result.periods if info.start == start), str(start))
        if self._daily:
            label = f"{start.day} {start:%B %Y}"
        elif label == f"{start:%Y-%m}":
            label = f"{start:%B %Y}"
        return label if row.get("complete", True) else f"{label} so far"

    @property
    def _daily(self) -> bool:
        return self.result.query.grain is Grain.DAY

    def _scope(self) -> str:
        query = self.result.query
        stock = self._metric(query.metrics[0]).type in (MetricType.STOCK, MetricType.MODEL)
        if query.period is None:
            when = f" on {self.result.as_of.day} {self.result.as_of:%B %Y}"
        elif stock and query.grain is None:
            last = min(query.period.last_day, self.result.as_of)
            when = f" on {last.day} {last:%B %Y}"
        else:
            when = f" {said_period(query.period)}"
        return f"{self.limits}{when}"

    def _told(self, metric: Metric, value: Any) -> str:
        if metric.most is not None and metric.stands_for_more(value):
            return more_than(metric.most, str(metric.unit))
        return figure(value, str(metric.unit), self.result.currency)

    def _metric(self, name: str) -> Metric:
        return self.layer.catalog.metric(name)

    def _title(self, name: str) -> str:
        return self.layer.catalog.definition(name, self.result.query.variants.get(name)).title


def _missing(value: object) -> bool:
    return not isinstance(value, int | float) or not math.isfinite(value)
