"""Lengths of time that a word beside them makes days of, seen from 31 October 2026."""

from __future__ import annotations

from datetime import date

import pytest

from symphonies.kernel import Calendar
from symphonies.platform.vizier.ask.language import DateGrammar, is_plural, load_lexicon, tokenise

GRAMMAR = DateGrammar(load_lexicon(), Calendar(), date(2026, 10, 31))


@pytest.mark.parametrize(
    ("text", "length", "first", "last"),
    [
        ("13-week cash forecast", "13-week", "2026-11-01", "2027-01-30"),
        ("12 month revenue outlook", "12 month", "2026-11-01", "2027-10-31"),
        ("forecast of cash over 6 weeks", "over 6 weeks", "2026-11-01", "2026-12-12"),
        ("24-month trend", "24-month", "2024-11-01", "2026-10-31"),
        ("on track for the year", "year", "2026-01-01", "2026-12-31"),
        ("orders during the quarter", "quarter", "2026-10-01", "2026-12-31"),
    ],
)
def test_a_length_is_of_the_days_that_the_word_beside_it_tells(
    text: str, length: str, first: str, last: str
) -> None:
    tokens = tokenise(text, GRAMMAR.lexicon.spelling)
    start = next(place for place, token in enumerate(tokens) if token.start == text.index(length))
    found = GRAMMAR.at(tokens, start)
    assert found is not None
    when, end = found
    assert (str(when.period.start), str(when.period.last_day)) == (first, last)
    assert tokens[end - 1].end == text.index(length) + len(length)


@pytest.mark.parametrize("text", ["customers over 6 months late", "the year before the merger", "13 week"])
def test_a_length_alone_names_no_days(text: str) -> None:
    tokens = tokenise(text, GRAMMAR.lexicon.spelling)
    assert all(
        found is None or tokens[place].text in ("year", "the")
        for place, found in ((place, GRAMMAR.at(tokens, place)) for place in range(len(tokens)))
    )


@pytest.mark.parametrize(
    ("word", "plural"), [("bills", True), ("bill", False), ("forcast", False), ("is", False)]
)
def test_a_slip_of_the_finger_is_no_plural(word: str, plural: bool) -> None:
    (token,) = tokenise(word)
    assert is_plural(token) is plural
