from __future__ import annotations

import gzip
import json
from datetime import date, datetime
from decimal import Decimal

import pytest

from symphonies.platform.connectors import (
    MappingInvalidError,
    SourceEmptyError,
    SourceEncodingError,
    SourceNotFoundError,
    SourceUnreadableError,
    load,
    load_company,
)
from symphonies.platform.lakehouse import (
    ColumnsMissingError,
    CompanyInvalidError,
    RowsRefusedError,
    TableUnknownError,
)

LEDGER = """\
Nr;Kunde;Name;Datum;Faellig;Betrag;Strittig;Art
R1;K1;Anna;31.01.2024;01.03.2024;1.234,50;Ja;R
R2;K1;Anna;01.02.2024;02.03.2024;10,00;Nein;G
R3;K2;Bert;30.02.2024;;7;;R
R4;K2;Bert;05.02.2024;;7,5,0;;R
"""
MAPPING = """\
product: shop
source: {file: ledger.csv}
tables:
  buyer:
    distinct: true
    columns: {buyer_id: Kunde, name: Name}
  invoice:
    columns:
      invoice_id: Nr
      buyer_id: Kunde
      issued_on: {from: Datum, format: "%d.%m.%Y"}
      due_on: {from: Faellig, format: "%d.%m.%Y"}
      amount: {from: Betrag, decimal: ",", thousands: "."}
      currency: {constant: EUR}
      disputed: {from: Strittig, values: {Ja: true, Nein: false}}
      kind: {from: Art, values: {R: invoice, G: credit_note}}
"""
EVENTS = """\
case,what,at,pieces
A,NEW,2024-01-01 10:00:00,1
A,BILLED,2024-01-03 10:00:00,2
A,BILLED,2024-01-02 10:00:00,3
B,NEW,2024-07-01T08:00:00+02:00,x
C,NEW,2024-07-01 08:00:00,5
C,DELETE,2024-07-02 08:00:00,
"""
VISITS = """\
product: shop
source: {file: events.csv}
tables:
  visit:
    where: what <> 'IGNORE'
    group_by: [case]
    having: count(*) FILTER (WHERE what = 'DELETE') = 0
    columns:
      visit_id: case
      opened_at: {expression: min(at), time_zone: Europe/Berlin}
      billed_at: {expression: min(at) FILTER (WHERE what = 'BILLED'), time_zone: Europe/Berlin}
      steps: {expression: count(*)}
      pieces: {expression: sum(cast(pieces AS INTEGER))}
"""


def rows(lakehouse, query):
    return lakehouse.engine.execute(query).to_pylist()


@pytest.fixture
def mapping(write):
    write("ledger.csv", LEDGER)
    return write("m.yaml", MAPPING)


def test_one_file_feeds_several_tables(lakehouse, mapping):
    loaded = load(lakehouse, mapping=mapping)
    buyers, invoices = loaded.reports
    assert (buyers.read, buyers.new, invoices.read, invoices.new, invoices.quarantined) == (2, 2, 4, 2, 2)
    assert rows(lakehouse, "SELECT * EXCLUDE (_load_id) FROM shop.invoice ORDER BY 1") == [
        {
            "invoice_id": "R1",
            "buyer_id": "K1",
            "issued_on": date(2024, 1, 31),
            "due_on": date(2024, 3, 1),
            "amount": Decimal("1234.5000"),
            "currency": "EUR",
            "disputed": True,
            "kind": "invoice",
        },
        {
            "invoice_id": "R2",
            "buyer_id": "K1",
            "issued_on": date(2024, 2, 1),
            "due_on": date(2024, 3, 2),
            "amount": Decimal("10.0000"),
            "currency": "EUR",
            "disputed": False,
            "kind": "credit_note",
        },
    ]
    assert [(reason.row, reason.column, reason.found) for reason in invoices.reasons] == [
        (3, "issued_on", "30.02.2024"),
        (4, "amount", "7,5,0"),
    ]
    (raw, _) = rows(lakehouse, "SELECT raw FROM meta.quarantine ORDER BY row_number")
    assert json.loads(raw["raw"]) == {
        "Nr": "R3",
        "Kunde": "K2",
        "Name": "Bert",
        "Datum": "30.02.2024",
        "Faellig": None,
        "Betrag": "7",
        "Strittig": None,
        "Art": "R",
    }
    assert loaded.landed == 4
    assert list(loaded.lines())[-1] == "2 rows wait in quarantine; mend at the source and load again."


def test_the_same_file_twice_changes_nothing(lakehouse, mapping):
    load(lakehouse, mapping=mapping)
    before = [
        rows(lakehouse, f"SELECT * FROM {table} ORDER BY ALL") for table in ("meta.loads", "meta.quarantine")
    ]
    assert all(report.repeated for report in load(lakehouse, mapping=mapping).reports)
    assert before == [
        rows(lakehouse, f"SELECT * FROM {table} ORDER BY ALL") for table in ("meta.loads", "meta.quarantine")
    ]


def test_a_dry_run_tells_and_changes_nothing(lakehouse, mapping):
    told = load(lakehouse, mapping=mapping, dry_run=True)
    assert (told.landed, told.quarantined) == (4, 2)
    assert str(told).endswith("Nothing was changed: this was a dry run.")
    assert json.loads(json.dumps(told.to_dict()))["loads"][1]["quarantined"] == 2
    assert rows(lakehouse, "SELECT * FROM meta.loads") == []


def test_the_source_and_the_table_can_be_named_at_the_call(lakehouse, mapping, write):
    other = write("other.csv.gz", gzip.compress(LEDGER.replace("R1", "R9").encode()))
    loaded = load(lakehouse, "shop", place=str(other), mapping=mapping, table="invoice")
    assert [report.name for report in loaded.reports] == ["shop.invoice"]
    assert loaded.reports[0].source == "other.csv.gz"
    with pytest.raises(MappingInvalidError, match="is for 'shop', not for 'bank'"):
        load(lakehouse, "bank", mapping=mapping)
    with pytest.raises(TableUnknownError, match="maps no table 'visit'"):
        load(lakehouse, mapping=mapping, table="visit")


def test_a_log_of_events_becomes_one_row_a_case(lakehouse, write):
    write("events.csv", EVENTS)
    (report,) = load(lakehouse, mapping=write("v.yaml", VISITS)).reports
    assert rows(lakehouse, "SELECT * EXCLUDE (_load_id) FROM shop.visit") == [
        {
            "visit_id": "A",
            "opened_at": datetime(2024, 1, 1, 9),
            "billed_at": datetime(2024, 1, 2, 9),
            "steps": 3,
            "pieces": 6,
        }
    ]
    (reason,) = report.reasons
    assert (reason.row, reason.column, reason.found, reason.check) == (4, "pieces", "x", "type")


def test_a_time_that_names_its_offset_keeps_it(lakehouse, write):
    write("events.csv", EVENTS.replace(",x", ",1"))
    load(lakehouse, mapping=write("v.yaml", VISITS))
    assert rows(lakehouse, "SELECT opened_at FROM shop.visit WHERE visit_id = 'B'") == [
        {"opened_at": datetime(2024, 7, 1, 6)}
    ]


def test_rows_with_a_wrong_number_of_cells_wait_in_quarantine(lakehouse, write):
    write("ledger.csv", LEDGER + "R5;K3;Carl\n" + "R6;K3;Carl;06.02.2024;;8;;R\n")
    buyers, invoices = load(lakehouse, mapping=write("m.yaml", MAPPING)).reports
    assert (buyers.new, buyers.quarantined) == (3, 1)
    (cells,) = [reason for reason in invoices.reasons if reason.check == "cells"]
    assert str(cells) == (
        "ledger.csv, row 5, found R5;K3;Carl, expected: as many cells as the header has [cells]"
    )
    assert rows(lakehouse, "SELECT _row FROM landing.shop__invoice WHERE invoice_id = 'R6'") == [{"_row": 6}]
    assert rows(lakehouse, "SELECT DISTINCT raw FROM meta.quarantine WHERE check_name = 'cells'") == [
        {"raw": '{"_broken":"R5;K3;Carl"}'}
    ]


def test_numbers_read_as_whole_and_values_that_mean_nothing(lakehouse, write):
    write("a.csv", "id,name\n17.0,none\n18,Eva\n")
    text = (
        "product: shop\nsource: {file: a.csv}\ntables:\n  buyer:\n    columns:\n"
        "      buyer_id: {from: id, cast: integer}\n      name: {from: name, values: {none: null}}\n"
    )
    load(lakehouse, mapping=write("m.yaml", text))
    assert rows(lakehouse, "SELECT buyer_id, name FROM shop.buyer ORDER BY 1") == [
        {"buyer_id": "17", "name": None},
        {"buyer_id": "18", "name": "Eva"},
    ]


def test_a_cast_that_fails_refuses_the_row_and_a_soft_one_does_not(lakehouse, write):
    write("a.csv", "id,n\n1,2\n2,x\n")
    text = (
        "product: shop\nsource: {file: a.csv}\ntables:\n  visit:\n    columns:\n      visit_id: id\n"
        "      steps: {constant: 1}\n      pieces: {expression: CAST(n AS INTEGER) * 10}\n"
    )
    (strict,) = load(lakehouse, mapping=write("m.yaml", text), dry_run=True).reports
    assert (strict.landed, strict.quarantined, strict.reasons[0].found) == (1, 1, "x")
    load(lakehouse, mapping=write("m.yaml", text.replace("CAST(", "TRY_CAST(")))
    assert rows(lakehouse, "SELECT visit_id, pieces FROM shop.visit ORDER BY 1") == [
        {"visit_id": "1", "pieces": 20},
        {"visit_id": "2", "pieces": None},
    ]


def test_files_of_a_folder_follow_each_other(lakehouse, write, tmp_path):
    write("days/1.csv", "buyer_id,name\na,old\nb,same\n")
    write("days/2.csv", "buyer_id,name\na,new\nb,same\n")
    mapping = write(
        "m.yaml",
        "product: shop\nsource: {folder: days}\ntables:\n  buyer:\n"
        "    columns: {buyer_id: buyer_id, name: name}\n",
    )
    first, second = load(lakehouse, mapping=mapping).reports
    assert (first.new, second.changed, second.unchanged) == (2, 1, 1)
    assert rows(lakehouse, "SELECT name FROM shop.buyer WHERE buyer_id = 'a'") == [{"name": "new"}]
    write("days/3.csv", "buyer_id,name\nc,late\n")
    assert [report.repeated for report in load(lakehouse, mapping=mapping).reports] == [True, True, False]


def test_files_of_a_folder_can_be_one_source(lakehouse, write):
    write("log/1.csv", "case,what,at,pieces\nA,NEW,2024-01-01,1\n")
    write("log/2.csv", "case,what,at,pieces\nB,NEW,2024-01-02,1\nA,BILLED,2024-01-03,x\n")
    text = VISITS.replace("file: events.csv", "folder: log")
    with pytest.raises(MappingInvalidError, match=r"v\.yaml:6: groups could reach over several files"):
        load(lakehouse, mapping=write("v.yaml", text))
    text = text.replace("folder: log", "folder: log, combine: true").replace("CAST(pieces", "CAST(pieces")
    (report,) = load(lakehouse, mapping=write("v.yaml", text)).reports
    assert (report.source, report.read, report.landed) == ("1.csv and 1 more", 2, 1)
    write("log/3.csv", "case;other\nC;x\n")
    with pytest.raises(
        SourceUnreadableError, match=r"3\.csv is not like 1\.csv: it lacks at, pieces, what and adds other"
    ):
        load(lakehouse, mapping=write("v.yaml", text))


def test_the_file_of_a_bad_row_is_told_within_a_folder(lakehouse, write):
    write("all/1.csv", "id,n\n1,1\n2,2\n")
    write("all/2.csv", "id,n\n3,3\n4,x\n")
    text = (
        "product: shop\nsource: {folder: all, combine: true}\ntables:\n  visit:\n"
        "    columns: {visit_id: id, steps: n}\n"
    )
    (report,) = load(lakehouse, mapping=write("m.yaml", text)).reports
    assert (report.reasons[0].source, report.reasons[0].row) == ("2.csv", 2)


def test_without_a_mapping_names_must_be_those_of_the_contract(lakehouse, write, tmp_path):
    write("plain/buyer.csv", "buyer_id,name,shoe\na,Anna,38\n")
    write(
        "plain/invoice.jsonl",
        '{"invoice_id": "R1", "issued_on": "2024-01-01", "amount": 5, "currency": "EUR"}\n',
    )
    loaded = load(lakehouse, "shop", place=str(tmp_path / "plain"))
    assert [(report.name, report.landed, report.ignored) for report in loaded.reports] == [
        ("shop.buyer", 1, ("shoe",)),
        ("shop.invoice", 1, ()),
    ]
    other = write("people.csv", "buyer_id\nb\n")
    with pytest.raises(TableUnknownError, match=r"people\.csv is not named like a table of shop"):
        load(lakehouse, "shop", place=str(other))
    assert load(lakehouse, "shop", place=str(other), table="buyer").landed == 1
    with pytest.raises(ColumnsMissingError, match="no column 'steps'"):
        load(lakehouse, "shop", place=str(write("visit.csv", "visit_id\na\n")))
    with pytest.raises(SourceNotFoundError, match="Neither a mapping"):
        load(lakehouse, "shop")


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", SourceEmptyError),
        (b"Nr;Kunde\n", SourceEmptyError),
        ("Nr\nM\xfcller\n".encode("latin-1"), SourceEncodingError),
    ],
)
def test_a_source_that_cannot_be_read_leaves_the_store_as_it_was(lakehouse, write, content, error):
    write("ledger.csv", content)
    with pytest.raises(error):
        load(lakehouse, mapping=write("m.yaml", MAPPING))
    assert rows(lakehouse, "SELECT * FROM meta.loads") == []
    assert rows(lakehouse, "SELECT count(*) AS n FROM duckdb_tables() WHERE temporary") == [{"n": 0}]


def test_tables_of_one_file_land_together_or_not_at_all(lakehouse, mapping):
    with pytest.raises(RowsRefusedError, match=r"shop\.invoice <- ledger\.csv: 2 of 4 rows do not fit"):
        load(lakehouse, mapping=mapping, strict=True)
    assert rows(lakehouse, "SELECT * FROM shop.buyer") == []
    assert rows(lakehouse, "SELECT * FROM meta.loads") == []
    assert not load(lakehouse, mapping=mapping, strict=True, dry_run=True).ok


def test_when_no_row_fits_the_mapping_is_wrong(lakehouse, write):
    write("ledger.csv", LEDGER)
    wrong = write("m.yaml", MAPPING.replace("%d.%m.%Y", "%m/%d/%Y"))
    with pytest.raises(RowsRefusedError) as caught:
        load(lakehouse, mapping=wrong)
    assert (
        "not one of 4 rows fits the contract, so nothing was loaded.\n  ledger.csv, row 1, column issued_on: "
        "found '31.01.2024'" in caught.value.message
    )
    assert rows(lakehouse, "SELECT * FROM meta.loads") == []


def test_a_whole_company_is_a_folder(lakehouse, write, tmp_path):
    write("mine/ledger.csv", LEDGER)
    write("mine/events.csv", EVENTS)
    write("mine/company.yaml", "name: Mine\ncurrency: CHF\nas_of: 2024-01-31\n")
    write("mine/a.mapping.yaml", MAPPING)
    write("mine/b.mapping.yaml", VISITS)
    would = load_company(lakehouse, tmp_path / "mine", dry_run=True)
    assert lakehouse.company.name == "Corner Shop"
    did = load_company(lakehouse, tmp_path / "mine")
    assert (
        [(one.name, one.landed, one.quarantined) for one in would.reports]
        == [(one.name, one.landed, one.quarantined) for one in did.reports]
        == [("shop.buyer", 2, 0), ("shop.invoice", 1, 3), ("shop.visit", 1, 1)]
    )
    assert (lakehouse.company.name, lakehouse.company.as_of) == ("Mine", date(2024, 1, 31))
    assert (lakehouse.store_dir / "company.yaml").read_text().startswith("name: Mine")
    assert next(did.lines()) == "Mine, figures in CHF, as of 2024-01-31."


def test_a_company_needs_its_file_and_a_mapping(lakehouse, write, tmp_path):
    (tmp_path / "none").mkdir()
    with pytest.raises(CompanyInvalidError, match="cannot be read"):
        load_company(lakehouse, tmp_path / "none")
    write("none/company.yaml", "name: None\n")
    with pytest.raises(SourceNotFoundError, match=r"holds no \*\.mapping\.yaml"):
        load_company(lakehouse, tmp_path / "none")
    write("none/x.mapping.yaml", MAPPING.replace("invoice_id: Nr", "invoice: Nr"))
    with pytest.raises(MappingInvalidError):
        load_company(lakehouse, tmp_path / "none")
    assert lakehouse.company.name == "Corner Shop"
