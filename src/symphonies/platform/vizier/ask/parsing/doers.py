"""A value that did what the verb behind it says: the cost centre of ``how much did Finance spend``."""

from __future__ import annotations

from collections.abc import Sequence

from symphonies.platform.vizier.ask.language import Token, words_of
from symphonies.platform.vizier.ask.linking import CALLED, ValueTerm, Vocabulary


def is_doer(tokens: Sequence[Token], start: int, end: int, vocabulary: Vocabulary) -> bool:
    """Return whether capital words between an auxiliary and a verb are a value: ``did People spend``."""
    if not start or end >= len(tokens) or tokens[start - 1].stem not in words_of("before_doers"):
        return False
    lexicon = vocabulary.lexicon
    if (lexicon.root(tokens[end].stem),) not in lexicon.verbs or not tokens[start].text[:1].isupper():
        return False
    fits = vocabulary.values.fit(tuple(token.stem for token in tokens[start:end]))
    return max(fits.values(), default=0.0) >= CALLED


def holds_doer(tokens: Sequence[Token], start: int, end: int, vocabulary: Vocabulary) -> bool:
    """Return whether words open with one who did something and end with what he did."""
    return end - start > 1 and is_doer(tokens, start, end - 1, vocabulary)


def things(values: tuple[tuple[ValueTerm, float], ...]) -> tuple[tuple[ValueTerm, float], ...]:
    """Return the values that are things of their own, not what others are sorted by; all where none is."""
    own = tuple((term, fit) for term, fit in values if _is_thing(*term.column))
    return own or values


def _is_thing(table: str, column: str) -> bool:
    return column.startswith(table.rsplit(".", 1)[-1])
