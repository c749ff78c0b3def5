"""What date phrases name, seen from 31 October 2026."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from symphonies.kernel import Calendar, CalendarKind
from symphonies.platform.vizier.ask.language import DateGrammar, load_lexicon, tokenise

AS_OF = date(2026, 10, 31)
GRAMMAR = DateGrammar(load_lexicon(), Calendar(), AS_OF)


def read(text: str, grammar: DateGrammar = GRAMMAR) -> tuple[str, str]:
    tokens = tokenise(text, grammar.lexicon.spelling)
    found = grammar.at(tokens, 0)
    assert found is not None, text
    assert found[1] == len(tokens), text
    return str(found[0].period.start), str(found[0].period.last_day)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("last quarter", "2026-07-01", "2026-09-30"),
        ("this month", "2026-10-01", "2026-10-31"),
        ("ytd", "2026-01-01", "2026-10-31"),
        ("since March", "2026-03-01", "2026-10-31"),
        ("from 1 April to 15 May 2026", "2026-04-01", "2026-05-15"),
        ("between January and June", "2026-01-01", "2026-06-30"),
        ("in the last 6 weeks".removeprefix("in "), "2026-09-20", "2026-10-31"),
        ("last three months", "2026-08-01", "2026-10-31"),
        ("the last two quarters", "2026-04-01", "2026-09-30"),
        ("trailing twelve months", "2025-11-01", "2026-10-31"),
        ("the full year", "2026-01-01", "2026-12-31"),
        ("September month-end", "2026-09-30", "2026-09-30"),
        ("the Q3 quarter end", "2026-09-30", "2026-09-30"),
        ("the whole of the quarter", "2026-10-01", "2026-12-31"),
        ("7/31/26", "2026-07-31", "2026-07-31"),
        ("31.10.25", "2025-10-31", "2025-10-31"),
        ("7-31-26", "2026-07-31", "2026-07-31"),
        ("2026/07/31", "2026-07-31", "2026-07-31"),
        ("5/6/26", "2026-06-05", "2026-06-05"),
        ("9/1/26 - 9/30/26", "2026-09-01", "2026-09-30"),
        ("from 1/9/26 to 30/9/26", "2026-09-01", "2026-09-30"),
        ("Oct 31, 2025", "2025-10-31", "2025-10-31"),
        ("Halloween of last year", "2025-10-31", "2025-10-31"),
        ("Good Friday", "2026-04-03", "2026-04-03"),
        ("Easter of last year", "2025-04-20", "2025-04-20"),
        ("Thanksgiving", "2025-11-27", "2025-11-27"),
        ("New Year's Eve", "2025-12-31", "2025-12-31"),
        ("Q4 so far", "2026-10-01", "2026-10-31"),
        ("2026 so far", "2026-01-01", "2026-10-31"),
        ("aug 26", "2026-08-01", "2026-08-31"),
        ("Aug-26", "2026-08-01", "2026-08-31"),
        ("August 26", "2026-08-26", "2026-08-26"),
        ("on aug 26", "2026-08-26", "2026-08-26"),
        ("31 aug 25", "2025-08-31", "2025-08-31"),
        ("aug 31", "2026-08-31", "2026-08-31"),
        ("3Q26", "2026-07-01", "2026-09-30"),
        ("2Q", "2026-04-01", "2026-06-30"),
        ("fiscal Q3", "2026-07-01", "2026-09-30"),
        ("the month before last", "2026-08-01", "2026-08-31"),
        ("the year before last", "2024-01-01", "2024-12-31"),
        ("the end of the quarter before last", "2026-06-30", "2026-06-30"),
        ("since mid-year", "2026-07-01", "2026-10-31"),
        ("since year end", "2026-01-01", "2026-10-31"),
        ("from the start of July to date", "2026-07-01", "2026-10-31"),
        ("between the start of July and the end of August", "2026-07-01", "2026-08-31"),
        ("Q1, Q2 and Q3", "2026-01-01", "2026-09-30"),
        ("the second half of September", "2026-09-16", "2026-09-30"),
        ("2nd half of Sept", "2026-09-16", "2026-09-30"),
        ("LTM Sep 26", "2025-10-01", "2026-09-30"),
        ("jan 26 to sep 26", "2026-01-01", "2026-09-30"),
        ("jan to aug 26", "2026-01-01", "2026-08-31"),
        ("from 1 Jan to aug 26", "2026-01-01", "2026-08-26"),
        ("31.12.25", "2025-12-31", "2025-12-31"),
        ("9/30/2026", "2026-09-30", "2026-09-30"),
        ("the second and the third quarter of 2025", "2025-04-01", "2025-09-30"),
        ("the full year 2025", "2025-01-01", "2025-12-31"),
        ("the whole of 2025", "2025-01-01", "2025-12-31"),
        ("2025 full year", "2025-01-01", "2025-12-31"),
        ("year ended June 2026", "2025-07-01", "2026-06-30"),
        ("the half-year mark", "2026-01-01", "2026-06-30"),
        ("mid-year", "2026-01-01", "2026-06-30"),
        ("half-year end", "2026-06-30", "2026-06-30"),
        ("July and August", "2026-07-01", "2026-08-31"),
        ("9M 2026", "2026-01-01", "2026-09-30"),
        ("month-end September", "2026-09-30", "2026-09-30"),
        ("end September", "2026-09-30", "2026-09-30"),
        ("Jan-Mar", "2026-01-01", "2026-03-31"),
        ("Q1–Q3 2025", "2025-01-01", "2025-09-30"),
        ("the turn of the year", "2025-12-31", "2025-12-31"),
        ("since the summer", "2026-06-01", "2026-10-31"),
        ("winter", "2025-12-01", "2026-02-28"),
        ("Q3 2026", "2026-07-01", "2026-09-30"),
        ("second half of 2025", "2025-07-01", "2025-12-31"),
        ("FY25", "2025-01-01", "2025-12-31"),
        ("December", "2025-12-01", "2025-12-31"),
        ("end of last year", "2025-12-31", "2025-12-31"),
        ("the last day of 2025", "2025-12-31", "2025-12-31"),
        ("as of 30/09/2026", "2026-09-30", "2026-09-30"),
        ("two months ago", "2026-08-01", "2026-08-31"),
        ("week 42", "2026-10-12", "2026-10-18"),
        ("year end 2025", "2025-12-31", "2025-12-31"),
        ("end of the year 2025", "2025-12-31", "2025-12-31"),
        ("2024 to now", "2024-01-01", "2026-10-31"),
        ("so far this year", "2026-01-01", "2026-10-31"),
        ("the year so far", "2026-01-01", "2026-10-31"),
        ("L12M", "2025-11-01", "2026-10-31"),
        ("Christmas", "2025-12-25", "2025-12-25"),
        ("within three months", "2026-11-01", "2027-01-31"),
        ("next quarter", "2027-01-01", "2027-03-31"),
        ("next week", "2026-11-02", "2026-11-08"),
        ("Q3 last year", "2025-07-01", "2025-09-30"),
        ("March of last year", "2025-03-01", "2025-03-31"),
        ("last March", "2026-03-01", "2026-03-31"),
        ("next March", "2027-03-01", "2027-03-31"),
        ("Monday", "2026-10-26", "2026-10-26"),
        ("week of 14 October", "2026-10-12", "2026-10-18"),
        ("the past year", "2025-11-01", "2026-10-31"),
        ("so far", "2026-01-01", "2026-10-31"),
    ],
)
def test_phrases_name_spans(text: str, first: str, last: str) -> None:
    assert read(text) == (first, last)


def test_a_fiscal_year_starts_in_its_own_month() -> None:
    fiscal = DateGrammar(load_lexicon(), Calendar(CalendarKind.FISCAL, 4), AS_OF)
    assert read("Q1 2026", fiscal) == ("2026-04-01", "2026-06-30")
    assert read("last quarter", fiscal) == ("2026-07-01", "2026-09-30")
    assert read("ytd", fiscal) == ("2026-04-01", "2026-10-31")


def test_no_day_that_does_not_exist() -> None:
    assert GRAMMAR.at(tokenise("2026-02-31"), 0) is None


@given(day=st.dates(date(2020, 1, 1), date(2026, 10, 31)))
def test_every_day_is_read_as_it_is_written(day: date) -> None:
    assert read(day.isoformat()) == (str(day), str(day))
    assert read(f"{day.day} {day:%B %Y}") == (str(day), str(day))


@pytest.mark.parametrize(
    ("text", "place", "first"),
    [
        ("in the third quarter lower than in the second", 7, "2026-04-01"),
        ("second half against the first", 3, "2026-01-01"),
        ("in the year to September", 2, "2025-10-01"),
    ],
)
def test_dates_that_lean_on_what_stands_before_them(text: str, place: int, first: str) -> None:
    tokens = tokenise(text, GRAMMAR.lexicon.spelling)
    found = GRAMMAR.at(tokens, place)
    assert found is not None
    assert str(found[0].period.start) == first
    assert found[1] == len(tokens)


@pytest.mark.parametrize("text", ["the second biggest customer in the third quarter", "than in the second"])
def test_an_ordinal_of_something_else_is_no_date(text: str) -> None:
    tokens = tokenise(text, GRAMMAR.lexicon.spelling)
    places = [place for place, token in enumerate(tokens) if token.text == "second"]
    assert all(GRAMMAR.at(tokens, place) is None for place in places)


def test_neighbours_that_are_listed_are_each_for_themselves() -> None:
    tokens = tokenise("Q1, Q2 and Q3", GRAMMAR.lexicon.spelling)
    found = GRAMMAR.at(tokens, 0)
    assert found is not None
    assert found[0].each
    apart = GRAMMAR.at(tokenise("Q1 and Q3", GRAMMAR.lexicon.spelling), 0)
    assert apart is not None
    assert apart[1] == 1
