"""Whom a value describes, and who did what a verb says."""

from __future__ import annotations

from dataclasses import replace

import pytest

from symphonies.platform.vizier.ask.language import load_lexicon, tokenise
from symphonies.platform.vizier.ask.linking import DimensionTerm, ValueTerm
from symphonies.platform.vizier.ask.parsing.doers import things
from symphonies.platform.vizier.ask.parsing.spans import Kind, Span
from symphonies.platform.vizier.ask.parsing.steps import Walk
from symphonies.platform.vizier.ask.parsing.steps.parties import party_beside

LEXICON = load_lexicon("en")


def walk(question: str, party: str) -> Walk:
    """Return a walk over a question in which a word is a dimension, though a figure's name may have taken it."""
    tokens = tokenise(question, LEXICON.spelling)
    place = next(place for place, token in enumerate(tokens) if token.stem == party)
    term = DimensionTerm((party,), (party,))
    named = {(place, place + 1): Span(place, place + 1, Kind.DIMENSION, 1.0, dimension=term)}
    return Walk(tokens, (), LEXICON, named)


def told(found: Walk, word: str) -> tuple[str, ...]:
    """Return the party beside a word."""
    place = next(place for place, token in enumerate(found.tokens) if token.stem == word)
    party = party_beside(found, Span(place, place + 1, Kind.VALUE, 1.0))
    return party.words if party is not None else ()


@pytest.mark.parametrize(
    ("question", "word", "party"),
    [
        ("what do swiss customers owe us", "swiss", "customer"),
        ("how much do we owe british suppliers", "british", "supplier"),
        ("how long do customers based in japan take", "japan", "customer"),
        ("what do suppliers from poland bill us", "poland", "supplier"),
    ],
)
def test_a_value_beside_a_party_describes_it(question: str, word: str, party: str) -> None:
    assert told(walk(question, party), word) == (party,)


@pytest.mark.parametrize("question", ["what do customers owe the swiss company", "customers and japan"])
def test_a_value_apart_from_a_party_does_not(question: str) -> None:
    word = "swiss" if "swiss" in question else "japan"
    assert told(walk(question, "customer"), word) == ()


def test_what_stood_inside_a_name_is_read_where_it_was_written() -> None:
    found = walk("how long do british customers take", "customer")
    moved = [found.tokens[3], *found.tokens[:3], *found.tokens[4:]]
    assert told(replace(found, tokens=moved), "british") == ("customer",)


def test_who_spent_is_a_thing_and_no_sort_of_one() -> None:
    centre = ValueTerm(("corporate.cost_centre", "cost_centre"), "CC-150", "Marketing")
    sort = ValueTerm(("invoicing.bill", "category"), "Marketing", "Marketing")
    assert things(((sort, 1.0), (centre, 1.0))) == ((centre, 1.0),)
    assert things(((sort, 1.0),)) == ((sort, 1.0),)
