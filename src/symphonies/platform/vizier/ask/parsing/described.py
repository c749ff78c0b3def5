"""Which of what is listed are left out or kept, told by what is true: ``those that missed the cut-off``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from symphonies.platform.vizier.ask.language import Lexicon, Sense, stems_of, words_of
from symphonies.platform.vizier.ask.linking import ValueTerm, Vocabulary
from symphonies.platform.vizier.ask.linking.vocabulary import column_of
from symphonies.platform.vizier.ask.parsing.reading import Reading, ValueMention

_CERTAIN = 1.0
_LONGEST = 4
"""The most words that leave something out."""


def one_of_split(before: Reading, now: Reading, question: str, vocabulary: Vocabulary) -> Reading:
    """Take the one value of the split before whose name has all that is said of ``the ones that …``."""
    lexicon = vocabulary.lexicon
    stems = stems_of(question, lexicon.spelling)
    out = _leaves_out(stems, lexicon)
    pointing = words_of("pointing_at_several") & set(question.lower().split())
    if not pointing or not (out or now.only) or now.values or not before.groups or not before.metrics:
        return now
    told = [word for word in stems[len(out) :] if word not in lexicon.stop and (word,) not in lexicon.senses]
    said = {lexicon.root(word) for word in told if not lexicon.empty(word)} or set(map(lexicon.root, told))
    found = [
        term
        for term in _values_of_split(before, vocabulary)
        if said and said <= {lexicon.root(word) for word in stems_of(term.label, lexicon.spelling)}
    ]
    if len(found) != 1:
        return now
    mention = ValueMention(((found[0], _CERTAIN),), found[0].label, bool(out))
    return replace(
        now, values=[mention], metrics=[], groups=[], mentioned=[], unknown=[], contrast=False, follows=True
    )


def _leaves_out(stems: tuple[str, ...], lexicon: Lexicon) -> tuple[str, ...]:
    """Return the words with which a question opens that leave something out; none where it does not."""
    for length in range(_LONGEST, 0, -1):
        if Sense.EXCEPT in lexicon.senses.get(stems[:length], ()):
            return stems[:length]
    return ()


def _values_of_split(before: Reading, vocabulary: Vocabulary) -> Iterator[ValueTerm]:
    metric = before.metrics[0].candidates[0][0][0]
    known = vocabulary.paths.get(metric, {})
    columns = {column_of(known[path]) for term in before.groups for path in term.paths if path in known}
    for column in sorted(columns):
        yield from vocabulary.values.all_of(column)
