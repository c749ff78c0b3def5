"""All but what was named before: ``and the other banks?``, ``everybody else``, ``what about the rest``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from symphonies.platform.vizier.ask.language import Token, words_of
from symphonies.platform.vizier.ask.linking import DimensionTerm, Vocabulary
from symphonies.platform.vizier.ask.linking.vocabulary import column_of
from symphonies.platform.vizier.ask.parsing.reading import Reading, ValueMention

_FEW = 8
"""A question of more words says itself what the others are of."""
_NOT = "not"


def of_others(
    said: Sequence[Token], lexicon_others: frozenset[str], read: Callable[[Sequence[Token]], Reading]
) -> Reading | None:
    """Return the reading of a short question for the others; None where it is none.

    Args:
        said: The question.
        lexicon_others: The words for others.
        read: Reads a question.
    """
    stems = [token.stem for token in said]
    if (
        _NOT in stems
        and words_of("pointing_at_some") & set(stems)
        and set(stems) <= words_of("pointing_at_some", "idle_around_others") | {_NOT}
    ):
        return Reading(others=True, follows=True)
    named = [place for place, word in enumerate(stems) if word in lexicon_others - words_of("everybody")]
    if len(named) != 1 or len(stems) > _FEW or words_of("not_left_out") & set(stems):
        return None
    rest = [token for token in said if token.stem not in lexicon_others]
    reading = read(rest) if rest else Reading()
    if reading.metrics or reading.values or reading.unknown or reading.when is not None:
        return None
    kinds = [*reading.groups, *reading.mentioned]
    return replace(reading, others=True, described=kinds[-1:], groups=[], mentioned=[], follows=True)


def all_but(before: Reading, now: Reading, vocabulary: Vocabulary) -> Reading:
    """Return a follow-up for the others with what was named before left out; asked back where nothing was."""
    if not now.others:
        return now
    columns = _columns(now.described, vocabulary)
    named = [each for each in before.values if not columns or _is_of(each, columns)]
    last = {term.column for term, _ in named[-1].candidates} if named else set()
    turned = [replace(each, negative=not each.negative) for each in named if _is_of(each, last)]
    return replace(now, values=turned) if turned else replace(now, unknown=[*now.unknown, "other"])


def of_another(before: Reading, now: Reading, vocabulary: Vocabulary) -> Reading:
    """Return the reading before without the thing that was named, where others are: ``the German one``."""
    tables = {term.column[0] for each in now.values if not each.negative for term, _ in each.candidates}
    things = {
        (dimension.target.target, dimension.target.target_column)
        for paths in vocabulary.paths.values()
        for dimension in paths.values()
        if dimension.target is not None and dimension.target.target in tables
    }
    return replace(
        before, values=[each for each in before.values if each.negative or not _is_thing(each, things)]
    )


def _is_thing(mention: ValueMention, things: set[tuple[str, str]]) -> bool:
    best = max((fit for _, fit in mention.candidates), default=0.0)
    return any(term.column in things for term, fit in mention.candidates if fit == best)


def _columns(terms: Sequence[DimensionTerm], vocabulary: Vocabulary) -> set[tuple[str, str]]:
    paths = {path for term in terms for path in (*term.paths, *term.looser)}
    known = vocabulary.paths.values()
    return {column_of(each[path]) for each in known for path in paths if path in each}


def _is_of(mention: ValueMention, columns: set[tuple[str, str]]) -> bool:
    return any(term.column in columns for term, _ in mention.candidates)
