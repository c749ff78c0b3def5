"""Plain numbers that limit a share: the five of ``who had more than 5 falling due`` are no percent."""

from __future__ import annotations

from itertools import pairwise

from symphonies.platform.semantics import Unit
from symphonies.platform.vizier.ask.grounding.draft import Draft
from symphonies.platform.vizier.ask.grounding.metrics import parts_of
from symphonies.platform.vizier.ask.grounding.outcome import AskBack
from symphonies.platform.vizier.ask.language import date_words, stems_of, tokenise
from symphonies.platform.vizier.ask.linking import Vocabulary
from symphonies.platform.vizier.ask.parsing import MetricMention, Reading

_TAKEN = 0.9
"""How well a figure fits that is taken for its number."""
_MOST = 100
"""No share is limited to more percent."""


def numbered(reading: Reading, draft: Draft, question: str, vocabulary: Vocabulary) -> AskBack | None:
    """Take the number that a share is made of where so many are told of; ask where percent may be meant."""
    limit, metric = reading.threshold, vocabulary.metrics[draft.metrics[0]]
    if limit is None or metric.unit is not Unit.RATIO or len(draft.metrics) > 1:
        return None
    value = limit.amount.value
    if (
        limit.amount.unit is not None
        or value <= 1
        or (value <= _MOST and not _counts(value, question, vocabulary))
    ):
        return None
    said = _told(reading, vocabulary)
    counts = [
        name
        for name in sorted(parts_of(metric.id, vocabulary) & set(vocabulary.metrics))
        if vocabulary.metrics[name].unit is Unit.COUNT and vocabulary.names.covered(name, said) == 1.0
    ]
    if len(counts) == 1:
        draft.metrics, draft.variants = (counts[0],), {}
        reading.metrics = [MetricMention((((counts[0], None), _TAKEN),), reading.telling, tuple(said))]
        return None
    told = f"{metric.title} is a share, and {value:,.15g} is no percentage. Shall I show all of it?"
    return AskBack(told, (f"what is {metric.title}",))


def _counts(value: float, question: str, vocabulary: Vocabulary) -> bool:
    """Return whether a number has a word behind it for what it counts: ``more than 5 falling due``."""
    tokens = tokenise(question, vocabulary.lexicon.spelling)
    numbers = vocabulary.lexicon.numbers
    for token, after in pairwise(tokens):
        dated = after.stem in date_words() or after.stem in vocabulary.lexicon.units
        if value in (token.number, numbers.get(token.stem)):
            return after.stem.isalpha() and not (
                after.opens or dated or after.stem in vocabulary.lexicon.stop
            )
    return False


def _told(reading: Reading, vocabulary: Vocabulary) -> list[str]:
    """Return the words that tell of a figure in what was said last."""
    lexicon, names = vocabulary.lexicon, vocabulary.names
    words = [word for word in stems_of(reading.telling) if word.isalpha() and names.weigh(word) == 1.0]
    return [word for word in words if (word,) not in lexicon.senses and (word,) not in vocabulary.dimensions]
