"""``symphonies forecast`` as its users call it."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

from tests.live import call


def table(folder: Path, rows: list[str]) -> Path:
    path = folder / "series.csv"
    path.write_text("unique_id,ds,y\n" + "\n".join(rows) + "\n")
    return path


def months(name: str, count: int) -> list[str]:
    return [
        f"{name},{2019 + i // 12}-{i % 12 + 1:02d}-01,{100 + i + 9 * (i % 12 == 11) + (i * 7919 % 13) / 4}"
        for i in range(count)
    ]


def test_csv_holds_a_row_for_each_point_ahead(tmp_path: Path) -> None:
    done = call("forecast", table(tmp_path, months("a", 60)), "--horizon", "3", "--csv", "--levels", "80")
    assert done.returncode == 0
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert [row["ds"] for row in rows] == ["2024-01-01", "2024-02-01", "2024-03-01"]
    assert all(float(row["low_80"]) < float(row["forecast"]) < float(row["high_80"]) for row in rows)


def test_json_tells_the_backtest_and_what_was_refused(tmp_path: Path) -> None:
    file = table(tmp_path, [*months("a", 60), *months("b", 3)])
    done = call("forecast", file, "--horizon", "2", "--json")
    found = json.loads(done.stdout)
    assert found["refused"] == {"b": "Series 'b' has not enough history: 3 of 6 points."}
    assert found["backtest"]["forecasts"] > 0
    assert set(found["backtest"]["coverage"]) == {"50", "80", "95"}


def test_the_table_says_how_good_such_forecasts_were(tmp_path: Path) -> None:
    done = call("forecast", table(tmp_path, months("a", 60)), "--horizon", "2")
    assert "sMAPE" in done.stdout
    assert "80% band" in done.stdout


def test_wrong_input_says_what_and_how_to_mend_it(tmp_path: Path) -> None:
    repeated = call("forecast", table(tmp_path, months("a", 12) + months("a", 1)), "--horizon", "2")
    assert repeated.returncode == 1
    assert "error SERIES_INVALID: Series 'a' has 2019-01-01" in repeated.stderr
    short = call("forecast", table(tmp_path, months("a", 4)), "--horizon", "2")
    assert (short.returncode, short.stdout) == (1, "")
    assert "HISTORY_TOO_SHORT" in short.stderr
    levels = call("forecast", table(tmp_path, months("a", 24)), "--horizon", "2", "--levels", "wide")
    assert "levels are 'wide'" in levels.stderr
