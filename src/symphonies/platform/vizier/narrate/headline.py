"""The message of a page, in one sentence."""

from __future__ import annotations

from collections.abc import Iterable

from symphonies.platform.vizier.facts import Level, Reader, materiality
from symphonies.platform.vizier.narrate.clauses import Voice, clause
from symphonies.platform.vizier.narrate.language import Language, load_language
from symphonies.platform.vizier.narrate.sentence import Sentence, Span, sentence_of

HEADLINE_LENGTH = 90


def headline(
    facts: Iterable[Level], language: Language | None = None, reader: Reader | None = None
) -> Sentence:
    """Return the message of a page: its first fact, joined by the most material other one.

    The first fact is the page's subject. The second clause is left out where the sentence would
    pass ``HEADLINE_LENGTH`` characters or nothing else moved.
    """
    language = language or load_language()
    facts = list(facts)
    if not facts:
        return Sentence((Span(language.text("empty")),))
    subject, *others = facts
    lead = clause(subject, Voice(language))
    for other in sorted(others, key=lambda fact: materiality(fact, reader), reverse=True):
        contrast = other.good is not None and subject.good is not None and other.good is not subject.good
        link = Span(language.data["joins"]["but" if contrast else "then"])
        joined = sentence_of((*lead, link, *clause(other, Voice(language, lead=False))))
        if other.reference is not None and len(joined.text) <= HEADLINE_LENGTH:
            return joined
    return sentence_of(lead)
