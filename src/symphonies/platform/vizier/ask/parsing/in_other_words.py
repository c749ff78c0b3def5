"""What says again what is asked: ``everything including tax``, ``IT costs (the Technology function)``."""

from __future__ import annotations

import re
from collections.abc import Sequence

from symphonies.platform.vizier.ask.language import Token, words_of
from symphonies.platform.vizier.ask.linking import Vocabulary
from symphonies.platform.vizier.ask.parsing.reading import Reading

_BRACKETS = re.compile(r"\(([^()]+)\)")
_LONGEST = 3
"""No part of everything is named in more words."""
_NAMED = 0.95
"""A figure named in full fits this well."""
_DASHES = frozenset({"-", ";"})
_INCLUDING = "including"


def without_parts_of_all(
    tokens: Sequence[Token], vocabulary: Vocabulary
) -> tuple[tuple[Token, ...], list[str]]:
    """Return the tokens without figures that only say what everything has in it, and those as written."""
    for place in range(1, len(tokens) - 1):
        opened = tokens[place].text.lower() == _INCLUDING
        before = place - 1 - (tokens[place - 1].text == ",")
        if not opened or tokens[before].stem not in words_of("universals"):
            continue
        end = _figures(tokens, place + 1, vocabulary)
        if end > place + 1:
            said = " ".join(token.text for token in tokens[place:end])
            return (*tokens[:place], *tokens[end:]), [said]
    return tuple(tokens), []


def _figures(tokens: Sequence[Token], place: int, vocabulary: Vocabulary) -> int:
    """Return where the figures end that are listed from a place on."""
    end = place
    while place < len(tokens):
        ends = range(min(place + _LONGEST, len(tokens)), place, -1)
        stems = [token.stem for token in tokens]
        fits = ((k, vocabulary.names.fit(tuple(stems[place:k]))) for k in ends)
        found = next((k for k, fit in fits if max(fit.values(), default=0.0) >= _NAMED), None)
        if found is None:
            return end
        end = place = found
        while place < len(tokens) and (
            tokens[place].stem in words_of("conjunctions") or tokens[place].text == ","
        ):
            place += 1
    return end


def explained(reading: Reading, question: str, tokens: Sequence[Token]) -> None:
    """Set aside what the question itself says in other words: before an order, or in brackets."""
    if not reading.unknown or not reading.metrics:
        return
    words = {word for phrase in reading.unknown for word in phrase.split()}
    inside = _BRACKETS.search(question)
    short = all(word.isupper() and len(word) > 1 for word in words)
    told = inside is not None and any(each.text in inside[1] for each in reading.values)
    glossed = short and told and inside is not None and not words & set(inside[1].split())
    if glossed or words <= _asked_before_order(tokens):
        reading.aside += reading.unknown
        reading.unknown = []


def _asked_before_order(tokens: Sequence[Token]) -> set[str]:
    """Return the words of a question behind which an order says what is wanted: ``how far … - show cash``."""
    asks = words_of("interrogatives", "copulas", "auxiliaries", "modals")
    if not tokens or tokens[0].stem not in asks:
        return set()
    breaks = (k for k in range(1, len(tokens)) if tokens[k].opens or tokens[k - 1].text in _DASHES)
    place = next((k for k in breaks if tokens[k].stem in words_of("orders")), 0)
    return {token.text for token in tokens[:place]}
