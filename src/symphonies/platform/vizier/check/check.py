"""The number check: a text stands only if facts entail every figure, name, direction and comparison in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter

from symphonies.platform.vizier.check.entail import agrees, names_period, supports
from symphonies.platform.vizier.check.moments import moments
from symphonies.platform.vizier.check.names import Mention, Names, mentions, places_of
from symphonies.platform.vizier.check.quantity import Quantity, quantities
from symphonies.platform.vizier.check.roles import Context, of_one_time
from symphonies.platform.vizier.check.segment import Segment, segments
from symphonies.platform.vizier.check.vocabulary import Vocabulary, vocabulary_of
from symphonies.platform.vizier.facts import Fact
from symphonies.platform.vizier.narrate import Language, load_language


@dataclass(frozen=True)
class Problem:
    """Something a text says that no fact does.

    Attributes:
        kind: ``number``, ``name``, ``metric``, ``direction``, ``period``, or ``claim`` for a comparison with
            all there ever was.
        text: the words.
        start: where they begin.
    """

    kind: str
    text: str
    start: int


@dataclass(frozen=True)
class Entailed:
    """A figure of a text, and a fact that entitles the text to print it there.

    Attributes:
        start: where it begins.
        end: where it ends.
        fact: the first of those that do.
    """

    start: int
    end: int
    fact: Fact


@dataclass(frozen=True)
class Verdict:
    """What the check found.

    Attributes:
        problems: in the order of the text; empty when the text stands.
        figures: what stands, in the order of the text; days of periods are no figures.
    """

    problems: tuple[Problem, ...]
    figures: tuple[Entailed, ...] = ()

    @property
    def stands(self) -> bool:
        """Whether every figure, name, direction and comparison is entailed."""
        return not self.problems


def check(
    text: str, facts: Sequence[Fact], language: Language | None = None, names: Names | None = None
) -> Verdict:
    """Return what a text says beyond its facts.

    A figure is entailed when a fact of a metric its clause speaks of has a claim of that size (as exactly
    as printed), unit, sign, place and reference. Pointing words must agree with the figure they stand
    nearest to.
    What cannot be read is not entailed.

    Args:
        text: plain text, one or more sentences.
        facts: what it may say.
        language: of the text; English when none is given.
        names: metrics and places that exist beside those of the facts.
    """
    language, names = language or load_language(), names or Names()
    vocabulary = vocabulary_of(language)
    labels = frozenset(fact.subject.span.label for fact in facts)
    bare, named = mentions(text, facts, language, names)
    bare, days, periods = moments(bare, language.locale, labels)
    figures = [*days, *quantities(bare, vocabulary)]
    bare = _blank(bare, [(figure.start, figure.end) for figure in figures])
    clauses = list(segments(bare, figures, named, periods, vocabulary))
    entailed: list[Entailed] = []
    problems = [
        *_clauses(text, clauses, facts, entailed),
        *_elsewhere(text, named, facts),
        *_strangers(text, bare, vocabulary),
        *(Problem("claim", each[0], each.start()) for each in vocabulary.superlatives.finditer(bare)),
    ]
    by_place = attrgetter("start")
    return Verdict(tuple(sorted(problems, key=by_place)), tuple(sorted(entailed, key=by_place)))


_WIDTH = re.compile(r"\d+ of \d+ cases\b")
"""How likely what comes lies in a range, as engines say it."""


def figures_in(text: str, language: Language | None = None) -> tuple[tuple[int, int], ...]:
    """Return where the figures of a text stand, in its order; days, periods and widths of a range are none.

    Args:
        text: plain text, one or more sentences.
        language: of the text; English when none is given.
    """
    language = language or load_language()
    bare, _, _ = moments(text, language.locale, frozenset())
    found = quantities(bare, vocabulary_of(language))
    widths = [width.span() for width in _WIDTH.finditer(bare)]
    return tuple(
        sorted(
            (each.start, each.end)
            for each in found
            if not any(first <= each.start < last for first, last in widths)
        )
    )


def _clauses(
    text: str, clauses: Sequence[Segment], facts: Sequence[Fact], entailed: list[Entailed]
) -> Iterator[Problem]:
    """Yield what clauses say beyond the facts; what they entail is noted."""
    known = {fact.subject.metric for fact in facts}
    spoken: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    said: tuple[str, ...] = ()
    sentence_facts: dict[int, list[Fact]] = {}
    for segment in clauses:
        if segment.metrics:
            spoken, places, said = segment.metrics, (), ()
        said = segment.said or said
        places = tuple(place.name for place in segment.places) or places
        strange = [metric for metric in segment.metrics if metric not in known]
        if strange and (segment.figures or segment.directions):
            yield Problem("metric", text[segment.start : segment.end].strip(), segment.start)
            continue
        sentence = tuple(each for each in clauses if each.sentence == segment.sentence)
        context = Context(segment, _spoken_of(facts, spoken, said), places, said, sentence)
        found = list(_figures(context, facts))
        sentence_facts.setdefault(segment.sentence, []).extend(fact for _, those in found for fact in those)
        entailed += [
            Entailed(each.start, each.end, those[0]) for each, those in found if _is_told(each, those)
        ]
        yield from _wrong(text, context, found)
    yield from _periods(clauses, sentence_facts, facts)


def _is_told(figure: Quantity, found: Sequence[Fact]) -> bool:
    """Whether a figure is one of a fact; a day of its period is none."""
    return bool(found) and (figure.unit != "date" or found[0].subject.unit == "date")


def _wrong(text: str, context: Context, found: Sequence[tuple[Quantity, list[Fact]]]) -> Iterator[Problem]:
    segment = context.segment
    for figure, those in found:
        if not those:
            yield Problem("number", text[figure.start : figure.end], figure.start)
    told = text[segment.start : segment.end].strip()
    if not of_one_time(those for _, those in found if those):
        yield Problem("period", told, segment.start)
    if not segment.figures and not agrees(context):
        yield Problem("direction", told, segment.start)


def _periods(
    clauses: Sequence[Segment], sentence_facts: Mapping[int, list[Fact]], facts: Sequence[Fact]
) -> Iterator[Problem]:
    for segment in clauses:
        found = sentence_facts.get(segment.sentence) or list(facts)
        for moment in segment.moments:
            if not names_period(moment, found):
                yield Problem("period", moment.text, moment.start)


def _spoken_of(facts: Sequence[Fact], metrics: Sequence[str], said: Sequence[str]) -> tuple[Fact, ...]:
    chosen = [fact for fact in facts if fact.id in said]
    chosen += [fact for fact in facts if fact.subject.metric in metrics and fact not in chosen]
    return tuple(chosen or (() if metrics else facts))


def _figures(context: Context, facts: Sequence[Fact]) -> Iterator[tuple[Quantity, list[Fact]]]:
    """Yield each figure of a clause with the facts that entail it.

    Several metrics with as many figures are taken in order: the first figure is the first metric's.
    """
    segment = context.segment
    paired = len(segment.metrics) > 1 and len(segment.metrics) == len(segment.figures)
    for number, figure in enumerate(segment.figures):
        narrowed = context
        if paired:
            own = tuple(f for f in facts if f.subject.metric == segment.metrics[number])
            narrowed = replace(context, facts=own)
        yield figure, list(supports(figure, narrowed))


def _elsewhere(text: str, named: Sequence[Mention], facts: Sequence[Fact]) -> Iterator[Problem]:
    """Yield the places that exist and no fact speaks of."""
    known = places_of(facts)
    for mention in named:
        if mention.kind == "place" and mention.name not in known:
            yield Problem("name", text[mention.start : mention.end], mention.start)


_WORD = re.compile(r"(?<![\w.])[A-ZÄÖÜ][\w'’&-]*(?:\s+[A-ZÄÖÜ][\w'’&-]*)*")
_PLAIN_CAPITALS = frozenset(
    {"I", "It", "They", "That", "This", "The", "EUR", "USD", "GBP", "CHF", "VAT", "YTD", "YoY"}
)


def _strangers(text: str, bare: str, vocabulary: Vocabulary) -> Iterator[Problem]:
    """Yield capitalised words that no fact brought in, in a language that writes only names so."""
    if vocabulary.data["names"] != "capitalised":
        return
    for match in _WORD.finditer(bare):
        opens = re.search(r"(^|[.!?:]\s|\n)\s*[\"“(]*$", text[: match.start()]) is not None
        words = match[0].split()
        rest = words[1:] if opens else words
        if any(word not in _PLAIN_CAPITALS for word in rest):
            yield Problem("name", match[0], match.start())


def _blank(text: str, places: Sequence[tuple[int, int]]) -> str:
    for start, end in places:
        text = text[:start] + " " * (end - start) + text[end:]
    return text
