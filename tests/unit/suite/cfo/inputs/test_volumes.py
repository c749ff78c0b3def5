"""Volumes by cell: sums agree, months are whole, days of a month sum to it."""

from datetime import date

import numpy as np
import pytest

from symphonies.platform.learning import HistoryTooShortError
from symphonies.suite.cfo.pinnacle.books import day_number, month_start, months
from symphonies.suite.cfo.pinnacle.volumes import (
    Documents,
    daily_shares,
    forecast_volumes,
    month_profile,
    monthly_cells,
)
from symphonies.suite.cfo.pinnacle.volumes.cells import hierarchy

CUT = day_number(date(2026, 3, 14))


def documents(first: date) -> Documents:
    """Returns one document of 100 each working day for two companies, of 50 for a third group."""
    day = np.arange(day_number(first), CUT + 1)
    day = day[(day + 3) % 7 < 5]
    keys = np.array([[0, 0, 0], [1, 0, 0], [1, 0, 1]])
    amount = np.array([100.0, 100.0, 50.0])
    return Documents(np.tile(day, 3), np.repeat(amount, len(day)), np.repeat(keys, len(day), axis=0))


def test_only_whole_months_count() -> None:
    cells = monthly_cells(documents(date(2024, 1, 1)), CUT, "invoices")
    assert (np.datetime64(cells.first, "M"), cells.totals.shape) == (np.datetime64("2024-01"), (3, 26))
    assert cells.totals[0, 0] == 100.0 * 23


def test_short_history_is_told_with_what_is_needed() -> None:
    with pytest.raises(HistoryTooShortError, match="invoices: 9 of 12 months"):
        monthly_cells(documents(date(2025, 6, 1)), CUT, "invoices")


def test_forecasts_of_cells_are_near_their_months_and_never_below_zero() -> None:
    told = forecast_volumes(monthly_cells(documents(date(2024, 1, 1)), CUT, "invoices"), 4)
    assert told.mean.shape == (3, 4)
    np.testing.assert_allclose(told.mean.mean(axis=1), [2150, 2150, 1075], rtol=0.08)
    assert (told.spread < 0.2).all()


def test_the_hierarchy_holds_every_cell_once_and_their_sum() -> None:
    sums = hierarchy(np.array([[0, 0, 0], [1, 0, 0], [1, 0, 1]]))
    assert (sums[0] == 1).all()
    assert (sums[-3:] == np.eye(3)).all()


def test_days_of_a_whole_month_sum_to_it_and_weekends_are_empty() -> None:
    known = documents(date(2024, 1, 1))
    profile, works = month_profile(known.day, known.amount, CUT)
    first = int(month_start(int(months(np.array([CUT]))[0]) + 1))
    shares = daily_shares(first, 30, profile, works)
    assert shares.sum() == pytest.approx(1.0)
    assert (shares[(first + np.arange(30) + 3) % 7 >= 5] == 0).all()


def test_even_working_days_have_even_shares_to_the_last_day_of_short_and_long_months() -> None:
    known = documents(date(2024, 1, 1))
    profile, works = month_profile(known.day, known.amount, CUT)
    for month, worked in (("2026-05", 21), ("2026-06", 22), ("2026-07", 23)):
        first = int(np.datetime64(month, "D").astype(np.int64))
        shares = daily_shares(first, 31 if worked != 22 else 30, profile, works)
        np.testing.assert_allclose(shares[shares > 0], 1 / worked, rtol=0.04)


def test_a_few_documents_do_not_make_a_month_of_their_days() -> None:
    day = np.array([day_number(date(2026, 1, 30)), day_number(date(2026, 2, 27))])
    profile, works = month_profile(day, np.array([100.0, 100.0]), CUT)
    assert works.sum() == 1
    assert 0.5 < profile[-4] < 0.95
