"""The bound a figure is held against: ``cash versus the policy floor``, ``within its limit``."""

from __future__ import annotations

from collections.abc import Sequence

from symphonies.platform.vizier.ask.language import Lexicon, Sense, Token, words_of

_HELD = frozenset({Sense.VERSUS, Sense.OVER, Sense.UNDER, Sense.CONTRAST})
_LONGEST = 3
"""Nothing that holds one thing against another is said in more words."""


def without_bound(tokens: Sequence[Token], lexicon: Lexicon) -> tuple[Sequence[Token], str]:
    """Return the tokens without the bound, and its noun; that is empty where there is none.

    Args:
        tokens: A question.
        lexicon: Knows what holds one thing against another.
    """
    for place, token in enumerate(tokens):
        if token.stem not in words_of("limits") or token.opens:
            continue
        first = place
        while first and tokens[first - 1].stem in words_of("articles", "possessives", "bounding"):
            first -= 1
        start = _opposed_from(tokens, first, lexicon)
        end = _end(tokens, place + 1, lexicon)
        if first < place and start is not None and start > 0 and end is not None:
            return (*tokens[:start], *tokens[end:]), token.text.lower()
    return tokens, ""


def _opposed_from(tokens: Sequence[Token], end: int, lexicon: Lexicon) -> int | None:
    """Return where the words begin that hold something against what follows; None for none."""
    for start in range(max(0, end - _LONGEST), end):
        said = tuple(token.stem for token in tokens[start:end])
        if any(token.opens for token in tokens[start + 1 : end]):
            continue
        held = bool(_HELD & set(lexicon.senses.get(said, ())))
        if held or (len(said) == 1 and set(said) <= words_of("against_a_bound")):
            return start
    return None


def _end(tokens: Sequence[Token], place: int, lexicon: Lexicon) -> int | None:
    """Return where what is said of the bound ends; None where it is a name's, or has a number."""
    end = place
    while (
        end < len(tokens)
        and not tokens[end].opens
        and tokens[end].stem in words_of("bounding", "setting_bounds")
    ):
        end += 1
    if place < end < len(tokens) and tokens[end - 1].stem == "by" and tokens[end].stem.isalpha():
        end -= 1  # "against the floor by entity"
    after = tokens[end] if end < len(tokens) else None
    if after is None or after.opens or not after.stem.isalnum():
        return end
    numbered = any(token.number or token.stem in lexicon.numbers for token in tokens[end : end + 2])
    return end if after.stem in lexicon.stop and not numbered else None
