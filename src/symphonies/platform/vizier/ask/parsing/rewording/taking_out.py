"""What is taken out, brought behind what takes out: ``leave X aside``, ``with X excluded``, ``all but X``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from symphonies.platform.vizier.ask.language import Sense, Token, stands_at, words_of
from symphonies.platform.vizier.ask.linking import CALLED, Vocabulary

_EXCEPT = "except"
_APART = 5
"""So far may a verb that takes out and its particle stand apart."""
_CLAUSE = 6
"""What is taken out is said in no more words."""


def taken_out_first(tokens: Sequence[Token], vocabulary: Vocabulary) -> tuple[Token, ...]:
    """Return the tokens with what takes out before what it takes out."""
    found = _asked_again(_joined(tokens, vocabulary))
    for place in range(len(found) - 1, -1, -1):
        if place < len(found):
            _said_after(found, place, vocabulary)
    for place in range(1, len(found) - 1):
        before = {token.stem for token in found[max(0, place - 3) : place]}
        but = found[place].stem == "but" and bool(words_of("universals", "distributives") & before)
        if but or _subtracts(found, place, vocabulary):
            found[place] = _except(found[place])
    return tuple(found)


def _said_after(tokens: list[Token], place: int, vocabulary: Vocabulary) -> None:
    """Bring what follows what is taken out before it: the ``excluded`` of ``with Japan excluded``."""
    phrase = next((each for each in vocabulary.lexicon.excluded if stands_at(tokens, place, each)), None)
    end = place + len(phrase or ())
    if phrase is None or not (end == len(tokens) or tokens[end].opens or tokens[end].text in ",;-"):
        return
    opening = words_of("before_excluded") | {",", ";", "-"}
    opens = (k for k in range(place - 1, max(-1, place - _CLAUSE), -1) if tokens[k].stem in opening)
    start = next(opens, -1) + 1
    alone = not start and _is_value(tokens[:place], vocabulary)
    if (start > 0 or alone) and start < place and not any(token.opens for token in tokens[start + 1 : place]):
        tokens[start:end] = [_except(tokens[start]), *tokens[start:place]]


def _asked_again(tokens: list[Token]) -> list[Token]:
    """Leave out the ``but`` that takes nothing out: ``the same, but for our Nordic customers``."""
    place = next((k for k, token in enumerate(tokens) if token.stem == "but"), 0)
    before = {token.stem for token in tokens[:place] if token.stem.isalnum()}
    again = before <= words_of("asked_again") and bool(before & words_of("repeating_it"))
    leads = place + 1 < len(tokens) and tokens[place + 1].stem == "for"
    return [*tokens[:place], *tokens[place + 1 :]] if again and leads else tokens


def _is_value(tokens: Sequence[Token], vocabulary: Vocabulary) -> bool:
    fit = vocabulary.values.fit(tuple(token.stem for token in tokens))
    return max(fit.values(), default=0.0) >= CALLED


def _subtracts(tokens: Sequence[Token], place: int, vocabulary: Vocabulary) -> bool:
    """Return whether ``less`` takes a value away: ``opex less travel``."""
    if tokens[place].text.lower() != "less":
        return False
    if vocabulary.names.sayings.surround([token.stem for token in tokens], place, place + 1):
        return False
    after = tokens[place + 1 : place + 2]
    return _is_value(after, vocabulary) and not vocabulary.lexicon.empty(after[0].stem)


def _joined(tokens: Sequence[Token], vocabulary: Vocabulary) -> list[Token]:
    """Bring a verb that takes out and its particle together: ``leave price disputes aside``."""
    senses, particles = vocabulary.lexicon.senses, words_of("particles") | {"aside"}
    for start, verb in enumerate(tokens):
        for place in range(start + 2, min(start + _APART, len(tokens))):
            away, between = tokens[place], tokens[start + 1 : place + 1]
            if any(token.opens or token.text in ",;" or token.stem == "to" for token in between):
                break
            if away.stem in particles and Sense.EXCEPT in senses.get((verb.stem, away.stem), ()):
                return [*tokens[: start + 1], away, *between[:-1], *tokens[place + 1 :]]
    return list(tokens)


def _except(token: Token) -> Token:
    return replace(token, text=_EXCEPT, stem=_EXCEPT)
