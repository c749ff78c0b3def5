"""Making regular series from rows as they come."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from symphonies.platform.learning import (
    Frequency,
    HistoryTooShortError,
    SeriesInvalidError,
    frequency_named,
    make_series,
    read_table,
)

MONTHS = [f"2025-{month:02d}-28" for month in range(1, 13)]


def test_the_frequency_is_told_by_the_dates() -> None:
    assert make_series("a", MONTHS, range(12)).frequency is Frequency.MONTH
    days = [f"2026-03-{day:02d}" for day in range(2, 16)]
    assert make_series("a", days, range(14)).frequency is Frequency.DAY
    workdays = [day for day in days if day[-2:] not in {"07", "08", "14", "15"}]
    assert make_series("a", workdays, range(10)).frequency is Frequency.BUSINESS_DAY
    weeks = ["2026-01-05", "2026-01-12", "2026-01-19", "2026-01-26", "2026-02-02", "2026-02-09"]
    assert make_series("a", weeks, range(6)).frequency is Frequency.WEEK
    quarters = ["2024-03-31", "2024-06-30", "2024-09-30", "2024-12-31", "2025-03-31", "2025-06-30"]
    assert make_series("a", quarters, range(6)).frequency is Frequency.QUARTER
    years = [f"{year}-12-31" for year in range(2019, 2026)]
    assert make_series("a", years, range(7)).frequency is Frequency.YEAR
    hours = [f"2026-01-01T{hour:02d}:00" for hour in range(8)]
    assert make_series("a", hours, range(8)).frequency is Frequency.HOUR
    assert make_series("a", [str(i) for i in range(8)], range(8)).frequency is Frequency.STEP


def test_the_next_points_keep_month_ends_and_workdays() -> None:
    ends = ["2025-07-31", "2025-08-31", "2025-09-30", "2025-10-31", "2025-11-30", "2025-12-31"]
    series = make_series("a", ends, range(6))
    assert [series.stamp(i) for i in (1, 2)] == ["2026-01-31", "2026-02-28"]
    friday = [f"2026-01-{day:02d}" for day in (5, 6, 7, 8, 9, 12, 13, 14, 15, 16)]
    assert make_series("a", friday, range(10)).stamp(1) == "2026-01-19"
    assert make_series("a", ["3", "4", "5", "6", "7", "8"], range(6)).stamp(2) == "10"


def test_rows_may_come_in_any_order() -> None:
    series = make_series("a", MONTHS[::-1], range(12))
    assert series.values.tolist() == list(range(11, -1, -1))


def test_a_short_gap_is_bridged_and_told() -> None:
    kept = [0, 1, 2, 5, 6, 7, 8]
    series = make_series("a", [MONTHS[i] for i in kept], [float(i) for i in kept])
    assert series.values.tolist() == pytest.approx(list(range(9)))
    assert series.notes == ("2 missing points filled in a straight line",)


def test_a_missing_value_is_like_a_missing_row() -> None:
    values = [1.0, 2.0, float("nan"), 4.0, 5.0, 6.0, 7.0]
    assert make_series("a", MONTHS[:7], values).values.tolist() == pytest.approx([1, 2, 3, 4, 5, 6, 7])


def test_after_a_gap_year_history_starts_anew() -> None:
    before = [f"2022-{month:02d}-01" for month in range(1, 13)]
    after = [f"2024-{month:02d}-01" for month in range(3, 13)]
    series = make_series("a", before + after, range(22))
    assert series.values.tolist() == list(range(12, 22))
    assert series.notes == ("used the 10 points after a gap of 14",)


def test_too_little_history_says_how_much_is_there() -> None:
    with pytest.raises(HistoryTooShortError, match="not enough history: 4 of 6 points"):
        make_series("a", MONTHS[:4], range(4))
    with pytest.raises(HistoryTooShortError, match="0 of 6 points"):
        make_series("a", MONTHS[:2], [float("nan")] * 2)


def test_repeated_dates_are_refused() -> None:
    with pytest.raises(SeriesInvalidError, match="more than once"):
        make_series("a", [*MONTHS, MONTHS[0]], range(13))


def test_what_is_no_date_is_named() -> None:
    with pytest.raises(SeriesInvalidError, match="the date 'soon'"):
        make_series("a", [*MONTHS[:6], "soon"], range(7))
    with pytest.raises(SeriesInvalidError, match="infinite"):
        make_series("a", MONTHS, [float("inf")] * 12)


def test_an_unknown_frequency_names_a_near_one() -> None:
    assert frequency_named("business-day") is Frequency.BUSINESS_DAY
    with pytest.raises(SeriesInvalidError) as refused:
        frequency_named("mont")
    assert "month" in refused.value.hint


def table(folder: Path, text: str) -> Path:
    path = folder / "table.csv"
    path.write_text(text)
    return path


def test_a_table_keeps_what_can_be_forecast_apart(tmp_path: Path) -> None:
    long = "".join(f"a,{day},{i}\n" for i, day in enumerate(MONTHS))
    found = read_table(table(tmp_path, "unique_id,ds,y\n" + long + "b,2025-01-28,1\n"))
    assert [one.name for one in found.series] == ["a"]
    assert list(found.refused) == ["b"]


def test_a_table_of_one_series_needs_no_name(tmp_path: Path) -> None:
    found = read_table(table(tmp_path, "ds,y\n" + "".join(f"{day},1.5\n" for day in MONTHS)))
    assert found.series[0].name == "series"
    assert np.all(found.series[0].values == 1.5)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("date,y\n2025-01-01,1\n", "no column 'ds'"),
        ("ds,y\n2025-01-01,1\n2025-01-02,1.2.3\n", "line 3: y is '1.2.3'"),
        ("", "is empty"),
    ],
)
def test_a_table_that_cannot_be_read_says_where(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(SeriesInvalidError, match=told):
        read_table(table(tmp_path, text))


def test_a_table_without_enough_history_is_refused(tmp_path: Path) -> None:
    with pytest.raises(HistoryTooShortError, match="1 of 6"):
        read_table(table(tmp_path, "ds,y\n2025-01-01,1\n"))
    with pytest.raises(HistoryTooShortError, match="no rows"):
        read_table(table(tmp_path, "ds,y\n"))
    with pytest.raises(SeriesInvalidError, match="There is no file"):
        read_table(tmp_path / "none.csv")


def test_what_cannot_be_a_table_or_its_season_is_told(tmp_path: Path) -> None:
    with pytest.raises(SeriesInvalidError, match="cannot be read: Is a directory"):
        read_table(tmp_path)
    path = table(tmp_path, "ds,y\n" + "".join(f"{day},1.5\n" for day in MONTHS))
    with pytest.raises(SeriesInvalidError, match=f"season of 500 points.* has {len(MONTHS)}"):
        read_table(path, season=500)
