"""Sayings are understood as a whole, and a word of English is no slip of another one."""

from __future__ import annotations

from datetime import timedelta

from symphonies.kernel import Grain
from symphonies.platform.semantics import Direction, Metric, MetricType, Unit
from symphonies.platform.vizier.ask.language import load_lexicon, stems_of, tokenise
from symphonies.platform.vizier.ask.linking import NameIndex
from symphonies.platform.vizier.ask.parsing.spelling import Speller

OWED = Metric(
    "a.open",
    "Receivables",
    "What customers owe.",
    MetricType.STOCK,
    Unit.MONEY,
    Direction.DOWN,
    "a",
    "collections",
    timedelta(days=1),
    Grain.DAY,
    sayings=("what customers owe us",),
)
INDEX = NameIndex([OWED], load_lexicon())


def fits(text: str) -> bool:
    return ("a.open", None) in INDEX.fit(stems_of(text))


def test_a_saying_is_understood_as_a_whole() -> None:
    assert fits("what customers owe us")
    assert fits("what do our customers still owe us")


def test_no_part_of_a_saying_names_anything() -> None:
    assert not fits("customers owe us")
    assert not fits("customers")
    assert not fits("what we owe customers")


def test_a_word_of_english_is_no_slip() -> None:
    speller = Speller(load_lexicon(), ["stock", "revenue"])
    mended = speller.mend(tokenise("stuck revenu"))
    assert [token.stem for token in mended.tokens] == ["stuck", "revenue"]
