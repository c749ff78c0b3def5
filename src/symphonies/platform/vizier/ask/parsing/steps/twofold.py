"""Two things asked for at once: ``number and value of payments``, ``receipts and disbursements``."""

from __future__ import annotations

from symphonies.platform.vizier.ask.language import Sense, words_of
from symphonies.platform.vizier.ask.parsing.spans import Kind, Span
from symphonies.platform.vizier.ask.parsing.steps.walk import Walk

_SETTLED = (Kind.VALUE, Kind.DIMENSION, Kind.WHEN, Kind.GRAIN, Kind.AMOUNT)


def twofold(walk: Walk) -> None:
    """Note what ``and`` joins that one figure cannot tell."""
    stems = [token.stem for token in walk.tokens]
    for place in range(1, len(stems) - 1):
        if stems[place] in words_of("additions"):
            walk.reading.both |= _number_and_worth(walk, stems[place - 1], stems[place + 1 : place + 3])
            walk.reading.twofold |= _joins(walk, place)
    walk.reading.unknown += _limited_apart(walk)
    walk.reading.both |= _and_how_much(walk) or _and_their_worth(walk)
    if walk.reading.both:
        walk.reading.asks -= {Sense.COUNT, Sense.MUCH, Sense.WORTH}


def _number_and_worth(walk: Walk, first: str, after: list[str]) -> bool:
    """Return whether a number and its worth stand side by side, in whichever order."""
    numbers, worths = walk.lexicon.numbering, walk.lexicon.worth
    return (first in numbers and after[0] in worths) or (first in worths and bool(numbers & set(after)))


def _and_how_much(walk: Walk) -> bool:
    """Return whether what is counted is to be told in money too: ``how many went out, and for how much``."""
    counted = _counted(walk)
    much = next((each for each in reversed(walk.spans) if each.says(Sense.MUCH)), None)
    if counted is None or much is None or much.start < counted.end:
        return False
    joints = range(counted.end, much.start)
    joined = any(walk.tokens[place].stem in words_of("additions") | {","} for place in joints)
    rest = walk.tokens[much.end :]
    idle = all(walk.lexicon.empty(token.stem) or not token.stem.isalnum() for token in rest)
    return joined and (idle or walk.stems(much)[0] == "for")


def _counted(walk: Walk) -> Span | None:
    """Return what asks how many there are of something; None where nothing does."""
    return next((each for each in walk.spans if each.says(Sense.COUNT)), None)


def _and_their_worth(walk: Walk) -> bool:
    """Return whether the worth of what is counted follows: ``and what were they worth``."""
    counted = _counted(walk)
    joints = [place for place, token in enumerate(walk.tokens) if token.stem in words_of("additions")]
    if counted is None or not joints or joints[-1] < counted.end:
        return False
    first = joints[-1] + 1
    splits = (
        each.start for each in walk.spans if each.says(Sense.BY) or each.kind in (Kind.GRAIN, Kind.WHEN)
    )
    end = min((start for start in splits if start > first), default=len(walk.tokens))
    rest = [token.stem for token in walk.tokens[first:end] if token.stem.isalnum()]
    pointing = words_of("pronouns", "possessives", "near", "far") & set(rest)
    told = walk.lexicon.worth | words_of("worth")
    idle = all(word in told or walk.lexicon.empty(word) for word in rest)
    return bool(pointing) and bool(told & set(rest)) and idle


def _limited_apart(walk: Walk) -> list[str]:
    """Return the second of two limits, each of another figure: ``sales in Germany and debt in Japan``."""
    pieces = [span for span in walk.spans if span.kind in (Kind.METRIC, Kind.VALUE, Kind.DIMENSION)]
    kinds = [span.kind for span in pieces]
    if kinds != [Kind.METRIC, Kind.VALUE, Kind.METRIC, Kind.VALUE]:
        return []
    _, first, figure, second = pieces
    joined = any(token.stem in words_of("additions") for token in walk.tokens[first.end : figure.start])
    columns = {term.column for term, _ in first.values} & {term.column for term, _ in second.values}
    return [walk.text(second)] if joined and columns else []


def _joins(walk: Walk, place: int) -> bool:
    """Return whether ``and`` joins words of which no piece has both, and which both may be figures."""
    before, after = place - 1, place + 1
    words = (walk.tokens[before].stem, walk.tokens[after].stem)
    if any(walk.lexicon.empty(word) or not word.isalpha() for word in words):
        return False
    for span in walk.spans:
        inside = {before, after} & set(range(span.start, span.end))
        counted = span.kind is Kind.DIMENSION and walk.reading.counts is not None
        if inside and (len(inside) == 2 or (span.kind in _SETTLED and not counted)):
            return False
    return True
