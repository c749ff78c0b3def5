"""Orders to do something, plain or polite, and questions what should be done; figures may be ordered, too."""

from __future__ import annotations

import pytest

from symphonies.platform.vizier.ask.language import tokenise
from symphonies.platform.vizier.ask.parsing.orders import asks_advice, is_order
from tests.unit.vizier.ask.world import LEXICON


@pytest.mark.parametrize(
    "text",
    [
        "approve every bill",
        "please release the payment run",
        "could you block the supplier",
        "go ahead and cancel the contracts",
        "would you mind sending the list to our customers",
        "settle all overdue payables",
        "cancel the contract, please",
        "they are waiting, please release the payments",
        "remind all customers",
        "tell our customers to pay",
        "make the payments",
        "write off all receivables",
    ],
)
def test_an_order_is_one_however_polite(text: str) -> None:
    assert is_order(tokenise(text, LEXICON.spelling), LEXICON)


@pytest.mark.parametrize(
    "text",
    [
        "could you release the cash figures",
        "please send me the DSO",
        "could you remind us of the DSO",
        "can you post the revenue by region",
        "please book out revenue",
        "reduce this to Germany",
        "raise the limit to 5m",
        "write-offs this year, please",
        "close days by entity",
        "block by reason",
        "send me revenue year to date",
        "please hold revenue against plan",
    ],
)
def test_who_is_to_get_a_figure_asks(text: str) -> None:
    assert not is_order(tokenise(text, LEXICON.spelling), LEXICON)


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("should we sell the business", True),
        ("which supplier should we block", True),
        ("please, what should we do about it", True),
        ("would you invest in us", True),
        ("should we expect less revenue", False),
        ("what cash should we have had", False),
        ("what should have been paid", False),
    ],
)
def test_what_should_be_done_is_no_figure(text: str, advice: bool) -> None:
    assert asks_advice(tokenise(text, LEXICON.spelling)) is advice
