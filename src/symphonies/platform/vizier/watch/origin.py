"""Where it began: the metric furthest upstream that moved, and the smallest slice that holds the move."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from symphonies.kernel import Grain
from symphonies.platform.semantics import Catalog
from symphonies.platform.vizier.explain import Cascade
from symphonies.platform.vizier.watch.anomaly import Anomaly
from symphonies.platform.vizier.watch.grouping import Finding, can_meet

LATER = timedelta(days=95)
"""How long an effect may take to show."""
_SLACK = {Grain.DAY: timedelta(days=3), Grain.MONTH: timedelta(days=31)}
HOLDS = 0.5
"""The share of the largest move that a slice must hold to be named in its place."""

NEARLY = 0.9
"""Of slices that moved nearly as much for their size, one with a name is told."""
_LITTLE = 0.05

Upstream = Mapping[str, frozenset[str]]
"""Metric -> the metrics that move it, by declaration or because it is made of them."""


@dataclass(frozen=True)
class Origin:
    """The first cause of a finding, as far as figures show it."""

    cause: Anomaly
    """Where it began; where there is no single cause, what moved as a whole."""
    calm: tuple[str, ...]
    """Metrics that could have moved it and did not: what speaks against other causes."""
    parts: tuple[Anomaly, ...] = ()
    """Slices of the cause that moved alike, none of which holds most of its move; the largest first."""
    rivals: tuple[Anomaly, ...] = ()
    """Other metrics upstream that moved by themselves, no later: each may have done it too."""

    @property
    def single(self) -> bool:
        """Whether one cause stands out."""
        return bool(self.cause.slice) and not self.rivals


def upstream_of(catalog: Catalog, cascade: Cascade) -> Upstream:
    """Return the graph of causes among visible metrics."""
    causes: dict[str, set[str]] = {}
    for link in cascade.links:
        causes.setdefault(link.effect, set()).add(link.cause)
    for metric in catalog.metrics:
        ratio = catalog.ratio(metric.id)
        names = () if ratio is None else (ratio.numerator,)
        causes.setdefault(metric.id, set()).update(
            name for name in names if name != metric.id and not catalog.metric(name).hidden
        )
    return {metric: frozenset(found) for metric, found in causes.items()}


def origin(
    finding: Finding, every: Sequence[Anomaly], upstream: Upstream, watched: Callable[[str], bool]
) -> Origin:
    """Return from where a finding came, followed from cause to cause while each moved no later.

    Args:
        finding: what is to be traced.
        every: all that is unusual, in the same look.
        upstream: which metrics move which.
        watched: whether a metric is looked at, and may be named.
    """
    at = finding.head
    members = {id(each) for each in finding.members}
    seen = {at.metric}
    rivals: list[Anomaly] = []
    while True:
        further = [
            each
            for each in every
            if each.metric in upstream.get(at.metric, frozenset())
            and each.metric not in seen
            and (id(each) in members or (_precedes(each, at) and _precedes(each, finding.head)))
        ]
        if not further:
            break
        at = min(further, key=lambda each: (not each.sure, each.chance))
        rivals += _others(at, further, upstream)
        seen.add(at.metric)
    cause = _narrowest(at, [each for each in every if can_meet(each, finding.head)])
    ahead = sorted(upstream.get(cause.metric, frozenset()) - seen)
    moved = {each.metric for each in rivals}
    calm = tuple(metric for metric in ahead if watched(metric) and metric not in moved)
    found = {each.metric: each for each in reversed(rivals) if each.metric not in seen}
    return Origin(cause, calm, _parts(cause, every), tuple(found.values()))


def _others(chosen: Anomaly, every: Sequence[Anomaly], upstream: Upstream) -> list[Anomaly]:
    """Return the surest anomaly of each metric that neither moves the chosen one nor is moved by it."""
    kin = _ahead(chosen.metric, upstream)
    others = [
        each
        for each in sorted(every, key=lambda each: each.chance)
        if each.sure and each.metric not in kin and chosen.metric not in _ahead(each.metric, upstream)
    ]
    return list({each.metric: each for each in reversed(others)}.values())


def _ahead(metric: str, upstream: Upstream) -> set[str]:
    """Return a metric and all that move it, directly or not."""
    found, ahead = {metric}, [metric]
    while ahead:
        fresh = upstream.get(ahead.pop(), frozenset()) - found
        found |= fresh
        ahead += fresh
    return found


def _parts(cause: Anomaly, every: Sequence[Anomaly]) -> tuple[Anomaly, ...]:
    """Return the slices that share a move which none holds, of the dimension that shows most of it."""
    if cause.slice:
        return ()
    slack = _SLACK[cause.grain]
    of: dict[str, list[Anomaly]] = {}
    for each in every:
        alike = each.metric == cause.metric and each.grain is cause.grain and len(each.slice) == 1
        if alike and abs(each.first_on - cause.first_on) <= slack and each.excess * cause.excess > 0:
            of.setdefault(each.slice[0][0], []).append(each)
    most = max(of.values(), key=lambda parts: sum(abs(each.excess) for each in parts), default=[])
    return tuple(sorted(most, key=lambda each: -abs(each.excess))) if len(most) > 1 else ()


def _precedes(cause: Anomaly, effect: Anomaly) -> bool:
    slack = max(_SLACK[cause.grain], _SLACK[effect.grain])
    early = effect.first_on - LATER <= cause.first_on <= effect.first_on + slack
    # what was over before did not move it
    return early and cause.last_on + _SLACK[cause.grain] > effect.first_on and can_meet(cause, effect)


def _narrowest(at: Anomaly, every: Sequence[Anomaly]) -> Anomaly:
    """Return the slice of the same metric that moved most for its size and still holds most of the move."""
    slack = _SLACK[at.grain]
    same = [
        each
        for each in every
        if each.metric == at.metric and each.grain is at.grain and abs(each.first_on - at.first_on) <= slack
        and each.excess * at.excess > 0 and can_meet(each, at)
    ]  # fmt: skip
    most = max((abs(each.excess) for each in same), default=0.0)
    holding = [each for each in same if abs(each.excess) >= HOLDS * most] or [at]
    far = max(_relative(each) for each in holding)
    return max(
        (each for each in holding if _relative(each) >= NEARLY * far),
        key=lambda each: (bool(each.slice), _relative(each), -len(each.slice)),
    )


def _relative(each: Anomaly) -> float:
    """Return how much it moved for its size; what was nothing before is taken as a little of what came."""
    return abs(each.difference) / (abs(each.usual) + _LITTLE * abs(each.actual) or 1.0)
