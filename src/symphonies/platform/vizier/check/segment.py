"""A text cut into clauses, each with the figures, names, periods and words it holds."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from symphonies.platform.vizier.check.moments import Moment
from symphonies.platform.vizier.check.names import Mention
from symphonies.platform.vizier.check.quantity import Quantity
from symphonies.platform.vizier.check.vocabulary import Vocabulary

# One white space, no more: what follows may be a name that was blanked out.
_SENTENCE_END = re.compile(r"(?<=[.!?])\s(?=\W*[^\W\d_a-zäöüß]|\s)|\n")


@dataclass(frozen=True)
class Word:
    """A word that points up (1) or down (-1), or names what a value is set against.

    Attributes:
        meaning: ``up``, ``down``, or a kind of reference.
        start: where it begins in the text.
        end: where it ends.
    """

    meaning: str
    start: int
    end: int


@dataclass(frozen=True)
class Reference(Word):
    """A word for a reference.

    Attributes:
        figure: where the figure begins that this word names, as in "a plan of 5" or "5 a year ago".
    """

    figure: int | None = None


@dataclass(frozen=True)
class Segment:
    """One clause.

    Attributes:
        start: where it begins in the text.
        end: where it ends.
        sentence: the number of its sentence.
        figures: its figures, in their order.
        metrics: metric ids it names, in their order.
        places: its places.
        said: ids of facts whose own words it uses.
        moments: its periods.
        directions: its words that point up or down.
        against: its words for references, each with the figure it names by standing beside it.
        same: whether it says that nothing differs.
        negated: whether a word turns it round.
        differences: where figures begin that are told as differences: "by 5", "5 more", "5 (2%) more".
        results: where figures begin that are told as what something became: "to 5".
        pointed: where figures begin that a pointing word belongs to, or that tell the same as such a one.
        future: whether it speaks of what is to come.
        usual: whether it speaks of what is usual.
    """

    start: int
    end: int
    sentence: int
    figures: tuple[Quantity, ...]
    metrics: tuple[str, ...]
    places: tuple[Mention, ...]
    said: tuple[str, ...]
    moments: tuple[Moment, ...]
    directions: tuple[Word, ...]
    against: tuple[Reference, ...]
    same: bool
    negated: bool
    differences: frozenset[int]
    results: frozenset[int]
    pointed: frozenset[int]
    future: bool
    usual: bool


def segments(
    text: str,
    figures: list[Quantity],
    names: list[Mention],
    moments: list[Moment],
    vocabulary: Vocabulary,
) -> Iterator[Segment]:
    """Yield the clauses of a text whose figures, names and periods are blanked out."""
    for number, (start, end) in enumerate(_sentences(text)):
        for first, last in _clauses(text, start, end, vocabulary):
            clause = text[first:last]

            def inside(each: Quantity | Mention | Moment, first: int = first, last: int = last) -> bool:
                return first <= each.start < last

            own = [name for name in names if inside(name)]
            directions = tuple(_directions(clause, first, vocabulary))
            printed = tuple(sorted(filter(inside, figures), key=lambda figure: figure.start))
            ways = _ways(text, first, printed, directions, vocabulary)
            yield Segment(
                first,
                last,
                number,
                printed,
                tuple(dict.fromkeys(name.name for name in own if name.kind == "metric")),
                tuple(name for name in own if name.kind == "place"),
                tuple(name.name for name in own if name.kind == "said"),
                tuple(filter(inside, moments)),
                directions,
                tuple(_references(text, (first, last), printed, vocabulary)),
                bool(vocabulary.same.search(clause)),
                bool(vocabulary.negations.search(clause)),
                ways.differences,
                ways.results,
                ways.pointed,
                bool(vocabulary.future.search(clause)),
                bool(vocabulary.usual.search(clause)),
            )


def sentence_end(text: str) -> tuple[int, int] | None:
    """Return where the first of several sentences ends, and where the next begins; None for only one."""
    found = _SENTENCE_END.search(text)
    return found and found.span()


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in _SENTENCE_END.finditer(text):
        if text[start : match.start()].strip():
            yield start, match.start()
        start = match.end()
    if text[start:].strip():
        yield start, len(text)


def _clauses(text: str, start: int, end: int, vocabulary: Vocabulary) -> Iterator[tuple[int, int]]:
    first = start
    for match in vocabulary.breaks.finditer(text, start, end):
        yield first, match.start()
        first = match.end()
    yield first, end


def _directions(clause: str, offset: int, vocabulary: Vocabulary) -> Iterator[Word]:
    for pattern in (vocabulary.neutral, *vocabulary.against.values(), vocabulary.same):
        clause = pattern.sub(lambda match: " " * len(match[0]), clause)
    for meaning, pattern in (("up", vocabulary.up), ("down", vocabulary.down)):
        for match in pattern.finditer(clause):
            yield Word(meaning, offset + match.start(), offset + match.end())


@dataclass(frozen=True)
class _Ways:
    """How the figures of a clause are told, by where they begin; see `Segment`."""

    differences: frozenset[int]
    results: frozenset[int]
    pointed: frozenset[int]


def _ways(
    text: str, first: int, figures: tuple[Quantity, ...], directions: tuple[Word, ...], vocabulary: Vocabulary
) -> _Ways:
    results = {each.start for each in figures if vocabulary.to.search(text, first, each.start)}
    by = {each.start for each in figures if vocabulary.by.search(text, first, each.start)}
    before = {
        each.start
        for each in figures
        for word in directions
        if word.start > each.end and not text[each.end : word.start].strip(" )")
    }
    again = [
        (one.start, other.start)
        for one, other in pairwise(figures)
        if text[one.end : other.start].strip().lower() in vocabulary.again
    ]
    differences = by | _with_twins(before, again) - results
    near = {found.start for word in directions if (found := nearest(word, figures)) is not None}
    return _Ways(
        frozenset(differences),
        frozenset(results),
        frozenset(_with_twins(differences | near, again) - results),
    )


def _with_twins(starts: set[int], again: Sequence[tuple[int, int]]) -> set[int]:
    """Return figures with those that tell the same in another unit beside them."""
    return starts | {other for pair in again for other in pair if starts & set(pair)}


def nearest(word: Word, figures: Sequence[Quantity]) -> Quantity | None:
    """Return the figure that a word stands nearest to."""

    def distance(each: Quantity) -> int:
        return word.start - each.end if word.start >= each.end else each.start - word.end

    return min(figures, key=distance, default=None)


def _references(
    text: str, where: tuple[int, int], figures: tuple[Quantity, ...], vocabulary: Vocabulary
) -> Iterator[Reference]:
    for meaning, pattern in vocabulary.against.items():
        for match in pattern.finditer(text, *where):
            named = None
            for figure in figures:
                between = text[min(figure.end, match.end()) : max(figure.start, match.start())]
                if between.strip().lower() in vocabulary.glue:
                    named = figure.start
            yield Reference(meaning, match.start(), match.end(), named)
