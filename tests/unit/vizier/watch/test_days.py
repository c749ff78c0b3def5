"""Holidays: a dip on one is usual where earlier ones dipped, and only there; quarter ends and declared days likewise."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np

from symphonies.kernel import Calendar, Grain, named_holiday, public_holidays
from symphonies.platform.vizier.watch import Almanac, DeclaredEvent, Family, Series, scan
from symphonies.platform.vizier.watch.days import Days, days_of, holidays_in
from symphonies.platform.vizier.watch.workdays import calendar_usual

LAST = date(2026, 1, 20)
STARTS = tuple(LAST - timedelta(days=back) for back in reversed(range(800)))
CHRISTMAS, BOXING_DAY = STARTS.index(date(2025, 12, 25)), STARTS.index(date(2025, 12, 26))
FIRST = 650
WORKS = np.array([day.weekday() < 5 for day in STARTS])
SHUT = holidays_in(["DE"], STARTS)[0] > 0
CALENDAR = Calendar()


def known(almanac: Almanac | None = None, closed: np.ndarray | None = None) -> Days:
    found = days_of(STARTS, CALENDAR, almanac or Almanac())
    return replace(found, closed=SHUT.astype(float) if closed is None else closed)


def business(seed: int, *, rests: bool, mean: float = 200.0) -> np.ndarray:
    """Payments a day: none at weekends, and none on German holidays where the business rests on them."""
    rng = np.random.default_rng(seed)
    return rng.poisson(mean, len(STARTS)) * WORKS * ~(SHUT & rests).astype(bool) * 1.0


def company(*, rests: bool, days: Days | None) -> list[Series]:
    made = []
    for number in range(30):
        parts = [business(3 * number + place, rests=rests) for place in range(2)]
        for where, values in [
            ((), parts[0] + parts[1]),
            *(((("region", name),), part) for name, part in zip("ns", parts, strict=True)),
        ]:
            made.append(Series(f"m.{number}", where, "", Grain.DAY, Family.FLOW, STARTS, values, days=days))
    return made


def usual(values: np.ndarray, days: Days | None) -> tuple[np.ndarray, np.ndarray]:
    shaped = days and replace(days, closed=days.closed[None])
    low, high = calendar_usual(values[None], STARTS, FIRST, shaped)
    return low[0], high[0]


def test_holidays_are_those_of_the_country() -> None:
    assert date(2025, 10, 3) in public_holidays("DE", 2025, 2025)
    assert date(2025, 10, 3) not in public_holidays("FR", 2025, 2025)
    assert public_holidays("XX", 2025, 2025) == frozenset()


def test_a_business_that_rests_on_holidays_is_told_nothing_of_them() -> None:
    assert scan(company(rests=True, days=known())) == ()
    values = business(0, rests=True)
    for days, within in [(known(), True), (None, False)]:
        low, high = usual(values, days)
        assert bool(low[CHRISTMAS] <= values[CHRISTMAS] <= high[CHRISTMAS]) is within


def test_an_ordinary_day_without_business_is_told_all_the_same() -> None:
    every = company(rests=True, days=known())
    quiet = slice(STARTS.index(date(2025, 11, 17)), STARTS.index(date(2025, 11, 20)))
    every[1].values[quiet] = 0
    every[0].values[quiet] -= every[0].values[quiet] / 2
    assert {each.metric for each in scan(every)} == {"m.0"}


def test_a_dip_on_a_holiday_counts_where_earlier_holidays_were_days_like_others() -> None:
    low, _ = usual(business(1, rests=False), known())
    without = usual(business(1, rests=False), None)
    assert low[CHRISTMAS] > 150
    np.testing.assert_allclose(low[SHUT], without[0][SHUT], rtol=0.05)


def test_full_business_on_a_day_of_rest_is_not_usual_and_on_an_ordinary_day_it_is() -> None:
    low, high = usual(business(2, rests=True), known())
    assert low[CHRISTMAS] <= high[CHRISTMAS] < 20
    ordinary = STARTS.index(date(2025, 11, 19))
    assert low[ordinary] > 150


def test_a_holiday_of_a_part_of_the_business_lowers_only_that_part() -> None:
    german, french = business(3, rests=True), business(4, rests=False)
    low, high = usual(german + french, known(closed=SHUT * 0.5))
    assert 150 < low[CHRISTMAS] < 260
    assert high[CHRISTMAS] < 450


def test_what_was_put_off_may_come_on_the_next_working_day() -> None:
    values = business(5, rests=True)
    after = np.flatnonzero(SHUT & WORKS) + 1
    for place in after:
        while place < len(STARTS) and (SHUT[place] or not WORKS[place]):
            place += 1
        values[place] += 200
    _, high = usual(values, known())
    assert high[STARTS.index(date(2025, 12, 29))] > 350
    assert usual(business(5, rests=True), known())[1][STARTS.index(date(2025, 12, 29))] < 260


def test_ends_of_quarters_have_their_own_usual() -> None:
    values = business(6, rests=False)
    quarter = known()
    for place, day in enumerate(STARTS):
        last = (
            day.month % 3 == 0
            and WORKS[place]
            and not WORKS[
                place + 1 : place + (date(day.year + day.month // 12, day.month % 12 + 1, 1) - day).days
            ].any()
        )
        values[place] *= 3 if last else 1
    _, high = usual(values, quarter)
    assert high[STARTS.index(date(2025, 12, 31))] > 500
    assert high[STARTS.index(date(2025, 11, 28))] < 500


def test_nothing_is_unusual_on_declared_days() -> None:
    move = Almanac(events=(DeclaredEvent("move", date(2025, 11, 17), date(2025, 11, 19)),))
    every = company(rests=True, days=known(move))
    quiet = slice(STARTS.index(date(2025, 11, 17)), STARTS.index(date(2025, 11, 20)))
    every[1].values[quiet] = 0
    every[0].values[quiet] /= 2
    assert scan(every) == ()


def test_a_holiday_is_found_by_its_name() -> None:
    assert named_holiday("US", "Thanksgiving Day", 2025) == date(2025, 11, 27)
    assert named_holiday("NO", "Easter Monday", 2026) == date(2026, 4, 6)
    assert named_holiday("US", "Easter Monday", 2026) is None
    assert named_holiday("XX", "Christmas Day", 2026) is None
