"""What moved first is called in the reader's language, and its verb agrees with it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from symphonies.kernel import Grain, Period
from symphonies.platform.semantics import Direction
from symphonies.platform.vizier.check import check
from symphonies.platform.vizier.facts import Against, Driver, Mover, Share, Slice, Subject, Timespan
from symphonies.platform.vizier.narrate import Style, load_language, sentence

PRODUCTS = tuple(Path("src/symphonies/products").resolve().glob("*"))
OCTOBER = Timespan(Period(date(2026, 10, 1), date(2026, 11, 1)), Grain.MONTH, "2026-10")
UK = Slice("entity.region", "UK", "UK", "region")


def fell(*upstream: Mover) -> Driver:
    subject = Subject("corp.cash", "Cash position", "money", "EUR", Direction.UP, OCTOBER)
    shares = (Share(scope=(UK,), value=-14e6),)
    return Driver(
        subject=subject, change=-15e6, against=Against.PERIOD, shares=shares, upstream=upstream, base=6e7
    )


def test_in_english_names_that_are_no_words_keep_their_capitals() -> None:
    found = fell(Mover("corp.ebitda", "EBITDA"), Mover("corp.cash_out", "Cash outflow"))
    said = sentence(found).text
    assert said.endswith(", after EBITDA and cash outflow had moved first.")
    assert check(said, [found]).stands


def test_in_german_they_have_their_names_and_articles() -> None:
    language = load_language("de", PRODUCTS)
    for count, verb in [(1, "hatte."), (2, "hatten.")]:
        found = fell(*[Mover("corp.cash_out", "Cash outflow"), Mover("corp.ebitda", "EBITDA")][:count])
        said = sentence(found, Style(language=language)).text
        assert "outflow" not in said
        assert said.endswith(verb)
        assert check(said, [found], language).stands
