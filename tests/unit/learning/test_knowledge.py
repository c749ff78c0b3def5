"""What was known on a day: rows and values that came later are not there, and a planted leak is refused."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pandas as pd
import pytest

from symphonies.platform.learning import Knowledge, Known, LeakError, Rolling, refuse_later

INVOICES = pd.DataFrame(
    {
        "invoice": ["a", "b", "c"],
        "issued_on": pd.to_datetime(["2026-01-05", "2026-01-31", "2026-02-01"]),
        "due_on": pd.to_datetime(["2026-02-05", "2026-03-01", "2026-03-01"]),
        "paid_on": pd.to_datetime(["2026-01-20", "2026-02-10", None]),
        "paid_amount": [100.0, 50.0, None],
    }
)
CUT = date(2026, 1, 31)
KNOWN = Known("issued_on", later={"paid_amount": "paid_on"}, ahead=frozenset({"due_on"}))


class Given:
    def __init__(self, rows: pd.DataFrame) -> None:
        self.rows = rows

    def read(self, table: str, columns: Sequence[str]) -> pd.DataFrame:
        return self.rows[list(columns)]


def test_rows_and_values_that_came_later_are_not_there() -> None:
    past = Knowledge(Given(INVOICES), CUT)
    found = past.read("invoicing.invoices", ["invoice", "due_on", "paid_on", "paid_amount"], KNOWN)
    assert list(found.columns) == ["invoice", "due_on", "paid_on", "paid_amount"]
    assert found["invoice"].tolist() == ["a", "b"]
    assert found["paid_amount"].fillna(-1).tolist() == [100.0, -1.0]
    assert found["paid_on"].isna().tolist() == [False, True]


def test_an_instant_late_on_the_last_day_is_known() -> None:
    rows = INVOICES.assign(
        issued_on=pd.to_datetime(["2026-01-05 08:00", "2026-01-31 23:59", "2026-02-01 00:00"])
    )
    assert len(Knowledge(Given(rows), CUT).read("t", ["invoice"], KNOWN)) == 2


def test_a_planted_leak_is_refused() -> None:
    careless = Known("issued_on", ahead=frozenset({"due_on"}))
    with pytest.raises(LeakError, match=r"t\.paid_on.*2026-01-31.*1 row, the first 2026-02-10"):
        Knowledge(Given(INVOICES), CUT).read("t", ["invoice", "paid_on", "paid_amount"], careless)


def test_a_planned_day_is_refused_until_it_is_called_planned() -> None:
    with pytest.raises(LeakError, match="due_on"):
        Knowledge(Given(INVOICES), CUT).read("t", ["due_on"], Known("issued_on"))


def test_equal_knowledge_has_an_equal_hash_and_the_future_does_not_enter_it() -> None:
    def hashed(rows: pd.DataFrame) -> str:
        past = Knowledge(Given(rows), CUT)
        past.read("t", ["invoice", "paid_amount"], KNOWN)
        return past.data_hash

    changed_later = INVOICES.assign(paid_amount=[100.0, 70.0, 9.0])
    changed_before = INVOICES.assign(paid_amount=[101.0, 50.0, None])
    assert hashed(INVOICES) == hashed(INVOICES.iloc[::-1]) == hashed(changed_later)
    assert hashed(INVOICES) != hashed(changed_before)


def test_features_dated_after_their_own_prediction_are_refused() -> None:
    features = pd.DataFrame({"late_before": [1.0, 0.0], "days": [3.0, None]})
    cuts = pd.Series(pd.to_datetime(["2026-01-10", "2026-01-12"]))
    dated = {"late_before": cuts, "days": pd.Series(pd.to_datetime(["2026-01-10", None]))}
    assert refuse_later(features, dated, cuts) is features
    dated["late_before"] = pd.Series(pd.to_datetime(["2026-01-10", "2026-01-13"]))
    with pytest.raises(LeakError, match=r"'late_before' was not known on 2026-01-12.*2026-01-13"):
        refuse_later(features, dated, cuts)


def test_a_feature_without_a_day_is_refused() -> None:
    features = pd.DataFrame({"a": [1.0], "b": [2.0]})
    with pytest.raises(LeakError, match="'b' has no date"):
        refuse_later(features, {"a": CUT}, CUT)
    with pytest.raises(LeakError, match="first without a day"):
        refuse_later(features, {"a": CUT, "b": None}, CUT)


def test_origins_end_on_the_day() -> None:
    rolling = Rolling(origins=3, every_days=7, horizon_days=14)
    cuts = rolling.cuts(date(2026, 3, 29))
    assert cuts == (date(2026, 3, 1), date(2026, 3, 8), date(2026, 3, 15))
    assert rolling.end(cuts[-1]) == date(2026, 3, 29)
