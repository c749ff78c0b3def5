"""Words that lean on the question before, or on the period named: ``one day later``, ``versus last``."""

from __future__ import annotations

from symphonies.kernel import Grain
from symphonies.platform.semantics import Comparison
from symphonies.platform.vizier.ask.language import Sense, words_of
from symphonies.platform.vizier.ask.parsing.spans import Kind
from symphonies.platform.vizier.ask.parsing.steps.pairs import held_against_now
from symphonies.platform.vizier.ask.parsing.steps.walk import NOWHERE, Walk

_ONE = ("a", "one")
_AFTER = ("the", "after")
"""Around a length these say the one that follows: ``the quarter after``."""
_LATER = ("later", "on", "after", "afterwards")
_PRIOR = frozenset({"last", "previous", "prior"})
_AGAINST = frozenset({"over", "on", "to", "from"})
_BEING = frozenset({"is", "are", "was", "were", "be", "been", "out", "over", "up"})
"""After these ``there`` points at nothing."""


def lean(walk: Walk) -> None:
    """Take what a question says of the answer before it."""
    _moved(walk)
    _there(walk)
    _before_that(walk)
    held_against_now(walk)
    _a_year_ago(walk)


def _moved(walk: Walk) -> None:
    """Move the period of the question before: ``and one day later?``, ``the following month?``."""
    reading = walk.reading
    if any(span.kind in (Kind.METRIC, Kind.VALUE) for span in walk.spans):
        return
    for place in range(1, len(walk.tokens)):
        unit = walk.lexicon.units.get(walk.tokens[place].stem)
        count, end = _count_of(walk, place)
        if unit is None or not count:
            continue
        reading.moved = ((count, Grain(unit)),)
        walk.read |= set(range(place - 1, end))
        reading.change, reading.grain, reading.ranked_grain = None, None, None
        reading.asks -= {Sense.CHANGE}
        if any(span.when is not None and span.start < place < span.end for span in walk.spans):
            reading.when = None  # "the following quarter", which alone is the next one


def _count_of(walk: Walk, place: int) -> tuple[int, int]:
    """Return by how many units a period is moved, 0 for none, and the token after what says so."""
    before = walk.tokens[place - 1]
    if before.stem == "following":
        return 1, place + 1
    after = walk.tokens[place + 1].stem if place + 1 < len(walk.tokens) else ""
    one = before.stem in _ONE or (before.stem, after) == _AFTER
    number = before.number or walk.lexicon.numbers.get(before.stem, float(one))
    later = after in _LATER
    return (int(number), place + 2) if later else (0, place)


def _there(walk: Walk) -> None:
    """Lean on the question before where one ends in ``there``: ``anything overdue there?``."""
    last = [token.stem for token in walk.tokens[-2:]]
    if last[1:] == ["there"] and last[0] not in words_of("copulas", "particles", "before_there"):
        walk.reading.follows = True


def _before_that(walk: Walk) -> None:
    """Read the bare ``last`` of ``this year versus last`` as the one before; of a year, the year before."""
    reading, end = walk.reading, len(walk.tokens) - 1
    grain = reading.when.grain if reading.when is not None else None
    if grain is None or walk.tokens[end].stem not in words_of("prior"):
        return
    opened = any(span.says(Sense.VERSUS, Sense.FOLLOW) and span.end == end for span in walk.spans)
    dated = any(span.kind is Kind.WHEN and span.end == end - 1 for span in walk.spans)
    if opened or (dated and walk.tokens[end - 1].stem in words_of("from_a_time") | {"over"}):
        year = grain is Grain.YEAR
        reading.compare.append(Comparison.PREVIOUS_YEAR if year else Comparison.PREVIOUS_PERIOD)
        walk.read.add(end)
        walk.versus = NOWHERE


def _a_year_ago(walk: Walk) -> None:
    """Set the answer before against the year before: ``and a year ago?``."""
    reading = walk.reading
    ago = any(token.stem == "ago" for token in walk.tokens)
    if ago and not reading.metrics and reading.when is not None and reading.when.offset is Grain.YEAR:
        reading.when = None
        reading.compare.append(Comparison.PREVIOUS_YEAR)
