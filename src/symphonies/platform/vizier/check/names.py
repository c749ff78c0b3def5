"""Names in a text: metrics, places, and other words that only facts may bring in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from symphonies.platform.vizier.facts import Advice, Chance, Driver, Fact, Slice
from symphonies.platform.vizier.narrate import Language, called

SHORTEST_SYNONYM = 4


@dataclass(frozen=True)
class Names:
    """What a text could name beside the facts: the whole catalogue and its dimensions' values.

    Attributes:
        metrics: name -> metric id.
        places: values of dimensions, as people call them.
    """

    metrics: Mapping[str, str] = field(default_factory=dict)
    places: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Mention:
    """A name found in a text.

    Attributes:
        kind: ``metric``, ``place`` or ``said`` (a text of a fact, taken over word for word).
        name: metric id, label, or the fact's id.
        start: where it begins.
        end: where it ends.
    """

    kind: str
    name: str
    start: int
    end: int


def mentions(text: str, facts: Sequence[Fact], language: Language, names: Names) -> tuple[str, list[Mention]]:
    """Return a text with its names blanked out, and the names.

    Args:
        text: the text.
        facts: whose metrics, places and texts it may name.
        language: of the text.
        names: what else it could name.
    """
    found: list[Mention] = []
    for phrase, kind, name in _phrases(facts, language, names):
        for match in _pattern(phrase).finditer(text):
            found.append(Mention(kind, name, match.start(), match.end()))
            text = text[: match.start()] + " " * len(match[0]) + text[match.end() :]
    return text, sorted(found, key=lambda mention: mention.start)


def places_of(facts: Iterable[Fact]) -> frozenset[str]:
    """Return the places facts speak of, as people call them."""
    return frozenset(part.label for fact in facts for part in _slices(fact))


@lru_cache(maxsize=8192)
def _pattern(phrase: str) -> re.Pattern[str]:
    # A longer word may be the same noun bent, so an ending of two letters is let through.
    return re.compile(rf"(?<!\w){re.escape(phrase)}(?:['’]?[a-z]{{1,2}})?(?!\w)", re.IGNORECASE)


def _phrases(facts: Sequence[Fact], language: Language, names: Names) -> list[tuple[str, str, str]]:
    """Return what to look for, the longest first; what facts name comes before what else there is."""
    phrases: dict[str, tuple[str, str]] = {}
    for name, metric in names.metrics.items():
        phrases[name.lower()] = ("metric", metric)
    for label in names.places:
        phrases[label.lower()] = ("place", label)
    for fact in facts:
        for name in _titles(fact, language):
            phrases[name.lower()] = ("metric", fact.subject.metric)
        for part in _slices(fact):
            for said in (part.label, language.label(part.dimension, part.value, part.label)):
                phrases[said.lower()] = ("place", part.label)
        for said in _texts(fact, language):
            phrases[said.lower()] = ("said", fact.id)
    ordered = sorted(phrases.items(), key=lambda item: len(item[0]), reverse=True)
    return [(phrase, kind, name) for phrase, (kind, name) in ordered if phrase]


def _titles(fact: Fact, language: Language) -> Iterable[str]:
    subject = fact.subject
    yield subject.title
    yield from (name for name in subject.synonyms if len(name) >= SHORTEST_SYNONYM)
    if subject.metric in language.names:
        title = language.names[subject.metric].title
        yield title
        # An adjective before a noun is bent by case; the noun alone names it too.
        yield re.sub(r"^[a-zäöü]\w*(?:en|e|er|es)\s+", "", title)


def _slices(fact: Fact) -> Iterable[Slice]:
    yield from fact.subject.scope
    if isinstance(fact, Driver):
        yield from (part for share in fact.shares for part in share.scope)


def _texts(fact: Fact, language: Language) -> Iterable[str]:
    match fact:
        case Advice():
            yield from (fact.action, fact.owner)
            yield from (text for words in fact.said.values() for text in words)
        case Chance():
            yield fact.limit_title
        case Driver():
            for mover in fact.upstream:
                yield from (mover.title, called(mover, language))
        case _:
            return
