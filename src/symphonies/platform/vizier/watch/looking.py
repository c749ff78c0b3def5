"""One look over every metric and its important slices: read, judge, tell what belongs together once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from symphonies.platform.security import Scope
from symphonies.platform.semantics import SemanticLayer
from symphonies.platform.vizier.explain import Cascade
from symphonies.platform.vizier.watch.days import Almanac
from symphonies.platform.vizier.watch.grouping import Finding, group, relations
from symphonies.platform.vizier.watch.reading import read_series
from symphonies.platform.vizier.watch.rebasing import Baseline, rebased
from symphonies.platform.vizier.watch.scan import scan


@dataclass(frozen=True)
class LookTerms:
    """What a look stands on besides the figures.

    Attributes:
        scope: what the principal may see; nothing else is read, counted or named.
        cascade: which metrics move which; what it links is told together.
        baselines: levels that were taken for usual.
        almanac: what figures cannot tell of days.
    """

    scope: Scope
    cascade: Cascade
    baselines: tuple[Baseline, ...]
    almanac: Almanac


Looking: TypeAlias = Callable[[SemanticLayer, LookTerms], tuple[Finding, ...]]
"""Makes a look; raises a `SymphonyError` where it cannot."""


def look_over(layer: SemanticLayer, terms: LookTerms) -> tuple[Finding, ...]:
    """Return what is unusual on the layer's as-of day, the surest first."""
    read = read_series(layer, terms.scope, as_of=layer.company.as_of, almanac=terms.almanac)
    series = rebased(read, terms.baselines)
    return group(scan(series), relations(layer.catalog, terms.cascade))
