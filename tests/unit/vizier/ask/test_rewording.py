"""What is said of the occasion is set aside, and things said once for several figures or splits are said in full."""

from __future__ import annotations

import pytest

from symphonies.platform.semantics import Unit
from symphonies.platform.vizier.ask.language import tokenise
from symphonies.platform.vizier.ask.linking.values import ValueIndex
from symphonies.platform.vizier.ask.parsing.rewording.owners import owners_first
from symphonies.platform.vizier.ask.parsing.rewording.prefaces import without_prefaces
from symphonies.platform.vizier.ask.parsing.rewording.split_words import said_with_by
from symphonies.platform.vizier.ask.parsing.rewording.taking_out import taken_out_first
from symphonies.platform.vizier.ask.parsing.rewording.topics import each_of_its_figures
from tests.unit.vizier.ask.world import DATES, LEXICON, metric, vocabulary, words

DIMENSIONS = (("supplier",), ("region",), ("supplier", "region"), ("supplier", "number"), ("covenant",))


METRICS = [
    metric("a.limit", "Credit line limit"),
    metric("a.drawn", "Credit line drawn"),
    metric("a.payments", "Supplier payments"),
    metric("a.number", "Number of payments", Unit.COUNT),
    metric("a.value", "Value of payments"),
    metric("a.income", "Net income"),
    metric("a.cost", "Cost of sales"),
    metric("a.sales", "Net sales"),
]
VALUES = ValueIndex(LEXICON)
VALUES.add(("a.entity", "region"), [("Nordics", "Nordics"), ("DACH", "DACH")])
VOCABULARY = vocabulary(METRICS, VALUES, DIMENSIONS)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("credit line: limit and drawn", "credit line limit and credit line drawn"),
        ("limit and drawn on the credit line", "credit line limit and credit line drawn"),
        ("number and value of payments", "number of payments and value of payments"),
        ("net income and cost of sales", "net income and cost of sales"),
        ("credit line limit", "credit line limit"),
    ],
)
def test_one_thing_completes_each_of_its_figures(said: str, meant: str) -> None:
    found = each_of_its_figures(tokenise(said, LEXICON.spelling), VOCABULARY)
    assert [token.stem for token in found] == words(meant)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("region wise net sales", "by region net sales"),
        ("net sales regionwise", "net sales by region"),
        ("supplier wise payments", "supplier payments by supplier"),
        ("net sales month after month", "net sales by month"),
        ("net sales, all the regions", "net sales, by regions"),
        ("net sales, regions separately", "net sales, by regions"),
        ("net sales at region level", "net sales by region"),
        ("net sales with a regional split", "net sales by region"),
        ("net sales of all regions", "net sales of all regions"),
    ],
)
def test_splits_are_said_with_by(said: str, meant: str) -> None:
    found = said_with_by(tokenise(said, LEXICON.spelling), VOCABULARY)
    assert [token.stem for token in found] == words(meant)


@pytest.mark.parametrize("said", ["by the supplier's region", "by region of the supplier"])
def test_what_something_has_is_one_dimension(said: str) -> None:
    found = owners_first(tokenise(said, LEXICON.spelling), VOCABULARY)
    assert [token.stem for token in found if token.stem != "the"] == ["by", "supplier", "region"]


def test_a_number_of_something_counts_it() -> None:
    found = owners_first(tokenise("number of suppliers", LEXICON.spelling), VOCABULARY)
    assert [token.stem for token in found] == words("number of suppliers")


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("net sales for the audit committee", "net sales"),
        ("for tomorrow's board: net sales", "net sales"),
        ("I'm off to the covenant call - net sales by region", "net sales by region"),
        ("ahead of the board meeting, net sales", "net sales"),
        ("the CFO here - net sales", "net sales"),
        ("our auditors want the net sales", "want the net sales"),
        ("net sales for the Nordics", "net sales for the Nordics"),
        ("net sales for the Berlin office", "net sales for the Berlin office"),
        ("DACH for the board meeting", "DACH"),
        ("Nordics: net sales", "Nordics: net sales"),
    ],
)
def test_an_occasion_narrows_nothing(said: str, kept: str) -> None:
    found, aside = without_prefaces(tokenise(said, LEXICON.spelling), VOCABULARY, DATES)
    assert [token.stem for token in found] == words(kept)
    assert bool(aside) == (said != kept)


def test_a_period_before_a_colon_is_the_period_of_the_question() -> None:
    said = tokenise("Q3 board meeting: net sales", LEXICON.spelling)
    assert without_prefaces(said, VOCABULARY, DATES) == (said, [])


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("net sales, leave the Nordics aside", "net sales, leave aside the Nordics"),
        ("net sales, Nordics excluded", "net sales, except Nordics"),
        ("net sales with Nordics left out", "net sales with except Nordics"),
        ("all regions but DACH", "all regions except DACH"),
        ("net sales less Nordics", "net sales except Nordics"),
        ("less than Nordics", "less than Nordics"),
        ("net sales take us to get out", "net sales take us to get out"),
    ],
)
def test_what_takes_out_stands_before_what_is_taken_out(said: str, meant: str) -> None:
    found = taken_out_first(tokenise(said, LEXICON.spelling), VOCABULARY)
    assert [token.stem for token in found] == words(meant)


def test_short_forms_are_words_of_their_own() -> None:
    assert words("I'm what we've they're") == ["i", "am", "what", "we", "have", "they", "are"]
    assert words("5 m what's") == ["5", "m", "what", "s"]
