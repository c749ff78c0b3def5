"""What a follow-up lets go of, and what it brings back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from symphonies.platform.semantics import Op, Unit
from symphonies.platform.vizier.ask.language import Amount, Token, tokenise
from symphonies.platform.vizier.ask.linking import ValueTerm
from symphonies.platform.vizier.ask.linking.values import ValueIndex
from symphonies.platform.vizier.ask.parsing import Reading, Threshold, ValueMention, lifted
from symphonies.platform.vizier.ask.parsing.lifting import of_lifting
from symphonies.platform.vizier.ask.parsing.reading import Lift
from tests.unit.vizier.ask.world import LEXICON, metric, vocabulary

VOCABULARY = vocabulary([metric("a.open", "Receivables", Unit.MONEY)], ValueIndex(LEXICON))
AUSTRIA = ValueMention(((ValueTerm(("a.party", "country"), "AT", "AT"), 1.0),), "Austria")


def read(said: Sequence[Token]) -> Reading:
    """Read no more than whether Austria is named."""
    named = any(each.stem == "austria" for each in said)
    return Reading(values=[AUSTRIA] if named else [])


@pytest.mark.parametrize(
    ("said", "lift"),
    [
        ("drop the limit again", Lift.LIMITS),
        ("and without that threshold?", Lift.LIMITS),
        ("show me all of them", Lift.LIST),
        ("back to the group", Lift.GROUP),
        ("and for the whole company?", Lift.GROUP),
        ("and in total?", Lift.TOTAL),
        ("put Austria back in", Lift.LEFT_OUT),
    ],
)
def test_what_is_let_go_of_is_told_by_few_words(said: str, lift: Lift) -> None:
    found = of_lifting(tokenise(said), VOCABULARY, read)
    assert found is not None
    assert (found.lift, found.follows) == (lift, True)


@pytest.mark.parametrize("said", ["only Austria", "receivables by entity", "which of them are late"])
def test_other_questions_let_go_of_nothing(said: str) -> None:
    assert of_lifting(tokenise(said), VOCABULARY, read) is None


def test_a_limit_that_was_there_goes_and_one_that_was_not_is_asked_about() -> None:
    limited = Reading(threshold=Threshold(Op.GT, Amount(5.0, None, None, 0)))
    now = Reading(lift=Lift.LIMITS, follows=True)
    assert lifted(limited, now, VOCABULARY)[0].threshold is None
    assert lifted(Reading(), now, VOCABULARY)[1].unknown == ["limit"]


def test_what_was_left_out_is_counted_in_again_and_nothing_else_is_limited() -> None:
    out = Reading(values=[replace(AUSTRIA, negative=True)])
    now = Reading(lift=Lift.LEFT_OUT, values=[AUSTRIA], follows=True)
    before, then = lifted(out, now, VOCABULARY)
    assert (before.values, then.values) == ([], [])
    assert lifted(Reading(), now, VOCABULARY)[1].unknown == ["Austria"]
