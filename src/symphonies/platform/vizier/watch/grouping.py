"""One cause, one item: unusual stretches that are the same event seen from several sides."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from symphonies.kernel import Grain
from symphonies.platform.semantics import Catalog
from symphonies.platform.vizier.explain import Cascade
from symphonies.platform.vizier.watch.scan import Anomaly
from symphonies.platform.vizier.watch.series import Family

_SAME_AMOUNT = 0.15
_APART = {Grain.DAY: timedelta(days=3), Grain.WEEK: timedelta(days=8), Grain.MONTH: timedelta(days=31)}
_SPANS = {Grain.DAY: timedelta(days=1), Grain.WEEK: timedelta(days=7), Grain.MONTH: timedelta(days=31)}


@dataclass(frozen=True)
class Finding:
    """One thing that happened."""

    head: Anomaly
    """Where it shows most clearly."""
    others: tuple[Anomaly, ...]
    """The same thing in other slices and metrics."""

    @property
    def id(self) -> str:
        """The same from look to look: the metric, the slice and the month it began in."""
        where = ",".join(f"{path}={value}" for path, value in self.head.slice)
        return f"{self.head.metric}[{where}]@{self.head.first_on:%Y-%m}"

    @property
    def metrics(self) -> tuple[str, ...]:
        """Every metric it shows in, the clearest first."""
        return tuple(dict.fromkeys([self.head.metric, *(each.metric for each in self.others)]))


def group(anomalies: Sequence[Anomaly], related: Callable[[str, str], bool]) -> tuple[Finding, ...]:
    """Return findings, in the order of their heads.

    Two stretches belong together if they are of one metric or of related ones and were unusual at the same
    time, or if the same amount is missing or too much in both at the same time.

    Args:
        anomalies: the clearest first.
        related: whether two metrics tell of the same facts.
    """
    found: list[list[Anomaly]] = []
    for each in anomalies:
        home = next(
            (members for members in found if any(_together(each, other, related) for other in members[:8])),
            None,
        )
        if home is None:
            found.append([each])
        else:
            home.append(each)
    return tuple(Finding(members[0], tuple(members[1:])) for members in found)


def relations(catalog: Catalog, cascade: Cascade) -> Callable[[str, str], bool]:
    """Return whether one of two metrics is made of the other, shares its facts, or is declared to move it."""
    leaves = {
        metric.id: frozenset(leaf.id for leaf in catalog.leaf_metrics(metric.id))
        for metric in catalog.all_metrics
    }
    facts = {
        metric.id: frozenset(leaf.fact for leaf in catalog.leaf_metrics(metric.id) if leaf.fact)
        for metric in catalog.all_metrics
    }
    linked = {frozenset((link.cause, link.effect)) for link in cascade.links}

    def related(one: str, other: str) -> bool:
        return (
            one == other
            or bool(leaves[one] & leaves[other])
            or bool(facts[one] & facts[other])
            or frozenset((one, other)) in linked
        )

    return related


def _together(one: Anomaly, other: Anomaly, related: Callable[[str, str], bool]) -> bool:
    if not _overlap(one, other) or abs(one.first_on - other.first_on) > max(
        _APART[one.grain], _APART[other.grain]
    ):
        return False
    if one.first_on == other.first_on and one.grain is other.grain and _same_amount(one, other):
        return True
    return related(one.metric, other.metric)


def _overlap(one: Anomaly, other: Anomaly) -> bool:
    ends = [each.last_on + _SPANS[each.grain] for each in (one, other)]
    return one.first_on < ends[1] and other.first_on < ends[0]


def _same_amount(one: Anomaly, other: Anomaly) -> bool:
    if Family.RATIO in (one.family, other.family):
        return False
    sizes = sorted(abs(each.difference) for each in (one, other))
    return sizes[0] > 0 and sizes[1] - sizes[0] <= _SAME_AMOUNT * sizes[1]
