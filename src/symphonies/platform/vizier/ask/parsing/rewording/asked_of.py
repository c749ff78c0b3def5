"""What is asked of something said first: ``of the open findings, how many are overdue``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from symphonies.platform.vizier.ask.language import Sense, Token
from symphonies.platform.vizier.ask.linking import Vocabulary

_ASKS = (Sense.COUNT, Sense.MUCH, Sense.SHARE)
_LONGEST = 3
"""No phrase that asks has more words."""


def asked_of_it(tokens: Sequence[Token], vocabulary: Vocabulary) -> tuple[Token, ...]:
    """Return the tokens with what asks before it: ``how many of the open findings are overdue``."""
    said = tuple(tokens)
    if not said or said[0].stem != "of":
        return said
    comma = next((place for place, token in enumerate(said) if token.text == ","), len(said))
    senses = vocabulary.lexicon.senses
    for end in range(min(comma + 1 + _LONGEST, len(said)), comma + 1, -1):
        asked = said[comma + 1 : end]
        if set(_ASKS) & set(senses.get(tuple(token.stem for token in asked), ())):
            first = replace(said[0], opens=False)
            return (replace(asked[0], opens=said[0].opens), *asked[1:], first, *said[1:comma], *said[end:])
    return said
