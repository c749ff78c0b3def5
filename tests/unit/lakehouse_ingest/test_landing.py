from __future__ import annotations

import json
from datetime import date, datetime
from decimal import Decimal

import pyarrow as pa
import pytest

from symphonies.platform.lakehouse import (
    ColumnsMissingError,
    Company,
    EngineFailedError,
    LoadReport,
    ProductUnknownError,
    Refusal,
    RowsRefusedError,
    TableUnknownError,
)
from symphonies.platform.lakehouse.landing.incoming import incoming

GOOD = {
    "sale_id": "S1",
    "buyer_id": "b",
    "sold_on": "2024-05-01",
    "due_on": "2024-05-31",
    "amount": "12.5",
    "currency": "EUR",
    "kind": "credit",
    "paid": "yes",
    "pieces": "3",
    "weight": "0.5",
    "booked_at": "2024-05-01T10:00:00+02:00",
}


def sales(*rows: dict[str, str | None]) -> pa.Table:
    return pa.Table.from_pylist(
        [GOOD | {"sale_id": f"S{number}"} | row for number, row in enumerate(rows, 1)],
        pa.schema([(name, pa.string()) for name in GOOD]),
    )


def rows_of(lakehouse, query: str) -> list[dict[str, object]]:
    return lakehouse.engine.execute(query).to_pylist()


def snapshot(lakehouse) -> list[object]:
    tables = (
        "shop.sale",
        "shop.buyer",
        "landing.shop__sale",
        "meta.loads",
        "meta.quarantine",
        "meta.company",
    )
    return [rows_of(lakehouse, f"SELECT * FROM {table} ORDER BY ALL") for table in tables]


def test_good_rows_land_with_their_types(lakehouse):
    report = lakehouse.land("shop", "sale", sales({}), "sales.csv")
    assert (report.read, report.new, report.changed, report.unchanged, report.quarantined) == (1, 1, 0, 0, 0)
    expected = {
        "sale_id": "S1",
        "buyer_id": "b",
        "sold_on": date(2024, 5, 1),
        "due_on": date(2024, 5, 31),
        "amount": Decimal("12.5000"),
        "currency": "EUR",
        "kind": "credit",
        "paid": True,
        "pieces": 3,
        "weight": 0.5,
        "booked_at": datetime(2024, 5, 1, 8),
        "_load_id": 1,
    }
    assert rows_of(lakehouse, "SELECT * FROM shop.sale") == [expected]
    assert rows_of(lakehouse, "SELECT * FROM landing.shop__sale") == [expected | {"_row": 1}]
    (load,) = rows_of(lakehouse, "SELECT * EXCLUDE (digest) FROM meta.loads")
    assert load == {
        "load_id": 1,
        "product": "shop",
        "table_name": "sale",
        "source": "sales.csv",
        "past_limit": date(2024, 6, 30),
        "loaded_at": datetime(2024, 6, 30, 12),
        "read": 1,
        "landed": 1,
        "unchanged": 0,
        "quarantined": 0,
    }


@pytest.mark.parametrize(
    ("change", "check", "column", "found", "expected"),
    [
        ({"sold_on": "May"}, "type", "sold_on", "May", "a date as YYYY-MM-DD"),
        ({"pieces": "3.5"}, "type", "pieces", "3.5", "a whole number"),
        ({"paid": "perhaps"}, "type", "paid", "perhaps", "true or false"),
        ({"sold_on": None}, "required", "sold_on", None, "a value"),
        ({"sale_id": " "}, "required", "sale_id", None, "a value"),
        ({"kind": "barter"}, "values", "kind", "barter", "one of cash, credit"),
        ({"amount": "-0.01"}, "minimum", "amount", "-0.01", "at least 0"),
        ({"amount": "1000.01"}, "maximum", "amount", "1000.01", "at most 1000"),
        ({"sale_id": "X1"}, "pattern", "sale_id", "X1", "text that matches S[0-9]+"),
        ({"currency": "EURO"}, "format", "currency", "EURO", "an ISO 4217 currency code"),
        ({"currency": "eur"}, "format", "currency", "eur", "an ISO 4217 currency code"),
        (
            {"sold_on": "2024-07-01", "due_on": None},
            "past",
            "sold_on",
            "2024-07-01",
            "a day not after 2024-06-30",
        ),
        (
            {"due_on": "2024-04-30"},
            "due_later",
            None,
            "due_on = 2024-04-30, sold_on = 2024-05-01",
            "Nothing is due before it is sold.",
        ),
    ],
)
def test_a_bad_row_waits_in_quarantine_with_everything_it_said(
    lakehouse, change, check, column, found, expected
):
    report = lakehouse.land("shop", "sale", sales({}, change), "sales.csv")
    assert (report.read, report.landed, report.quarantined) == (2, 1, 1)
    (reason,) = report.reasons
    assert (reason.check, reason.column, reason.found, reason.expected) == (check, column, found, expected)
    assert (reason.source, reason.row, reason.rows) == ("sales.csv", 2, 1)
    (kept,) = rows_of(lakehouse, "SELECT * FROM meta.quarantine")
    assert json.loads(str(kept.pop("raw"))) == GOOD | {"sale_id": "S2"} | change
    assert kept == {
        "load_id": 1,
        "product": "shop",
        "table_name": "sale",
        "source": "sales.csv",
        "row_number": 2,
        "column_name": column,
        "check_name": check,
        "found": found,
        "expected": expected,
        "quarantined_at": datetime(2024, 6, 30, 12),
    }


def test_other_formats(lakehouse):
    buyers = pa.table(
        {
            "buyer_id": ["a", "b", "c", "d"],
            "email": ["a@x.org", "b at x", None, "d@x.org"],
            "country": ["NO", "DE", "UK", None],
        }
    )
    report = lakehouse.land("shop", "buyer", buyers)
    assert {(reason.row, reason.column, reason.check) for reason in report.reasons} == {
        (2, "email", "format"),
        (3, "country", "format"),
    }
    assert report.landed == 2


def test_warnings_and_unknown_values_keep_nobody_out(lakehouse):
    report = lakehouse.land("shop", "sale", sales({"weight": "99"}, {"due_on": None}))
    assert (report.landed, report.quarantined) == (2, 0)


def test_a_row_with_several_faults_counts_once_and_tells_them_all(lakehouse):
    report = lakehouse.land("shop", "sale", sales({"currency": "ZZZ", "amount": "x", "due_on": "2020-01-01"}))
    assert report.quarantined == 1
    assert sorted(reason.check for reason in report.reasons) == ["due_later", "format", "type"]
    assert rows_of(lakehouse, "SELECT count(*) AS n FROM meta.quarantine") == [{"n": 3}]


def test_a_key_that_comes_again_in_the_same_source_is_refused(lakehouse):
    report = lakehouse.land("shop", "sale", sales({}, {"sale_id": "S1", "amount": "7"}, {"sale_id": "S1"}))
    (reason,) = report.reasons
    assert (report.landed, report.quarantined) == (1, 2)
    assert str(reason) == (
        "rows, row 2, column sale_id: found 'S1 again, first in row 1', "
        "expected each key once [duplicate_key] (2 rows)"
    )
    assert rows_of(lakehouse, "SELECT amount FROM shop.sale") == [{"amount": Decimal("12.5000")}]


def test_a_key_of_several_columns(lakehouse):
    rates = pa.table(
        {"currency": ["EUR", "USD", "EUR"], "rate_on": ["2024-01-01"] * 3, "value": ["1", "2", "3"]}
    )
    report = lakehouse.land("shop", "rate", rates)
    assert (report.landed, report.quarantined) == (2, 1)
    assert report.reasons[0].found == "EUR, 2024-01-01 again, first in row 1"
    assert report.reasons[0].column is None


def test_a_unique_value_belongs_to_one_key_in_source_and_store(lakehouse):
    lakehouse.land("shop", "buyer", pa.table({"buyer_id": ["a"], "email": ["a@x.org"]}))
    again = pa.table(
        {"buyer_id": ["a", "b", "c", "d"], "email": ["a@x.org", "a@x.org", "c@x.org", "c@x.org"]}
    )
    report = lakehouse.land("shop", "buyer", again)
    assert (report.unchanged, report.new, report.quarantined) == (1, 1, 2)
    found = rows_of(
        lakehouse, "SELECT row_number AS n, check_name AS c, found FROM meta.quarantine ORDER BY 1"
    )
    assert found == [
        {"n": 2, "c": "unique", "found": "a@x.org again, first in row 1"},
        {"n": 4, "c": "unique", "found": "c@x.org again, first in row 3"},
    ]
    lone = lakehouse.land("shop", "buyer", pa.table({"buyer_id": ["e"], "email": ["a@x.org"]}))
    assert lone.reasons[0].found == "a@x.org, which a has"


def test_the_same_content_twice_changes_nothing(lakehouse):
    content = sales({}, {"amount": "x"})
    lakehouse.land("shop", "sale", content, "a.csv")
    before = snapshot(lakehouse)
    report = lakehouse.land("shop", "sale", content, "copy of a.csv")
    assert report.repeated
    assert report.load_id is None
    assert str(report) == "shop.sale <- copy of a.csv: 2 rows, all loaded before; nothing changed."
    assert snapshot(lakehouse) == before


def test_the_order_of_rows_does_not_make_it_new(lakehouse):
    lakehouse.land("shop", "sale", sales({}, {"amount": "1"}))
    turned = sales({}, {"amount": "1"}).take([1, 0])
    assert lakehouse.land("shop", "sale", turned).repeated


def test_an_old_file_does_not_bring_back_the_past(lakehouse):
    old, new = sales({"amount": "1"}), sales({"amount": "2"})
    lakehouse.land("shop", "sale", old)
    lakehouse.land("shop", "sale", new)
    assert lakehouse.land("shop", "sale", old).repeated
    assert rows_of(lakehouse, "SELECT amount FROM shop.sale") == [{"amount": Decimal("2.0000")}]


def test_only_new_and_changed_rows_land_again(lakehouse):
    lakehouse.land("shop", "sale", sales({}, {"amount": "2"}))
    report = lakehouse.land("shop", "sale", sales({}, {"amount": "3"}, {}))
    assert (report.new, report.changed, report.unchanged) == (1, 1, 1)
    assert rows_of(lakehouse, "SELECT sale_id, amount, _load_id FROM shop.sale ORDER BY 1") == [
        {"sale_id": "S1", "amount": Decimal("12.5000"), "_load_id": 1},
        {"sale_id": "S2", "amount": Decimal("3.0000"), "_load_id": 2},
        {"sale_id": "S3", "amount": Decimal("12.5000"), "_load_id": 2},
    ]
    assert rows_of(lakehouse, "SELECT _load_id, _row, sale_id FROM landing.shop__sale ORDER BY ALL") == [
        {"_load_id": 1, "_row": 1, "sale_id": "S1"},
        {"_load_id": 1, "_row": 2, "sale_id": "S2"},
        {"_load_id": 2, "_row": 2, "sale_id": "S2"},
        {"_load_id": 2, "_row": 3, "sale_id": "S3"},
    ]


def test_a_known_bad_row_is_not_set_aside_twice(lakehouse):
    lakehouse.land("shop", "sale", sales({}, {"amount": "x"}), "a.csv")
    report = lakehouse.land("shop", "sale", sales({"amount": "3"}, {"amount": "x"}), "a.csv")
    assert (report.changed, report.quarantined) == (1, 1)
    assert rows_of(lakehouse, "SELECT load_id FROM meta.quarantine") == [{"load_id": 1}]


def test_a_dry_run_tells_the_same_and_changes_nothing(lakehouse):
    content = sales({}, {"amount": "x"}, {"amount": "3"})
    before = snapshot(lakehouse)
    would = lakehouse.land("shop", "sale", content, "a.csv", dry_run=True)
    assert snapshot(lakehouse) == before
    assert next(would.lines()) == (
        "shop.sale <- a.csv: 3 rows read, 2 would be landed (2 new, 0 changed), "
        "0 unchanged, 1 would be quarantined."
    )
    did = lakehouse.land("shop", "sale", content, "a.csv")
    same = ("read", "new", "changed", "unchanged", "quarantined", "reasons")
    assert [getattr(would, name) for name in same] == [getattr(did, name) for name in same]


def test_a_day_that_was_future_lands_when_it_has_come(lakehouse):
    lakehouse.prepare(Company(as_of=date(2024, 4, 30)))
    content = sales({}, {"sold_on": "2024-04-01"})
    assert lakehouse.land("shop", "sale", content).quarantined == 1
    assert lakehouse.land("shop", "sale", content).repeated
    lakehouse.prepare(Company(as_of=date(2024, 5, 31)))
    report = lakehouse.land("shop", "sale", content)
    assert (report.new, report.unchanged, report.quarantined) == (1, 1, 0)


def test_a_required_column_must_be_there(lakehouse):
    before = snapshot(lakehouse)
    with pytest.raises(ColumnsMissingError, match="no column 'sold_on', 'currency'") as caught:
        lakehouse.land(
            "shop", "sale", pa.table({"sale_id": ["S1"], "sold": ["2024-01-01"], "currency_": ["EUR"]})
        )
    assert "sold_on: Did you mean 'sold'" in caught.value.hint
    assert "currency: Did you mean 'currency_'" in caught.value.hint
    assert snapshot(lakehouse) == before


def test_absent_columns_take_their_default_and_unknown_ones_are_told(lakehouse):
    rows = pa.table(
        {"sale_id": ["S1"], "sold_on": [date(2024, 1, 1)], "currency": ["EUR"], "colour": ["red"]}
    )
    report = lakehouse.land("shop", "sale", rows)
    assert report.ignored == ("colour",)
    assert rows_of(lakehouse, "SELECT kind, amount FROM shop.sale") == [{"kind": "cash", "amount": None}]


def test_rows_come_as_stream_or_typed_table(lakehouse):
    batches = [
        pa.record_batch({"currency": ["EUR"], "rate_on": [date(2024, 1, day)], "value": [float(day)]})
        for day in (1, 2, 3)
    ]
    report = lakehouse.land("shop", "rate", iter(batches), "stream")
    assert (report.read, report.landed) == (3, 3)
    assert lakehouse.land("shop", "rate", pa.Table.from_batches(batches)).repeated


def test_nothing_to_land_is_no_load(lakehouse):
    for rows in (sales(), iter(())):
        if isinstance(rows, pa.Table):
            report = lakehouse.land("shop", "sale", rows)
            assert (report.read, report.load_id) == (0, None)
    assert rows_of(lakehouse, "SELECT * FROM meta.loads") == []


def test_a_load_that_fails_midway_leaves_no_trace(lakehouse):
    before = snapshot(lakehouse)
    lakehouse.engine.execute("DROP TABLE meta.quarantine")
    with pytest.raises(EngineFailedError):
        lakehouse.land("shop", "sale", sales({}, {"amount": "x"}))
    lakehouse.prepare()
    assert snapshot(lakehouse) == before


@pytest.mark.parametrize(
    ("content", "refusal", "refused"),
    [
        (({}, {"amount": "x"}), Refusal.NEVER, None),
        (({}, {"amount": "x"}), Refusal.ALL, None),
        (({}, {"amount": "x"}), Refusal.ANY, "1 of 2 rows do not fit"),
        (({"amount": "x"}, {"amount": "y"}), Refusal.ALL, "not one of 2 rows fits"),
        (({},), Refusal.ANY, None),
    ],
)
def test_a_load_may_bear_no_bad_row(lakehouse, content, refusal, refused):
    before = snapshot(lakehouse)

    def land(dry_run: bool) -> LoadReport:
        with incoming(lakehouse.engine, sales(*content), "a.csv") as rows:
            return lakehouse.land_staged("shop", "sale", rows, refusal=refusal, dry_run=dry_run)

    assert land(dry_run=True).read == len(content)
    if refused is None:
        assert land(dry_run=False).landed == 1
    else:
        with pytest.raises(RowsRefusedError, match=refused) as caught:
            land(dry_run=False)
        assert "a.csv, row" in caught.value.message
        assert snapshot(lakehouse) == before


def test_only_known_places_take_rows(lakehouse):
    with pytest.raises(ProductUnknownError, match="no product 'shp'"):
        lakehouse.land("shp", "sale", sales({}))
    with pytest.raises(TableUnknownError, match="no table 'sales'"):
        lakehouse.land("shop", "sales", sales({}))


def test_a_report_is_plain_data_too(lakehouse):
    report = lakehouse.land("shop", "sale", sales({"amount": "x"}), "a.csv").to_dict()
    assert json.loads(json.dumps(report)) == report
    assert report["reasons"][0]["found"] == "x"
    assert (report["landed"], report["quarantined"]) == (0, 1)
