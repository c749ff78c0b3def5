"""A text from facts: a headline, what changed, why, what is coming, what to do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from symphonies.platform.vizier.facts import (
    Advice,
    Against,
    Chance,
    Driver,
    Fact,
    Level,
    Outlook,
    Reader,
    Unusual,
    is_known,
    materiality,
    rank,
)
from symphonies.platform.vizier.narrate.clauses import Spans, Voice, again, clause, coverage, opening
from symphonies.platform.vizier.narrate.headline import headline
from symphonies.platform.vizier.narrate.sentence import Sentence, Span, sentence_of
from symphonies.platform.vizier.narrate.style import SENTENCES, Length, Style, Tone

SECTIONS: dict[str, tuple[type[Fact], ...]] = {
    "changed": (Level, Unusual),
    "why": (Driver,),
    "coming": (Outlook, Chance),
    "do": (Advice,),
}
MATERIAL = 0.4
"""Facts below this rank are not worth a sentence."""
JOINED_LENGTH = 150
"""Two facts share a sentence of at most so many characters."""


@dataclass(frozen=True)
class Section:
    """A titled part of a text."""

    name: str
    """``changed``, ``why``, ``coming`` or ``do``."""
    title: str
    sentences: tuple[Sentence, ...]
    model: str | None = None
    """The language model whose words these are; None: the composer's own."""


@dataclass(frozen=True)
class Text:
    """What is said, and the facts it is said of."""

    headline: Sentence
    sections: tuple[Section, ...]

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """Every sentence, the headline first."""
        return (self.headline, *(each for section in self.sections for each in section.sentences))

    @property
    def plain(self) -> str:
        """The text without its titles."""
        return " ".join(sentence.text for sentence in self.sentences)


def narrate(facts: Sequence[Fact], reader: Reader | None = None, style: Style | None = None) -> Text:
    """Return the text that facts make for a reader.

    Args:
        facts: the page's subject first.
        reader: what is theirs and what they know; decides the order.
        style: length, tone and language.
    """
    style, reader = style or Style(), reader or Reader()
    language = style.language
    first = headline([fact for fact in facts if isinstance(fact, Level)], language, reader)
    told = set() if style.length is Length.FULL else {span.fact for span in first.spans}
    ranked = [
        fact for fact in rank(facts, reader) if materiality(fact, reader) >= MATERIAL and fact.id not in told
    ]
    sections = []
    for name, kinds in SECTIONS.items():
        chosen = [fact for fact in ranked if isinstance(fact, kinds)]
        if style.length is not Length.FULL:
            chosen = _few_of_a_kind(chosen)
        said = tuple(_paragraph(chosen, style))
        if name == "changed" and said and reader.said and all(is_known(fact, reader) for fact in facts):
            said = (sentence_of([Span(language.text("unmoved"))]), *said)
        if said:
            sections.append(Section(name, language.section(name), said))
    if not sections and facts:
        calm = sentence_of([Span(language.text("calm"))])
        sections.append(Section("changed", language.section("changed"), (calm,)))
    return Text(first, tuple(sections))


def _few_of_a_kind(facts: Sequence[Fact]) -> list[Fact]:
    """Return facts with at most one that is unusual, and, last, at most one change that has no cause."""
    without = [fact for fact in facts if isinstance(fact, Driver) and not (fact.single and fact.shares)]
    unusual = [fact for fact in facts if isinstance(fact, Unusual)]
    left = {fact.id for fact in (*without, *unusual[1:])}
    return [*(fact for fact in facts if fact.id not in left), *without[:1]]


def sentence(fact: Fact, style: Style | None = None) -> Sentence:
    """Return one fact as a sentence of its own."""
    style = style or Style(tone=Tone.PLAIN)
    return sentence_of(clause(fact, Voice(style.language, moved=style.tone is Tone.VIVID)))


def _paragraph(facts: Sequence[Fact], style: Style) -> Iterable[Sentence]:
    """Yield the sentences of one section; short ones of one kind are joined in pairs.

    What was counted opens with its period, where that is not the period of the sentence before.
    """
    left, period = list(facts), None
    for _ in range(SENTENCES[style.length]):
        if not left:
            return
        fact = left.pop(0)
        opens = isinstance(fact, Level | Unusual) and fact.subject.span.period != period
        period = fact.subject.span.period
        start = opening(fact, style.language) if opens else ()
        spans = (*start, *_whole(fact, style, opened=opens))
        partner = next((other for other in left if _belongs(fact, other)), None)
        joined = None if partner is None else _joined(spans, fact, partner, style)
        if joined is not None and partner is not None and len(joined.text) <= JOINED_LENGTH:
            left.remove(partner)
            yield joined
        else:
            yield sentence_of(_extended(spans, fact, style))


def _whole(fact: Fact, style: Style, *, lead: bool = True, opened: bool = False) -> Spans:
    voice = Voice(style.language, lead=lead, moved=style.tone is Tone.VIVID, opened=opened)
    return clause(fact, voice)


def _belongs(fact: Fact, other: Fact) -> bool:
    """Whether two facts make one thought: levels of the same period set against the same thing."""
    return (
        isinstance(fact, Level)
        and isinstance(other, Level)
        and fact.reference is not None
        and other.reference is not None
        and fact.reference.kind is other.reference.kind
        and fact.subject.span.period == other.subject.span.period
    )


def _joined(spans: Spans, fact: Fact, other: Fact, style: Style) -> Sentence:
    contrast = fact.good is not None and other.good is not None and fact.good is not other.good
    link = style.language.data["joins"]["but" if contrast else "and"]
    return sentence_of((*spans, Span(link), *_whole(other, style, lead=False)))


def _extended(spans: Spans, fact: Fact, style: Style) -> Spans:
    """Add what a sentence has room for: a second comparison, or how well such forecasts did."""
    voice = Voice(style.language, lead=False)
    if style.length is Length.BRIEF:
        return spans
    if isinstance(fact, Level) and len(fact.references) > 1:
        second = fact.against(Against.VISIT) or fact.references[1]
        return (*spans, *again(fact, second, voice))
    if isinstance(fact, Outlook) and fact.coverage is not None:
        return (*spans, *coverage(fact, voice))
    return spans
