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
    }
    for question, kind in kinds.items():
        asked = parse_question(question)
        assert asked is not None
        assert asked.kind is kind


@pytest.mark.parametrize(
    "question", ["DSO", "revenue by region", "contract value", "payments last month", "", "x" * 10_000]
)
def test_other_questions_are_left_to_others(question: str) -> None:
    assert parse_question(question) is None
