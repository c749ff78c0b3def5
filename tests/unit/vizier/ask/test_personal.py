"""Whose pay is asked for, of which no figure is kept."""

from __future__ import annotations

import pytest

from symphonies.platform.vizier.ask.grounding.personal import paid_office
from symphonies.platform.vizier.ask.language import load_lexicon

LEXICON = load_lexicon()


@pytest.mark.parametrize(
    ("question", "office"),
    [
        ("what does the head of sales earn", "the head of sales"),
        ("how much did our treasurer make last year", "our treasurer"),
        ("somebody in payables makes more than 100k. Who is it?", "somebody in payables"),
    ],
)
def test_an_office_that_earns_is_named(question: str, office: str) -> None:
    assert paid_office(question, LEXICON) == office


@pytest.mark.parametrize(
    "question",
    [
        "what did we earn in Germany",
        "how much did customers pay",
        "revenue by manager",
        "what do terminals make us",
    ],
)
def test_what_a_company_earns_is_no_pay(question: str) -> None:
    assert paid_office(question, LEXICON) is None
