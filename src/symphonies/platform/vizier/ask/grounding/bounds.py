"""What bounds a figure: its target, or its least or most: ``cash versus the policy floor``."""

from __future__ import annotations

from dataclasses import replace

from symphonies.platform.semantics import Comparison
from symphonies.platform.vizier.ask.grounding.draft import Draft
from symphonies.platform.vizier.ask.language import stems_of, words_of
from symphonies.platform.vizier.ask.linking import Vocabulary
from symphonies.platform.vizier.ask.parsing import Reading

_NAMED = 0.95
"""A figure named in full fits this well."""


def held_against_bound(reading: Reading, draft: Draft, vocabulary: Vocabulary) -> Reading | None:
    """Return the reading with the bound it speaks of; None where none is kept."""
    if not reading.bound:
        return reading
    bounded = draft.metrics[0]
    if bounded in _bounds(vocabulary):
        return reading
    target = vocabulary.metrics[bounded].target
    if target is not None and target in _bounds(vocabulary):
        return replace(reading, compare=list(dict.fromkeys([*reading.compare, Comparison.TARGET])))
    own = _own_bound(reading, bounded, vocabulary)
    if own is None:
        return None
    if vocabulary.metrics[own].unit is not vocabulary.metrics[bounded].unit:
        return _of_its_ratio(reading, draft, own, vocabulary)
    draft.metrics = tuple(dict.fromkeys((*draft.metrics, own)))
    if reading.groups:
        draft.notes.append(f"{vocabulary.metrics[own].title} stands beside it; none is left out.")
    return reading


def _of_its_ratio(reading: Reading, draft: Draft, own: str, vocabulary: Vocabulary) -> Reading | None:
    """Take the figure that a bound is of: the overdue share, for overdues within their ceiling."""
    bounded = [each for each in vocabulary.metrics.values() if each.target == own]
    if len(bounded) != 1 or len(draft.metrics) != 1:
        return None
    draft.metrics, draft.variants = (bounded[0].id,), {}
    draft.notes.append(f"The {reading.bound} is one of {bounded[0].title}, so I took that.")
    return replace(reading, compare=list(dict.fromkeys([*reading.compare, Comparison.TARGET])))


def _bounds(vocabulary: Vocabulary) -> set[str]:
    """Return the figures that are agreed bounds, not plans."""
    known = vocabulary.metrics.values()
    return {each.id for each in known if set(stems_of(each.title)) & words_of("limits", "agreed_bounds")}


def _own_bound(reading: Reading, metric: str, vocabulary: Vocabulary) -> str | None:
    """Return the figure that is called the bound of another one: the minimum of cash."""
    title = stems_of(vocabulary.metrics[metric].title)
    said = [mention.stems for mention in reading.metrics]
    whose = [*said, title, *((word,) for words in (*said, title) for word in words)]
    found = set()
    for words in whose:
        for order in ((*words, reading.bound), (reading.bound, *words)):
            fits = vocabulary.names.fit(order)
            found |= {name for (name, variant), fit in fits.items() if fit >= _NAMED and variant is None}
    found &= _bounds(vocabulary)
    return found.pop() if len(found) == 1 else None
