"""When a person corrects: a choice taken after a question back, or ``no, I meant …``."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from symphonies.platform.vizier.ask.grounding import Outcome, Plan
from symphonies.platform.vizier.ask.language import Lexicon
from symphonies.platform.vizier.ask.parsing import Offer, Reading

_OFFERED = 3
_KNOWN = 0.98
"""Who said a name in full only changed their mind: nothing is learned from that."""


@dataclass(frozen=True)
class Noticed:
    """A phrase and what was meant by it.

    Attributes:
        said: the phrase.
        metric: the metric meant; None where it was a split.
        dimension: the path of the dimension meant; None where it was a figure.
        question: in which it was said.
        read_as: the metric or the path it was read as; None where it was not understood, or asked about.
    """

    said: str
    metric: str | None
    dimension: str | None
    question: str
    read_as: str | None = None


def said_instead(question: str, lexicon: Lexicon) -> str | None:
    """Return what follows ``no, I meant``; None where a question does not correct."""
    rest = disclaimed(question, lexicon)
    found = _after(question if rest is None else rest, lexicon.corrects)
    return found or rest or None


def disclaimed(question: str, lexicon: Lexicon) -> str | None:
    """Return what follows ``that is not what I meant``, maybe nothing; None where a question is none such."""
    return _after(question, lexicon.disclaims)


def _after(text: str, openings: Sequence[str]) -> str | None:
    """Return what follows the first of several openings; None where a text has none of them."""
    for opening in openings:
        words = r"\W+".join(re.escape(word) for word in opening.split())
        found = re.match(rf"\W*{words}\b\W*(?:but\b\W*)?(.*)", text, re.IGNORECASE | re.DOTALL)
        if found is not None:
            return found[1]
    return None


def others(before: Reading, titles: Callable[[str, str | None], str]) -> Offer | None:
    """Return the figures that the question before may have meant as well, as whole questions.

    Args:
        before: what it was read as.
        titles: what a metric, and its variant, is called.
    """
    if len(before.metrics) != 1:
        return None
    mention = before.metrics[0]
    choices = tuple(
        (_in_place(before.question, mention.text, titles(metric, variant)), metric)
        for (metric, variant), _ in mention.candidates[1 : 1 + _OFFERED]
    )
    return Offer(mention.text, choices) if choices else None


def _in_place(question: str, said: str, title: str) -> str:
    found = re.search(rf"(?<!\w){re.escape(said)}(?!\w)", question, re.IGNORECASE)
    return title if found is None else f"{question[: found.start()]}{title}{question[found.end() :]}"


def noticed(question: str, before: Reading, outcome: Outcome, *, instead: bool) -> Noticed | None:
    """Return what a question teaches of the one before it.

    Args:
        question: As asked.
        before: What the one before was read as.
        outcome: What the question came to.
        instead: Whether it opened as ``no, I meant``.
    """
    if not isinstance(outcome, Plan):
        return None
    metric = outcome.query.metrics[0]
    offer = before.offer
    if offer is not None and dict(offer.choices).get(question.strip()) == metric:
        return Noticed(offer.said, metric, None, before.question)
    return _instead(before, outcome) if instead else None


def _unclear(before: Reading) -> str:
    """Return the words that were not understood, with the name of a figure they stand beside."""
    unknown = " ".join(before.unknown)
    beside = [
        f"{one} {other}"
        for mention in before.metrics[:1]
        for one, other in ((mention.text, unknown), (unknown, mention.text))
    ]
    return next((text for text in beside if text.lower() in before.question.lower()), unknown)


def _instead(before: Reading, plan: Plan) -> Noticed | None:
    metric = plan.query.metrics[0]
    if before.unknown:
        return Noticed(_unclear(before), metric, None, before.question)
    if not before.metrics:
        return None
    mention = before.metrics[0]
    meant = {name for (name, _), _ in mention.candidates[:1]}
    if metric not in meant:
        (taken, _), fit = mention.candidates[0]
        return None if fit >= _KNOWN else Noticed(mention.text, metric, None, before.question, taken)
    if len(before.groups) == 1 and len(plan.query.by) == 1:
        term, path = before.groups[0], plan.query.by[0]
        said = " ".join(term.words)
        taken = min(term.paths, key=lambda each: (each.count("."), each), default=None)
        return None if path in term.paths else Noticed(said, None, path, before.question, taken)
    return None
