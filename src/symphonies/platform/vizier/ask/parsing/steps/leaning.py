"""Words that lean on the question before, or on the period named: ``one day later``, ``versus last``."""

from __future__ import annotations

from itertools import pairwise

from symphonies.kernel import Grain
from symphonies.platform.semantics import Comparison
from symphonies.platform.vizier.ask.language import Sense, words_of
from symphonies.platform.vizier.ask.parsing.reading import NUMBER, WORTH, Lift
from symphonies.platform.vizier.ask.parsing.spans import Kind, Span
from symphonies.platform.vizier.ask.parsing.steps.kept import keep_split, reset_limit
from symphonies.platform.vizier.ask.parsing.steps.pairs import held_against_now
from symphonies.platform.vizier.ask.parsing.steps.times import same_part
from symphonies.platform.vizier.ask.parsing.steps.walk import NOWHERE, Walk

_ONE = ("a", "one")
_ONES = "ones"
_SHORT = 4
"""``for Software contracts`` and no more words only limit the answer before."""
_BRIEF = 7


def lean(walk: Walk) -> None:
    """Take what a question says of the answer before it."""
    _moved(walk)
    _there(walk)
    _ones(walk)
    _same_time(walk)
    _asks_anew(walk)
    _instead(walk)
    _whose_it_is(walk)
    _other_measure(walk)
    _before_that(walk)
    held_against_now(walk)
    _a_year_ago(walk)
    keep_split(walk)
    reset_limit(walk)


def _moved(walk: Walk) -> None:
    """Move the period of the question before: ``and one day later?``, ``a year earlier``."""
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
    """Return by how many units a period is moved, 0 for none, and the token after what says so.

    It is moved back, by less than none, where it is ``a year earlier``; not where it is held against that.
    """
    before = walk.tokens[place - 1]
    if before.stem == "following":
        return 1, place + 1
    following = walk.tokens[place + 1].stem if place + 1 < len(walk.tokens) else ""
    if before.stem in ("the", "one") and following in words_of("thereafter") and _ends(walk, place + 2):
        return 1, min(place + 3, len(walk.tokens))
    number = before.number or walk.lexicon.numbers.get(before.stem, float(before.stem in _ONE))
    after = walk.tokens[place + 1].stem if place + 1 < len(walk.tokens) else ""
    if after in words_of("back_from_then") and walk.reading.compared_to is None:
        return -int(number), place + 2
    return (int(number), place + 2) if after in words_of("later") else (0, place)


def _ends(walk: Walk, place: int) -> bool:
    """Return whether a question ends at a place, or in ``that``."""
    rest = [token.stem for token in walk.tokens[place:] if token.stem.isalnum()]
    return not rest or rest == ["that"]


def _there(walk: Walk) -> None:
    """Lean on the question before where one ends in ``there``: ``anything overdue there?``."""
    last = [token.stem for token in walk.tokens[-2:]]
    if last[1:] == ["there"] and last[0] not in words_of("copulas", "particles", "before_there"):
        walk.reading.follows = True


def _ones(walk: Walk) -> None:
    """Lean on the question before where ``ones`` stands for what it was about: ``who has overdue ones``."""
    figures = [span for span in walk.spans if span.kind is Kind.METRIC]
    ones = {place for place, token in enumerate(walk.tokens) if token.text.lower() == _ONES}
    behind = len(figures) == 1 and any(figures[0].end == place or figures[0].start > place for place in ones)
    walk.reading.follows |= behind or (len(figures) == 1 and _only_a_state(walk, figures[0]))
    walk.reading.ones = bool(ones)


def _same_time(walk: Walk) -> None:
    """Lean on the question before where its time is pointed at: ``how many were opened in the same time``."""
    lengths = {*walk.lexicon.units, *words_of("parts_of_year")}
    for place, token in enumerate(walk.tokens[:-1]):
        pointed = token.stem == "same" and walk.tokens[place + 1].stem in lengths
        walk.reading.follows |= pointed and _ends(walk, place + 2)


def _only_a_state(walk: Walk, figure: Span) -> bool:
    """Return whether a question says no more than how things stand: ``how many failed``, ``past due``."""
    state = walk.lexicon.alike.get(walk.stems(figure)) in words_of("states_of_things")
    others = [span for span in walk.spans if span is not figure and not span.says(Sense.COUNT, Sense.MUCH)]
    covered = {place for span in walk.spans for place in range(span.start, span.end)}
    rest = [token for place, token in enumerate(walk.tokens) if place not in covered]
    return state and not others and all(walk.lexicon.empty(token.stem) for token in rest)


def _asks_anew(walk: Walk) -> None:
    """Note whether a question asks in full and points at nothing said before."""
    about = {place for span in walk.spans if span.says(Sense.FOLLOW) for place in range(span.start, span.end)}
    free = {token.stem for place, token in enumerate(walk.tokens) if place not in about}
    points = {token.text.lower() for token in walk.tokens} & words_of(
        "pronouns", "near", "far", "pointing_back"
    )
    walk.reading.anew = bool(free & words_of("question_words")) and not points
    limits = bool(walk.tokens) and walk.tokens[0].stem == "for"
    walk.reading.only = limits or any(span.says(Sense.ONLY) for span in walk.spans)
    walk.reading.follows |= limits and len(walk.tokens) <= _SHORT


def _instead(walk: Walk) -> None:
    """Lean on the question before where another figure takes its place: ``gross margin instead``."""
    last = [token.stem for token in walk.tokens if token.stem.isalnum()][-1:]
    walk.reading.follows |= bool(walk.reading.metrics and set(last) & words_of("in_its_place"))
    stems = [token.stem for token in walk.tokens]
    whole = any(
        first in words_of("entire") and second in words_of("whole_of_it") for first, second in pairwise(stems)
    )
    if walk.reading.follows and whole and not walk.reading.values:
        walk.reading.lift = Lift.GROUP


def _whose_it_is(walk: Walk) -> None:
    """Lean on the question before where a figure is of what was spoken of there: ``what were its taxes``."""
    first = next((span for span in walk.spans if span.kind is Kind.METRIC), None)
    named = (Kind.VALUE, Kind.DIMENSION)
    if first is None or any(span.kind in named and span.start < first.start for span in walk.spans):
        return
    before = {token.stem for token in walk.tokens[: first.start]}
    walk.reading.follows |= bool(before & words_of("owners_before"))


def _other_measure(walk: Walk) -> None:
    """Note that only the number, or the worth, of what was answered is asked for: ``the value of those``."""
    others = [
        s for s in walk.spans if s.kind is not Kind.SENSE and not set(walk.stems(s)) <= words_of("worth")
    ]
    if others or len(walk.tokens) > _BRIEF:
        return
    said = {token.stem for token in walk.tokens}
    covered = {token.stem for span in walk.spans for token in walk.words(span)}
    free = said - words_of("worth") - walk.lexicon.numbering - covered
    idle = all(word in walk.lexicon.stop or not word.isalnum() for word in free)
    counts = bool(said & walk.lexicon.numbering) or Sense.COUNT in walk.reading.asks
    worth = bool(said & words_of("worth")) or Sense.WORTH in walk.reading.asks
    if idle and counts != worth:
        walk.reading.measure = NUMBER if counts else WORTH
        walk.reading.asks -= {Sense.COUNT, Sense.MUCH, Sense.WORTH}


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
    """Set the answer before against the year before: ``and a year ago?``, ``the same period last year``."""
    reading, stems = walk.reading, [token.stem for token in walk.tokens]
    dated = (span for span in walk.spans if span.kind is Kind.WHEN)
    ago = any(walk.tokens[span.end - 1].stem in words_of("ago") for span in dated)
    ago = ago or same_part(stems, walk.lexicon) is not None
    if ago and not reading.metrics and reading.when is not None and reading.when.offset is Grain.YEAR:
        reading.when = None
        reading.compare.append(Comparison.PREVIOUS_YEAR)
