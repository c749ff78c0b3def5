"""Ages and bounds are said in many ways, and read as one; people's things are said plainly."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from symphonies.platform.semantics import Unit
from symphonies.platform.vizier.ask.language import Token, tokenise
from symphonies.platform.vizier.ask.linking.values import ValueIndex
from symphonies.platform.vizier.ask.parsing.rewording.ages import old_in_days
from symphonies.platform.vizier.ask.parsing.rewording.bounds import said_before_amount
from symphonies.platform.vizier.ask.parsing.rewording.taking_out import taken_out_first
from tests.unit.vizier.ask.world import LEXICON, metric, vocabulary

VALUES = ValueIndex(LEXICON)
VALUES.add(("a.party", "supplier"), [("S1", "Kestrel Devices Pte"), ("S2", "Corvin Stores GmbH")])
VALUES.add(("a.party", "other"), [("S3", "Corvin Stores 2 AG"), ("S4", "Elbtal Labs Oy")])
VALUES.add(("a.account", "bank"), [("Thames Bank", "Thames Bank"), ("Hanse Bank", "Hanse Bank")])
VOCABULARY = vocabulary([metric("a.tests", "Control tests", Unit.COUNT)], VALUES)


def stems(said: Sequence[Token]) -> str:
    """Return the stems of tokens in one line."""
    return " ".join(token.stem for token in said)


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("older than 3 months", "older than 90 day"),
        ("and how much of that is more than 90 days old", "and how much of that is more than 90 day"),
        ("only what is 90 days plus", "only what is 90 day or more"),
        ("overdue for two weeks or longer", "overdue for 14 day or more"),
        ("more than 90 days", "more than 90 day"),
    ],
)
def test_ages_are_days(said: str, read: str) -> None:
    assert stems(old_in_days(tokenise(said), VOCABULARY)) == read


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("owe 100k plus", "owe at least 100 k"),
        ("balance of 1 million minimum", "balance of at least 1 million"),
        ("revenue not below 5m", "revenue at least 5 m"),
        ("margin at or below 15 %", "margin at most 15 %"),
        ("over 100k but under 250k", "between 100 k and 250 k"),
        ("above the 1m mark", "above 1 m"),
        ("revenue plus 3 others", "revenue plus 3 other"),
    ],
)
def test_bounds_stand_before_their_amount(said: str, read: str) -> None:
    assert stems(said_before_amount(tokenise(said), VOCABULARY)) == read


def test_the_same_but_for_another_takes_nothing_out() -> None:
    assert (
        stems(taken_out_first(tokenise("same thing, but for Japan"), VOCABULARY)) == "same thing , for japan"
    )
    assert "except for" in stems(taken_out_first(tokenise("everything but for Japan"), VOCABULARY))


def test_firms_are_known_by_their_form_and_by_a_part_that_is_their_own() -> None:
    assert {term.key for term in VALUES.fit(("corvin", "store", "ag"))} == {"S3"}
    assert {term.key for term in VALUES.fit(("corvin", "store"))} == {"S2"}
    assert {term.key for term in VALUES.fit(("thame",))} == {"Thames Bank"}
    assert VALUES.fit(("bank",)) == {}
