"""Readings whose figure was found by what all their words mean."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from symphonies.platform.vizier.ask.language import Lexicon, Sense, stem, stems_of, words_of
from symphonies.platform.vizier.ask.parsing.reading import MetricMention, Reading
from symphonies.platform.vizier.ask.parsing.spans import NAMED, SURE

_BOUNDING = {Sense.EXCEPT, Sense.OVER, Sense.UNDER}
"""What these words say is only said again by a name that has them, too."""
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


def leaves_out(
    reading: Reading, kin: frozenset[str], name: str, words: frozenset[str], lexicon: Lexicon
) -> bool:
    """Return whether a figure found by meaning would lose what is said beside one that is named in full.

    Args:
        reading: The slots that came to no plan.
        kin: The id of what was found, and those of its parts and of figures of the same rows.
        name: The name of it that what was said is most like.
        words: The stems of all words that it is told by.
        lexicon: The language.
    """
    root, said = lexicon.root, reading.telling
    beside = {word for text in reading.unknown for word in stems_of(text, lexicon.spelling)}
    excluded = {word for word in beside if _BOUNDING & set(lexicon.senses.get((word,), ()))}
    split = _behind(said, words_of("splitting_prepositions")) & beside
    wider = _behind(said, words_of("widening")) & beside
    parties = {word for term in reading.mentioned for word in term.words} & words_of("parties")
    denied = _behind(said, lexicon.negations & beside) - lexicon.stop
    faint = {word for each in reading.metrics if each.fit < SURE for word in each.stems}
    limits = faint & _limits(said)
    named = [each for each in reading.metrics if each.fit >= NAMED]
    itself = any(each.candidates[0][0][0] in kin for each in named)
    instead = {root(word) for each in named if not itself for word in each.stems if not lexicon.empty(word)}
    unsaid = excluded - set(stems_of(name, lexicon.spelling))
    return bool(
        unsaid or split or (denied | limits | parties | wider) - words or instead - set(map(root, words))
    )


def _limits(said: str) -> set[str]:
    """Return the stems of the words that a preposition leads in, which may limit what stands before it."""
    return _behind(said, words_of("limiting")) - words_of("limiting", "of_what")


def _behind(said: str, leading: frozenset[str]) -> set[str]:
    """Return the stems of the words that stand behind some others, articles left out."""
    before_nouns = words_of("articles", "possessives")
    words = [word for word in said.split() if word not in before_nouns]
    found = [word for before, word in pairwise(words) if before in leading]
    return {stem for word in found for stem in stems_of(word)}
