"""Questions about obligations, and what they accept."""

from __future__ import annotations

import pytest

from symphonies.platform.retrieval import Kind, extract, parse_question

LONG = "The Customer shall pay each invoice within ninety (90) days of receipt."
SIXTY = "The Customer shall pay each invoice within two months of receipt."


@pytest.mark.parametrize(
    ("question", "accepted"),
    [
        ("which contracts let customers pay after 60 days?", [LONG]),
        ("contracts with payment terms of at least sixty days", [LONG, SIXTY]),
        ("agreements where payment is due in less than 3 months", [SIXTY]),
        ("contracts with payment terms", [LONG, SIXTY]),
        ("contracts under which suppliers pay after 10 days", []),
        ("contracts with a rebate above 3 %", []),
        ("who may pay us later than two months after the invoice?", [LONG]),
        ("which customers are allowed to pay within 60 days", [SIXTY]),
    ],
)
def test_a_question_accepts_what_it_asks_for(question: str, accepted: list[str]) -> None:
    asked = parse_question(question)
    assert asked is not None
    terms = [term for text in (LONG, SIXTY) for term in extract(text)]
    assert [term.sentence for term in terms if asked.accepts(term)] == accepted


def test_kinds_are_told_apart() -> None:
    kinds = {
        "what notice period do our contracts have": Kind.NOTICE_PERIOD,
        "which agreements cap liability below EUR 1 million": Kind.LIABILITY_CAP,
        "contracts that renew automatically": Kind.RENEWAL,
        "contracts indexed to CPI": Kind.INDEXATION,
        "which contracts auto-renew": Kind.RENEWAL,
        "is there any contract without a liability cap": Kind.LIABILITY_CAP,
    }
    for question, kind in kinds.items():
        asked = parse_question(question)
        assert asked is not None
        assert asked.kind is kind


@pytest.mark.parametrize(
    "question",
    [
        "DSO",
        "revenue by region",
        "contract value",
        "payments last month",
        "what can we expect to pay in 30 days",
        "what must we pay in the next 14 days",
        "who pays later than 60 days",
        "",
        "x" * 10_000,
    ],
)
def test_other_questions_are_left_to_others(question: str) -> None:
    assert parse_question(question) is None
