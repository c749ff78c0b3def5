"""One cause, one item: unusual stretches that are the same event seen from several sides."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from symphonies.kernel import Grain
from symphonies.platform.semantics import Catalog
from symphonies.platform.vizier.explain import Cascade
from symphonies.platform.vizier.watch.anomaly import Anomaly
from symphonies.platform.vizier.watch.series import Family

_SAME_AMOUNT = 0.15
_DAYS_APART = timedelta(days=3)
_SPANS = {Grain.DAY: timedelta(days=1), Grain.MONTH: timedelta(days=31)}
_COMPARED = 8
"""With so many members of an item a further stretch is compared."""


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
    def members(self) -> tuple[Anomaly, ...]:
        """All of it, the clearest first."""
        return (self.head, *self.others)

    @property
    def metrics(self) -> tuple[str, ...]:
        """Every metric it shows in, the clearest first."""
        return tuple(dict.fromkeys(each.metric for each in self.members))


def group(anomalies: Sequence[Anomaly], related: Callable[[str, str], bool]) -> tuple[Finding, ...]:
    """Return findings, in the order of their heads.

    Two stretches in slices that can meet belong together if they are of one metric and mostly overlap, or
    began at the same time and are of related metrics, or lack the same amount or have it too much. What is
    only likely joins an item and never makes one.

    Args:
        anomalies: the clearest first.
        related: whether two metrics tell of the same facts.
    """
    found: list[list[Anomaly]] = []
    for each in sorted(anomalies, key=lambda each: not each.sure):
        home = next(
            (
                members
                for members in found
                if any(_together(each, other, related) for other in members[:_COMPARED])
            ),
            None,
        )
        if home is not None:
            home.append(each)
        elif each.sure:
            found.append([each])
    return tuple(_headed(members) for members in found)


def _headed(members: Sequence[Anomaly]) -> Finding:
    """Return a finding told by its clearest member, by a ratio of few rows only where there is no other."""
    head = next((each for each in members if each.sure and not each.few), members[0])
    return Finding(head, tuple(each for each in members if each is not head))


def relations(catalog: Catalog, cascade: Cascade) -> Callable[[str, str], bool]:
    """Return whether two metrics share what they are made of, or one is declared to move the other."""
    leaves = {
        metric.id: frozenset(leaf.id for leaf in catalog.leaf_metrics(metric.id))
        for metric in catalog.all_metrics
    }
    linked = {frozenset((link.cause, link.effect)) for link in cascade.links}

    def related(one: str, other: str) -> bool:
        return one == other or bool(leaves[one] & leaves[other]) or frozenset((one, other)) in linked

    return related


def can_meet(one: Anomaly, other: Anomaly) -> bool:
    """Return whether two slices may hold the same rows: they name no two values of one dimension."""
    values = dict(one.slice)
    return all(values.get(path, value) == value for path, value in other.slice)


def _together(one: Anomaly, other: Anomaly, related: Callable[[str, str], bool]) -> bool:
    if not (_overlap(one, other) and can_meet(one, other)):
        return False
    if one.metric == other.metric and (
        _mostly_overlap(one, other) if one.grain is other.grain else _refines(one, other)
    ):
        return True
    if not _began_together(one, other):
        return False
    if one.first_on == other.first_on and one.grain is other.grain and _same_amount(one, other):
        return True
    return related(one.metric, other.metric)


def _refines(one: Anomaly, other: Anomaly) -> bool:
    """Return whether the one in days lies within the other in months, in its slice or in a part of it."""
    day, month = (one, other) if one.grain is Grain.DAY else (other, one)
    within = month.first_on <= day.first_on and day.last_on < month.last_on + _SPANS[month.grain]
    same_way = (day.difference > 0) is (month.difference > 0)
    return within and same_way and (day.slice == month.slice or (set(day.slice) > set(month.slice) > set()))


def _began_together(one: Anomaly, other: Anomaly) -> bool:
    """Return whether two stretches may have begun on the same day, as far as their grains tell."""
    if one.grain is other.grain:
        return abs(one.first_on - other.first_on) <= (_DAYS_APART if one.grain is Grain.DAY else timedelta(0))
    day, month = (one, other) if one.grain is Grain.DAY else (other, one)
    return _month_of(day.first_on) == _month_of(month.first_on)


def _month_of(day: date) -> tuple[int, int]:
    return day.year, day.month


def _overlap(one: Anomaly, other: Anomaly) -> bool:
    ends = [each.last_on + _SPANS[each.grain] for each in (one, other)]
    return one.first_on < ends[1] and other.first_on < ends[0]


def _mostly_overlap(one: Anomaly, other: Anomaly) -> bool:
    """Return whether two stretches share half of the days of the longer one."""
    spans = [(each.first_on, each.last_on + _SPANS[each.grain]) for each in (one, other)]
    shared = min(end for _, end in spans) - max(start for start, _ in spans)
    return 2 * shared >= max(end - start for start, end in spans)


def _same_amount(one: Anomaly, other: Anomaly) -> bool:
    if any(each.family.is_ratio or each.family is Family.PRICE for each in (one, other)):
        return False
    sizes = sorted(abs(each.difference) for each in (one, other))
    return sizes[0] > 0 and sizes[1] - sizes[0] <= _SAME_AMOUNT * sizes[1]
