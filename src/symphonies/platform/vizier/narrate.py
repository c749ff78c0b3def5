"""Sentences made from facts alone; every figure in them is a span linked to its metric."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from symphonies.platform.vizier.facts import Fact
from symphonies.platform.vizier.figures import figure

HEADLINE_LENGTH = 90


@dataclass(frozen=True)
class Span:
    """A piece of a sentence; ``metric`` is set where the piece is a figure."""

    text: str
    metric: str | None = None


@dataclass(frozen=True)
class Sentence:
    """Spans that read as one sentence."""

    spans: tuple[Span, ...]

    @property
    def text(self) -> str:
        """The sentence as plain text."""
        return "".join(span.text for span in self.spans)


def _verb(title: str) -> str:
    """Return ``is`` or ``are`` by the head of a title: what stands before ``in``, ``of`` or ``to``."""
    head = re.split(r" (?:in|of|to|per) ", title.lower())[0]
    plural = " and " in head or (head.endswith("s") and not head.endswith(("ss", "us")))
    return "are" if plural and not head.endswith("days") else "is"


def _position(fact: Fact, reference_name: str) -> str:
    above = (fact.delta or 0.0) > 0
    if fact.unit == "date":
        return f"later than {reference_name}" if above else f"earlier than {reference_name}"
    return f"{'above' if above else 'below'} {reference_name}"


def clause(fact: Fact, *, lead: bool) -> tuple[Span, ...]:
    """Return the fact as a clause: what it is, and how far from what it is set against."""
    title = fact.title if lead else fact.title[0].lower() + fact.title[1:]
    if not lead and fact.title[:2].isupper():
        title = fact.title
    spans = [
        Span(f"{title} {_verb(fact.title)} "),
        Span(figure(fact.value, fact.unit, fact.currency), fact.metric),
    ]
    if fact.reference is not None and fact.delta is not None:
        gap = figure(abs(fact.delta), fact.unit, fact.currency, change=True)
        if gap == figure(0.0, fact.unit, fact.currency, change=True):
            spans.append(Span(f", as {'planned' if fact.reference[0] == 'plan' else fact.reference[0]}"))
        else:
            spans += [Span(", "), Span(gap, fact.metric), Span(f" {_position(fact, fact.reference[0])}")]
    return tuple(spans)


def sentence(fact: Fact) -> Sentence:
    """Return one fact as a sentence of its own."""
    return Sentence((*clause(fact, lead=True), Span(".")))


def headline(facts: Iterable[Fact]) -> Sentence:
    """Return the message of a page: its first fact, joined by the most material other one.

    The first fact is the page's subject. The second clause is left out where the sentence would
    pass ``HEADLINE_LENGTH`` characters or nothing else moved.
    """
    facts = list(facts)
    if not facts:
        return Sentence((Span("No figures yet: connect a source to begin."),))
    subject, *others = facts
    lead = clause(subject, lead=True)
    for other in sorted(others, key=lambda fact: fact.materiality, reverse=True):
        contrast = other.good is False and subject.good is not False
        link = Span("; but " if contrast else "; ")
        joined = Sentence((*lead, link, *clause(other, lead=False), Span(".")))
        if other.reference is not None and len(joined.text) <= HEADLINE_LENGTH:
            return joined
    return Sentence((*lead, Span(".")))
