"""What a few words add to a supposition before them: ``and with 10 days?``, ``only Germany``."""

from __future__ import annotations

import re
from collections.abc import Sequence

from symphonies.platform.vizier.ask.language import Lexicon, Sense, Token, amount_at, phrases_of, tokenise
from symphonies.platform.vizier.ask.parsing import Intent, Reading

_SHORT = 7
"""Words of a question that leans on another."""


def continued(before: Reading, question: str, lexicon: Lexicon) -> str | None:
    """Return the whole supposition that a short question means; None where it stands alone.

    Args:
        before: The reading of the question before it.
        question: The short one.
        lexicon: The language of both.
    """
    tokens = tokenise(question, lexicon.spelling)
    if before.intent is not Intent.WHAT_IF or not tokens or len(tokens) > _SHORT:
        return None
    earlier = tokenise(before.question, lexicon.spelling)
    new, old = _amount(tokens, lexicon), _amount(earlier, lexicon)
    if new is not None and old is not None:
        return _with(before.question, question, (earlier, old), (tokens, new))
    opened = lexicon.senses.get((tokens[0].stem,), ())
    if Sense.ONLY in opened or Sense.FOLLOW in opened or tokens[0].stem in ("in", "for"):
        rest = [token for token in tokens if not _idle(token, lexicon)]
        place = question[rest[0].start : rest[-1].end] if rest else ""
        return f"{before.question.rstrip(' ?.!')} in {place}?" if place else None
    return None


def _with(
    text: str, question: str, old: tuple[Sequence[Token], range], new: tuple[Sequence[Token], range]
) -> str:
    """Put one amount into the place of another; a bare number keeps the unit that stood there."""
    tokens, places = old
    given, taken = new
    said = question[given[taken[0]].start : given[taken[-1]].end]
    last = places[0] if len(taken) == 1 and len(places) > 1 else places[-1]
    changed = f"{text[: tokens[places[0]].start]}{said}{text[tokens[last].end :]}"
    return _turned(changed, question)


def _turned(text: str, question: str) -> str:
    """Turn the way of a supposition where the short question says the other one."""
    for pair in phrases_of("opposites"):
        for one, other in (pair, pair[::-1]):
            if re.search(rf"\b{one}\b", question, re.IGNORECASE):
                return re.sub(rf"\b{other}\b", one, text, flags=re.IGNORECASE)
    return text


def _amount(tokens: Sequence[Token], lexicon: Lexicon) -> range | None:
    for place in range(len(tokens)):
        found = amount_at(tokens, place, lexicon)
        if found is not None and found.end > place:
            return range(place, found.end)
    return None


def _idle(token: Token, lexicon: Lexicon) -> bool:
    return token.stem in lexicon.stop or (token.stem,) in lexicon.senses or not token.text.isalnum()
