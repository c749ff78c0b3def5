"""Lengths of time that a word beside them makes days of: ``24-month trend``, ``13-week forecast``."""

from __future__ import annotations

from collections.abc import Sequence

from symphonies.kernel import Grain
from symphonies.platform.vizier.ask.language.edges import Dates
from symphonies.platform.vizier.ask.language.lexicon import Lexicon, Sense
from symphonies.platform.vizier.ask.language.text import Token, stem_at
from symphonies.platform.vizier.ask.language.when import When, forward, rolling
from symphonies.platform.vizier.ask.language.words import words_of

_RUNNING = (Grain.MONTH, Grain.QUARTER, Grain.YEAR)
_NAME = 3
"""The words of a figure between ``13 weeks`` and ``forecast``."""
_MOST = 1000
"""No more periods are counted."""


def count_at(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> int | None:
    """Return the number of periods that a token tells; None where it tells none."""
    if at >= len(tokens):
        return None
    number = tokens[at].number or lexicon.numbers.get(tokens[at].stem)
    whole = number is not None and number == int(number) and 0 < number <= _MOST
    return int(number) if number is not None and whole else None


def bare_length(reader: Dates, tokens: Sequence[Token], at: int) -> tuple[When, int] | None:
    """Read the ``24 months`` of ``24-month trend`` as the last ones, of ``24-month forecast`` as the next."""
    lexicon = reader.lexicon
    end = at + 2 + (stem_at(tokens, at + 1) == "-")
    count, unit = count_at(tokens, at, lexicon), lexicon.units.get(stem_at(tokens, end - 1))
    if count is None or unit is None:
        return None
    if any(Sense.TREND in lexicon.senses.get((stem_at(tokens, k),), ()) for k in (at - 1, end)):
        return rolling(reader, count, Grain(unit)), end
    if _looks_ahead(tokens, (at - 1, *range(end, end + _NAME))):
        return forward(reader, count, Grain(unit)), end
    return None


def length_over(reader: Dates, tokens: Sequence[Token], at: int) -> tuple[When, int] | None:
    """Read the ``over 6 weeks`` of ``forecast of cash over 6 weeks`` as the next ones."""
    lexicon = reader.lexicon
    count, unit = count_at(tokens, at + 1, lexicon), lexicon.units.get(stem_at(tokens, at + 2))
    spans = stem_at(tokens, at) in words_of("spanning")
    if not spans or count is None or unit is None:
        return None
    ahead = _looks_ahead(tokens, range(max(at - 1 - _NAME, 0), at))
    return (forward(reader, count, Grain(unit)), at + 3) if ahead else None


def running_length(reader: Dates, tokens: Sequence[Token], at: int) -> tuple[When, int] | None:
    """Read the ``year`` of ``on track for the year`` as the one that is running."""
    unit = reader.lexicon.units.get(stem_at(tokens, at))
    led = stem_at(tokens, at - 1) == "the" and stem_at(tokens, at - 2) in words_of("running_in")
    after = stem_at(tokens, at + 1)
    ends = after in words_of("conjunctions") or not after.isalnum() or tokens[at + 1].opens
    return (reader.current(Grain(unit)), at + 1) if unit in _RUNNING and led and ends else None


def _looks_ahead(tokens: Sequence[Token], places: Sequence[int]) -> bool:
    """Return whether a noun at one of the places looks ahead."""
    return bool({stem_at(tokens, place) for place in places} & words_of("looks_ahead"))
