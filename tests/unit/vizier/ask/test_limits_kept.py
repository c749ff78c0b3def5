"""Values inside a figure's name stay limits; what only explains a figure is no second one; first ones are ranked."""

from __future__ import annotations

import pytest

from symphonies.platform.semantics import Dimension, Unit
from symphonies.platform.vizier.ask.language import stems_of, tokenise
from symphonies.platform.vizier.ask.linking.values import ValueIndex
from symphonies.platform.vizier.ask.parsing.in_names import limits_in_names
from symphonies.platform.vizier.ask.parsing.reading import MetricMention, Reading
from symphonies.platform.vizier.ask.parsing.rewording.explained import without_explanation
from symphonies.platform.vizier.ask.parsing.rewording.owners import owners_first
from symphonies.platform.vizier.ask.parsing.rewording.plainly import said_plainly
from tests.unit.vizier.ask.world import DATES, LEXICON, metric, vocabulary

METRICS = [
    metric("a.tests", "Control tests", Unit.COUNT, ["SOX tests", "tests", "tests of paper"]),
    metric("a.liquidity", "Liquidity", Unit.COUNT),
    metric("a.cash", "Cash", Unit.COUNT),
]
VALUES = ValueIndex(LEXICON)
VALUES.add(("a.control", "framework"), [("SOX 404", "SOX 404"), ("COSO", "COSO")])
VALUES.add(("a.control", "medium"), [("paper", "paper"), ("screen", "screen")])
PATHS = {
    name: Dimension(f"control.{name}", name, "a.control", name, "string", ())
    for name in ("framework", "medium")
}
VOCABULARY = vocabulary(METRICS, VALUES, [("customer", "country")], PATHS)


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
