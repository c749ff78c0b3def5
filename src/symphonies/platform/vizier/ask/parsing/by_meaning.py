"""Readings whose figure was found by what all their words mean."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from symphonies.platform.vizier.ask.language import Lexicon, stem, stems_of, words_of
from symphonies.platform.vizier.ask.parsing.reading import MetricMention, Reading

_BY_MEANING = 0.75
"""How well a figure fits that was found by what words mean."""


def by_meaning_is_worth(reading: Reading, lexicon: Lexicon) -> bool:
    """Return whether something was said that may be a figure by another name.

    Where things are set against each other that the figure has not, no other name would account for them.
    """
    said = {stem(word.lower()) for text in (reading.telling, *reading.unknown) for word in text.split()}
    persons = lexicon.persons & said
    several = len(reading.telling.split()) > 1
    opposed = reading.contrast and len(reading.mentioned) > 1
    return several and not (reading.elsewhere or persons or reading.twofold or opposed)


def denies(text: str, lexicon: Lexicon) -> bool:
    """Return whether a phrase says what is not: ``cash we cannot touch``."""
    return bool(lexicon.negations & set(stems_of(text, lexicon.spelling)))


def named_by_meaning(reading: Reading, metric: str, name: str, words: frozenset[str]) -> Reading:
    """Return a reading whose telling words stand for a name of a metric.

    Args:
        reading: The slots without a figure.
        metric: Its id.
        name: The name that what was said is most like.
        words: The stems of all words that the figure is told by. They are no longer unknown, but where they
            limit it and that name has them not: ``payments by wire``.
    """
    mention = MetricMention((((metric, None), _BY_MEANING),), reading.telling, stems_of(name))
    known = words - (_limits(reading.telling) - set(stems_of(name)))
    unknown = [word for word in reading.unknown if not set(stems_of(word)) <= known]
    return replace(reading, metrics=[mention], unknown=unknown, mentioned=[], fused=None)


def _limits(said: str) -> set[str]:
    """Return the stems of the words that a preposition leads in, which may limit what stands before it."""
    before_nouns = words_of("articles", "possessives")
    leading, joining = words_of("limiting"), words_of("of_what")
    words = [word for word in said.split() if word not in before_nouns]
    limits = [word for before, word in pairwise(words) if before in leading and word not in leading | joining]
    return {stem for word in limits for stem in stems_of(word)}
