"""Which of several near figures is meant: by the words around one, by the unit asked for, by what a ratio counts."""

from __future__ import annotations

from dataclasses import replace

import pytest

from symphonies.platform.semantics import Dimension, Unit
from symphonies.platform.semantics.catalog.formula import parse_formula
from symphonies.platform.vizier.ask.grounding.draft import Draft
from symphonies.platform.vizier.ask.grounding.halves import upper_half
from symphonies.platform.vizier.ask.language import tokenise
from symphonies.platform.vizier.ask.linking.values import ValueIndex
from symphonies.platform.vizier.ask.parsing import Reading
from symphonies.platform.vizier.ask.parsing.parser import Parser
from symphonies.platform.vizier.ask.parsing.rewording.asked_of import asked_of_it
from tests.unit.vizier.ask.world import DATES, LEXICON, metric, vocabulary

METRICS = [
    metric("a.income", "Net income", synonyms=["profit after tax"]),
    metric("a.tax", "Income tax", synonyms=["tax"]),
    metric("a.margin", "Margin", Unit.RATIO, ["profitable"]),
    metric("a.sales", "Sales"),
    metric("a.credits", "Credit notes"),
    metric("a.tests", "Control tests", Unit.COUNT),
    metric("a.late", "Days late", Unit.DAYS),
    metric("a.overdue", "Overdue invoices"),
    replace(
        metric("a.passed", "Controls passed", Unit.RATIO),
        description="Tests with the result effective divided by all tests.",
        formula=parse_formula("a.good / a.tests", "test"),
    ),
]
VALUES = ValueIndex(LEXICON)
VALUES.add(("a.test", "result"), [("effective", "effective"), ("ineffective", "ineffective")])
VALUES.add(("a.test", "country"), [("DE", "Germany"), ("AT", "Austria")])
PATHS = {
    name: Dimension(f"test.{name}", name, "a.test", name, "string", ()) for name in ("result", "country")
}
WORLD = vocabulary(METRICS, VALUES, [("company",)], PATHS)
PARSER = Parser(WORLD, DATES)


def named(reading: Reading) -> list[str]:
    return [mention.candidates[0][0][0] for mention in reading.metrics]


@pytest.mark.parametrize(
    ("question", "figures"),
    [
        ("which company earned the least after tax", ["a.income"]),
        ("income tax by company", ["a.tax"]),
        ("least profitable companies, net income", ["a.income"]),
        ("most profitable companies and sales", ["a.margin", "a.sales"]),
    ],
)
def test_a_figure_that_only_helps_to_name_another_gives_way(question: str, figures: list[str]) -> None:
    assert named(PARSER.parse(question)) == figures


@pytest.mark.parametrize("question", ["what was earned before tax", "sales net of credit notes"])
def test_what_is_taken_off_a_figure_and_stands_in_no_name_is_unknown(question: str) -> None:
    assert PARSER.parse(question).unknown


def test_an_amount_is_limited_by_its_age_and_not_taken_for_days() -> None:
    reading = PARSER.parse("how much of overdue invoices is more than 90 days late")
    assert "a.late" not in named(reading)
    assert reading.threshold is not None
    assert reading.threshold.amount.unit == "days"


@pytest.mark.parametrize(
    ("question", "changed"), [("sales that fell due", False), ("sales fell last month", True)]
)
def test_what_falls_due_does_not_fall(question: str, changed: bool) -> None:
    assert bool(PARSER.parse(question).asks & {"change"}) is changed


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("of the control tests, how many are late", "how many of the control tests are late"),
        ("of late, sales", "of late , sales"),
        ("sales of Austria, how much", "sales of Austria , how much"),
    ],
)
def test_what_is_asked_of_something_said_first_goes_before_it(question: str, told: str) -> None:
    found = asked_of_it(tokenise(question, LEXICON.spelling), WORLD)
    assert " ".join(token.text for token in found) == told


@pytest.mark.parametrize(
    ("question", "figure", "values"),
    [
        ("what share of control tests came out effective", "a.passed", []),
        ("what share of control tests in Germany came out effective", "a.passed", ["Germany"]),
        ("what share of control tests came out ineffective", "a.tests", ["ineffective"]),
        ("how many control tests came out effective", "a.tests", ["effective"]),
    ],
)
def test_a_share_of_what_a_ratio_counts_is_that_ratio(question: str, figure: str, values: list[str]) -> None:
    reading = PARSER.parse(question)
    draft = Draft((named(reading)[0],), {}, 1.0, [])
    upper_half(reading, draft, question, WORLD)
    assert draft.metrics == (figure,)
    assert [each.text for each in reading.values] == values
