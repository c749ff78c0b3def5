from __future__ import annotations

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from symphonies.kernel import Calendar, CalendarKind, Grain, Period

CIVIL = Calendar()
FISCAL = Calendar(CalendarKind.FISCAL, 4)
ISO = Calendar(CalendarKind.ISO)
RETAIL = Calendar(CalendarKind.RETAIL, 2)
CALENDARS = st.builds(Calendar, st.sampled_from(CalendarKind), st.integers(1, 12))
DAYS = st.dates(date(1990, 1, 1), date(2060, 12, 31))


@pytest.mark.parametrize(
    ("day", "grain", "calendar", "start", "end", "name"),
    [
        (date(2026, 2, 14), Grain.DAY, CIVIL, date(2026, 2, 14), date(2026, 2, 15), "2026-02-14"),
        (date(2026, 1, 31), Grain.WEEK, CIVIL, date(2026, 1, 26), date(2026, 2, 2), "2026-W05"),
        (date(2027, 1, 1), Grain.WEEK, CIVIL, date(2026, 12, 28), date(2027, 1, 4), "2026-W53"),
        (date(2026, 2, 14), Grain.MONTH, CIVIL, date(2026, 2, 1), date(2026, 3, 1), "2026-02"),
        (date(2026, 12, 31), Grain.QUARTER, CIVIL, date(2026, 10, 1), date(2027, 1, 1), "2026 Q4"),
        (date(2026, 5, 1), Grain.QUARTER, FISCAL, date(2026, 4, 1), date(2026, 7, 1), "FY2026/27 Q1"),
        (date(2026, 3, 31), Grain.YEAR, FISCAL, date(2025, 4, 1), date(2026, 4, 1), "FY2025/26"),
        (date(2027, 1, 1), Grain.YEAR, ISO, date(2025, 12, 29), date(2027, 1, 4), "2026"),
        (date(2026, 2, 2), Grain.MONTH, RETAIL, date(2026, 2, 2), date(2026, 3, 2), "FY2026/27 P01"),
        (date(2026, 5, 3), Grain.MONTH, RETAIL, date(2026, 3, 30), date(2026, 5, 4), "FY2026/27 P03"),
        (date(2026, 5, 4), Grain.QUARTER, RETAIL, date(2026, 5, 4), date(2026, 8, 3), "FY2026/27 Q2"),
    ],
)
def test_period_and_name(day, grain, calendar, start, end, name):
    assert calendar.period_of(day, grain) == Period(start, end)
    assert calendar.label(day, grain) == name


def test_a_retail_year_of_53_weeks_gives_its_last_week_to_the_last_month():
    calendar = Calendar(CalendarKind.RETAIL, 1)
    year = calendar.period_of(date(2026, 6, 1), Grain.YEAR)
    assert year.days == 53 * 7
    assert calendar.period_of(year.last_day, Grain.MONTH).days == 6 * 7
    assert calendar.period_of(year.last_day, Grain.QUARTER).days == 14 * 7


@given(DAYS, st.sampled_from(Grain), CALENDARS)
def test_periods_tile_time(day, grain, calendar):
    period = calendar.period_of(day, grain)
    number = calendar.ordinal(day, grain)
    assert day in period
    assert calendar.nth(number, grain) == period
    assert calendar.nth(number + 1, grain).start == period.end
    assert calendar.ordinal(period.last_day, grain) == number
    assert calendar.ordinal(period.end, grain) == number + 1


@given(DAYS, st.integers(1, 400), st.sampled_from(Grain), CALENDARS)
def test_periods_in_covers_the_span(day, days, grain, calendar):
    span = Period(day, day + timedelta(days=days))
    found = calendar.periods_in(span, grain)
    assert found[0] == calendar.period_of(span.start, grain)
    assert found[-1] == calendar.period_of(span.last_day, grain)
    assert all(a.end == b.start for a, b in itertools.pairwise(found))


@pytest.mark.parametrize(
    ("period", "count", "grain", "calendar", "expected"),
    [
        ((2026, 3, 1, 2026, 4, 1), -1, Grain.MONTH, CIVIL, (2026, 2, 1, 2026, 3, 1)),
        ((2026, 3, 1, 2026, 4, 1), -1, Grain.YEAR, CIVIL, (2025, 3, 1, 2025, 4, 1)),
        ((2026, 7, 1, 2026, 10, 1), -3, Grain.MONTH, CIVIL, (2026, 4, 1, 2026, 7, 1)),
        ((2024, 2, 29, 2024, 3, 1), -1, Grain.YEAR, CIVIL, (2023, 2, 28, 2023, 3, 1)),
        ((2026, 1, 26, 2026, 2, 2), -1, Grain.YEAR, CIVIL, (2025, 1, 27, 2025, 2, 3)),
        ((2026, 1, 26, 2026, 2, 2), -1, Grain.WEEK, CIVIL, (2026, 1, 19, 2026, 1, 26)),
        ((2026, 1, 15, 2026, 3, 11), -1, Grain.MONTH, CIVIL, (2025, 12, 15, 2026, 2, 11)),
        ((2026, 2, 2, 2026, 3, 2), -1, Grain.YEAR, RETAIL, (2025, 2, 3, 2025, 3, 3)),
        ((2025, 12, 29, 2027, 1, 4), -1, Grain.YEAR, ISO, (2024, 12, 30, 2025, 12, 29)),
    ],
)
def test_shift(period, count, grain, calendar, expected):
    moved = calendar.shift(Period(date(*period[:3]), date(*period[3:])), count, grain)
    assert moved == Period(date(*expected[:3]), date(*expected[3:]))


def test_shift_boundary_keeps_month_starts():
    assert CIVIL.shift_boundary(date(2026, 3, 1), -1, Grain.MONTH) == date(2026, 2, 1)
    assert CIVIL.shift_boundary(date(2026, 3, 31), -1, Grain.MONTH) == date(2026, 2, 28)
    assert RETAIL.shift_boundary(date(2026, 3, 2), -1, Grain.MONTH) == date(2026, 2, 2)


def test_a_month_number_out_of_range_is_refused():
    with pytest.raises(ValueError, match="month 13"):
        Calendar(CalendarKind.FISCAL, 13)
