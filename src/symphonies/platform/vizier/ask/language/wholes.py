"""Whole periods: ``full year 2025``, ``the whole of the quarter``, ``the same month of 2025``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from symphonies.kernel import Grain
from symphonies.platform.vizier.ask.language.edges import Dates
from symphonies.platform.vizier.ask.language.points import named_period
from symphonies.platform.vizier.ask.language.text import Token
from symphonies.platform.vizier.ask.language.when import When

_FULL = frozenset({"full", "whole", "entire"})
_PARTS = frozenset({"period", "time", "half", "season", "stretch", "span"})
"""What is a part of a year, beside its units."""


def named_in_full(reader: Dates, tokens: Sequence[Token], at: int) -> tuple[When, int] | None:
    """Read a period with a name of its own; the ``full year`` after it says no more."""
    found = named_period(tokens, at, reader)
    if found is None or _word(tokens, found[1]) not in _FULL:
        return found
    return found[0], found[1] + 2 * (_word(tokens, found[1] + 1) in reader.lexicon.units)


def full_period(reader: Dates, tokens: Sequence[Token], at: int) -> tuple[When, int] | None:
    """Read ``the full year`` and ``the whole of the quarter`` as the current one, unless one is named."""
    if _word(tokens, at) not in _FULL:
        return None
    place = at + 1 + (_word(tokens, at + 1) == "of")
    place += _word(tokens, place) in ("the", "this")
    named = named_period(tokens, place, reader)
    if named is not None:
        return named
    unit = reader.lexicon.units.get(_word(tokens, place))
    return None if unit is None else (reader.current(Grain(unit)), place + 1)


def same_part(reader: Dates, tokens: Sequence[Token], at: int) -> tuple[When, int] | None:
    """Read ``the same quarter of 2025``: of that year the part that was spoken of."""
    part = _word(tokens, at + 1)
    if _word(tokens, at) != "same" or not (part in reader.lexicon.units or part in _PARTS):
        return None
    year = named_period(tokens, at + 2 + (_word(tokens, at + 2) in ("of", "in")), reader)
    if year is None or year[0].grain is not Grain.YEAR:
        return None
    return replace(year[0], same=True), year[1]


def _word(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].stem if 0 <= at < len(tokens) else ""
