"""Values set against each other, amounts below nothing, and times that are only pointed at."""

from __future__ import annotations

import pytest

from symphonies.platform.semantics import Op
from symphonies.platform.vizier.ask.linking.values import ValueIndex
from symphonies.platform.vizier.ask.parsing import Parser, Reading
from tests.unit.vizier.ask.world import DATES, LEXICON, metric, vocabulary

DIMENSIONS = (("entity",), ("service",), ("customer",))
METRICS = [
    metric(f"a.{title}", title) for title in ("Net profit", "Sales", "Cash", "Cash outflow", "Open findings")
]
VALUES = ValueIndex(LEXICON)
VALUES.add(("a.invoice", "delivery"), [("paper", "paper"), ("electronic", "electronic")])
VALUES.add(("a.finding", "severity"), [("critical", "critical"), ("high", "high")])
PARSER = Parser(vocabulary(METRICS, VALUES, DIMENSIONS), DATES)


def parse(question: str) -> Reading:
    return PARSER.parse(question)


@pytest.mark.parametrize(
    "asked", ["sales, paper vs electronic, 2026 so far", "sales paper vs electronic in Q3"]
)
def test_values_that_are_set_against_each_other_leave_the_days_alone(asked: str) -> None:
    reading = parse(asked)
    assert [each.text for each in reading.values] == ["paper", "electronic"]
    assert reading.contrast
    assert reading.when is not None
    assert reading.compared_to is None
    assert not reading.unknown


def test_days_are_set_against_each_other_where_no_values_are() -> None:
    reading = parse("sales Q3 vs Q2")
    assert reading.compared_to is not None


def test_an_idle_word_is_a_value_beside_another_one_it_is_set_against() -> None:
    reading = parse("open findings critical vs high by entity")
    assert [each.text for each in reading.values] == ["critical", "high"]


@pytest.mark.parametrize("other", ["services", "levels"])
def test_what_a_value_is_set_against_is_asked_about_where_it_is_none(other: str) -> None:
    assert parse(f"sales paper vs {other} this year").unknown == [other]


@pytest.mark.parametrize(
    ("asked", "op", "value"),
    [
        ("which entities made a loss in Q3 (net profit below zero)", Op.LT, 0.0),
        ("which entities made a loss of more than 100k", Op.LT, -100_000.0),
        ("which entities made a loss, net profit below -100k", Op.LT, -100_000.0),
        ("which entities made a loss in Q3", Op.LT, 0.0),
    ],
)
def test_a_loss_is_a_profit_below_nothing_whoever_says_so(asked: str, op: Op, value: float) -> None:
    limit = parse(asked).threshold
    assert limit is not None
    assert (limit.op, limit.amount.value) == (op, value)


def test_what_something_is_not_called_is_left_out() -> None:
    reading = parse("open findings not rated critical")
    assert [each.negative for each in reading.values] == [True]
    assert not reading.unknown


def test_a_particle_stays_with_its_verb_before_a_period() -> None:
    assert [each.candidates[0][0][0] for each in parse("cash out Q3").metrics] == ["a.Cash outflow"]
    assert [each.candidates[0][0][0] for each in parse("cash in Q3").metrics] == ["a.Cash"]


@pytest.mark.parametrize(
    ("asked", "follows"),
    [("what were sales in the same period", True), ("what were sales in the same region", False)],
)
def test_a_time_that_is_pointed_at_leans_on_the_question_before(asked: str, follows: bool) -> None:
    assert parse(asked).follows is follows
