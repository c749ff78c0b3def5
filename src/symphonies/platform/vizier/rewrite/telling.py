"""What a model is told of facts: how secret that is, and whose names are in it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from symphonies.platform.lakehouse import Privacy
from symphonies.platform.semantics import Catalog
from symphonies.platform.vizier.disclosure import Disclosure
from symphonies.platform.vizier.facts import Driver, Fact


def told_of(facts: Iterable[Fact], catalog: Catalog, disclosure: Disclosure) -> dict[str, Any]:
    """Return the fields of a `ChatRequest` that tell how secret a text made from facts is.

    Args:
        facts: what the text tells.
        catalog: knows where their figures and places come from.
        disclosure: the privacy classes of those.
    """
    classes, people = {Privacy.INTERNAL}, set()
    for fact in facts:
        classes |= disclosure.of_metric(fact.subject.metric, catalog)
        for dimension, label in _places(fact):
            found = catalog.dimension(fact.subject.metric, dimension)
            classes |= disclosure.of_dimension(found, catalog)
            if disclosure.is_personal(found, catalog):
                people.add(label)
    return {"classes": frozenset(classes), "personal": bool(people), "people": tuple(sorted(people))}


def _places(fact: Fact) -> list[tuple[str, str]]:
    parts = [*fact.subject.scope]
    if isinstance(fact, Driver):
        parts += [part for share in fact.shares for part in share.scope]
    return [(part.dimension, part.label) for part in parts]
