"""Values inside a figure's name stay limits; what only explains a figure is no second one; first ones are ranked."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from symphonies.kernel import Calendar, Grain
from symphonies.platform.semantics import Dimension, Direction, Metric, MetricType, Unit
from symphonies.platform.vizier.ask.language import DateGrammar, load_lexicon, stems_of, tokenise
from symphonies.platform.vizier.ask.linking import DimensionTerm, NameIndex, Vocabulary
from symphonies.platform.vizier.ask.linking.values import ValueIndex
from symphonies.platform.vizier.ask.parsing.in_names import limits_in_names
from symphonies.platform.vizier.ask.parsing.reading import MetricMention, Reading
from symphonies.platform.vizier.ask.parsing.rewording.explained import without_explanation
from symphonies.platform.vizier.ask.parsing.rewording.owners import owners_first
from symphonies.platform.vizier.ask.parsing.rewording.plainly import said_plainly

LEXICON = load_lexicon()
DATES = DateGrammar(LEXICON, Calendar(), date(2026, 10, 31))


def metric(name: str, title: str, *synonyms: str) -> Metric:
    return Metric(
        name,
        title,
        "",
        MetricType.FLOW,
        Unit.COUNT,
        Direction.UP,
        "a",
        "b",
        timedelta(days=1),
        Grain.MONTH,
        synonyms=synonyms,
    )


METRICS = [
    metric("a.tests", "Control tests", "SOX tests", "tests", "tests of paper"),
    metric("a.liquidity", "Liquidity"),
    metric("a.cash", "Cash"),
]
VALUES = ValueIndex(LEXICON)
VALUES.add(("a.control", "framework"), [("SOX 404", "SOX 404"), ("COSO", "COSO")])
VALUES.add(("a.control", "medium"), [("paper", "paper"), ("screen", "screen")])
PATHS = {
    name: Dimension(f"control.{name}", name, "a.control", name, "string", ())
    for name in ("framework", "medium")
}
VOCABULARY = Vocabulary(
    {each.id: each for each in METRICS},
    NameIndex(METRICS, LEXICON),
    {("customer", "country"): DimensionTerm(("customer", "country"), ("customer.country",))},
    VALUES,
    {each.id: PATHS for each in METRICS},
    {},
    LEXICON,
)


def named(text: str) -> Reading:
    return Reading(metrics=[MetricMention(((("a.tests", None), 1.0),), text, stems_of(text))])


@pytest.mark.parametrize(("text", "keys"), [("SOX tests", ["SOX 404"]), ("control tests", []), ("tests", [])])
def test_a_value_inside_a_name_limits(text: str, keys: list[str]) -> None:
    found = limits_in_names(named(text), VOCABULARY)
    assert [term.key for mention in found for term, _ in mention.candidates] == keys


@pytest.mark.parametrize(
    ("question", "left", "aside"),
    [
        ("Liquidity: cash plus credit lines, by region", "Liquidity , by region", ["cash plus credit lines"]),
        ("Liquidity - cash plus credit lines", "Liquidity", ["cash plus credit lines"]),
        ("Liquidity: cash and credit lines", "Liquidity cash and credit lines", []),
        ("Liquidity: Nordics plus DACH", "Liquidity Nordics plus DACH", []),
    ],
)
def test_a_reckoning_behind_a_figure_is_set_aside(question: str, left: str, aside: list[str]) -> None:
    tokens, found = without_explanation(tokenise(question), VOCABULARY, DATES)
    assert (" ".join(token.text for token in tokens), found) == (left, aside)


@pytest.mark.parametrize(
    ("question", "plain"),
    [
        ("just the first eight", "just the top eight"),
        ("the first 9 months", "the first 9 months"),
        ("the first quarter", "the first quarter"),
    ],
)
def test_the_first_so_many_are_the_top_ones(question: str, plain: str) -> None:
    assert " ".join(token.text for token in said_plainly(tokenise(question), VOCABULARY)) == plain


def test_an_owner_goes_by_the_word_of_the_catalogue() -> None:
    found = owners_first(tokenise("by client country"), VOCABULARY)
    assert " ".join(token.text for token in found) == "by customer country"
