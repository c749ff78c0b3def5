"""The watcher: what is unusual for one principal now, remembered until the data or the day changes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from symphonies.platform.records import Shelf, Shelved
from symphonies.platform.security import Scope
from symphonies.platform.semantics import SemanticLayer
from symphonies.platform.vizier.explain import Cascade
from symphonies.platform.vizier.watch.days import Almanac
from symphonies.platform.vizier.watch.grouping import Finding
from symphonies.platform.vizier.watch.looking import Looking, LookTerms, look_over
from symphonies.platform.vizier.watch.origin import Origin, origin, upstream_of
from symphonies.platform.vizier.watch.rebasing import Baseline

if TYPE_CHECKING:
    from collections.abc import Callable

REMEMBERED = 32
"""How many looks are remembered: those of principals who see different things, and of other days."""

NO_ALMANAC = Almanac()

Key = tuple[str, date, object, Almanac]


@dataclass
class Watcher:
    """Looks at every metric and its important slices; looks are kept, and safe to ask for from any thread.

    Attributes:
        cascade: which metrics move which; what it links is told together.
        version: tells data apart; a look is made anew when it changes.
        baselines: the levels that those who see the same took for usual; a further one asks for a new look.
        almanac: what figures cannot tell of days.
        shelf: where looks outlive the process; None: nowhere.
        looking: makes a look, here unless told otherwise.
    """

    cascade: Cascade
    version: Callable[[], object] = lambda: None
    baselines: Callable[[Scope], tuple[Baseline, ...]] = lambda _scope: ()
    almanac: Almanac = NO_ALMANAC
    shelf: Shelf | None = None
    looking: Looking = look_over

    def __post_init__(self) -> None:
        self._known = Shelved(tuple[Finding, ...], REMEMBERED, self.shelf)

    def look(self, layer: SemanticLayer, scope: Scope) -> tuple[Finding, ...]:
        """Return what is unusual on the layer's as-of day among what a principal may see, the surest first.

        Args:
            layer: answers the metric queries; its company tells the day.
            scope: what the principal may see; nothing else is read, counted or named.
        """
        known = self.known(layer, scope)
        if known is not None:
            return known
        key = self._key(layer, scope)
        terms = LookTerms(scope, self.cascade, self.baselines(scope), self.almanac)
        return self._known.put(key, self.looking(layer, terms))

    def known(self, layer: SemanticLayer, scope: Scope) -> tuple[Finding, ...] | None:
        """Return the look if it was made already; None: it would have to be made now."""
        return self._known.get(self._key(layer, scope))

    def origin(self, finding: Finding, layer: SemanticLayer, scope: Scope) -> Origin:
        """Return from where a finding of the look came, among what a principal may see."""
        every = [each for found in self.look(layer, scope) for each in found.members]
        upstream = upstream_of(layer.catalog, self.cascade)
        return origin(finding, every, upstream, lambda metric: layer.sees(metric, scope))

    def _key(self, layer: SemanticLayer, scope: Scope) -> Key:
        stamp = (self.version(), self.baselines(scope))
        return scope.audience, layer.company.as_of, stamp, self.almanac
