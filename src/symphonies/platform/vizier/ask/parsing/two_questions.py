"""Two questions in one: ``what do they owe us and how much of it is late``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise

from symphonies.platform.semantics import Comparison, Unit
from symphonies.platform.vizier.ask.language import Sense, Token, phrases_of, stems_of, words_of
from symphonies.platform.vizier.ask.linking import Vocabulary
from symphonies.platform.vizier.ask.parsing.reading import Intent, MetricMention, Reading
from symphonies.platform.vizier.ask.parsing.subject import same_subject

_NO_QUESTION = frozenset({"about", "if"})
"""After ``what`` these open none: ``and what about Germany``."""
_AMOUNTS = {Sense.COUNT, Sense.MUCH}
_CALLED = 0.9
"""A part of a figure is called so this well."""
_NAMED = 0.7
"""A figure of which less is said is none."""


def two_questions(
    reading: Reading,
    tokens: Sequence[Token],
    vocabulary: Vocabulary,
    read: Callable[[Sequence[Token]], Reading],
) -> Reading:
    """Return a reading of both questions where each of two asks for a figure; else that of the whole.

    Args:
        reading: That of the whole.
        tokens: The whole.
        vocabulary: Of whoever asks.
        read: Reads one question.
    """
    place = next((k for k in range(1, len(tokens)) if _opens_second(tokens, k)), None)
    if place is None or reading.both or reading.intent is not Intent.FIGURE:
        return reading
    first, second = read(tokens[:place]), read(tokens[place + 1 :])
    if not _asks(first) or second.groups or second.rank or second.threshold:
        return reading
    if second.planned and not second.metrics and not second.unknown:
        return replace(first, compare=[*first.compare, Comparison.TARGET])
    mention = _part_of(first, second, tokens[place:], vocabulary)
    if mention is not None:
        second = replace(second, metrics=[mention], unknown=[], values=[])
    if second.values and not second.metrics and not first.values and _points_back(tokens[place:]):
        said = " ".join(token.text for token in tokens[place + 1 :] if token.text.isalnum())
        return replace(reading, unknown=[*reading.unknown, said], twofold=True)
    if not _asks(second) or second.metrics[0].candidates[0] == first.metrics[0].candidates[0]:
        return replace(reading, twofold=True)
    if _counts_money(second, vocabulary):
        said = " ".join(token.text for token in tokens[place + 1 :] if token.text.isalnum())
        return replace(reading, unknown=[*reading.unknown, said], twofold=True)
    second = same_subject(first, second, vocabulary)
    return replace(
        first,
        metrics=[*first.metrics, *second.metrics],
        values=[*first.values, *second.values],
        when=first.when or second.when,
        mentioned=[*first.mentioned, *second.mentioned],
        asks=first.asks | second.asks & _AMOUNTS,
        telling=f"{first.telling} {second.telling}",
        aside=[*first.aside, *second.aside],
        twofold=True,
    )


def _part_of(
    first: Reading, second: Reading, tokens: Sequence[Token], vocabulary: Vocabulary
) -> MetricMention | None:
    """Return the part of a figure that is asked about: of receivables, for ``how much of it is late``."""
    state = stems_of(second.telling, vocabulary.lexicon.spelling)
    if not _points_back(tokens) or not state or second.metrics:
        return None
    whole = first.metrics[0].candidates[0][0][0]
    product = whole.split(".")[0]
    for subject in (*first.metrics[0].stems, *stems_of(vocabulary.metrics[whole].title)):
        words = (*state, subject)
        fit = vocabulary.names.fit(words)
        best = max(fit, key=lambda key: (fit[key], key[0]), default=None)
        if best is not None and fit[best] >= _CALLED and best[0].split(".")[0] == product:
            return MetricMention(((best, fit[best]),), second.telling, words)
    return None


def _counts_money(reading: Reading, vocabulary: Vocabulary) -> bool:
    """Return whether a number is asked for and only the amount of money is kept."""
    known = [vocabulary.metrics[name] for (name, _), _ in reading.metrics[0].candidates[:1]]
    return Sense.COUNT in reading.asks and any(metric.unit is Unit.MONEY for metric in known)


def _points_back(tokens: Sequence[Token]) -> bool:
    """Return whether ``of it`` stands in a question, or ``of that``."""
    pointing = words_of("pronouns", "near", "far")
    return any(first.stem == "of" and second.stem in pointing for first, second in pairwise(tokens))


def _opens_second(tokens: Sequence[Token], place: int) -> bool:
    after = tuple(token.stem for token in tokens[place + 1 : place + 3])
    opened = any(after[: len(words)] == words for words in phrases_of("second_questions"))
    return tokens[place].stem == "and" and opened and not _NO_QUESTION & set(after)


def _asks(reading: Reading) -> bool:
    """Return whether a question asks for one figure, and nothing in it is unknown."""
    one = len(reading.metrics) == 1 and reading.metrics[0].fit >= _NAMED
    return one and not reading.unknown and reading.intent is Intent.FIGURE
