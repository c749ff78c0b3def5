"""Whether a model's words may stand for those of the composer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from symphonies.platform.semantics import Catalog
from symphonies.platform.vizier.check import Names, check
from symphonies.platform.vizier.facts import Fact
from symphonies.platform.vizier.narrate import Language
from symphonies.platform.vizier.rewrite.wording import strange_words

ROOM = 1.5
"""How much longer than the composer's text a rewritten one may be."""


@dataclass(frozen=True)
class Judge:
    """Knows what was said, and the facts behind it.

    Attributes:
        said: the composer's words.
        facts: what they tell.
        language: of the text.
        names: further names that exist.
    """

    said: str
    facts: Sequence[Fact]
    language: Language
    names: Names

    def stands(self, text: str) -> bool:
        """Return whether a text says nothing beyond the facts, in words that were used, and not at length."""
        if not text or len(text) > ROOM * len(self.said):
            return False
        named = [name for fact in self.facts for name in (fact.subject.title, *fact.subject.synonyms)]
        if strange_words(text, self.said, named, self.language.code):
            return False
        return check(text, self.facts, self.language, self.names).stands


def names_of(catalog: Catalog) -> Names:
    """Return the names of all metrics: a text that names another than its facts' is refused."""
    known = {
        name: metric.id
        for metric in catalog.metrics
        for name in (*(each for each in metric.synonyms if len(each) > 3), metric.title)
    }
    return Names(known)
