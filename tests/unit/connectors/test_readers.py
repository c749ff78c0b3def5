from __future__ import annotations

import pyarrow as pa
import pytest
import sqlalchemy as sa
from pyarrow import parquet

from symphonies.platform.connectors import (
    Source,
    SourceDriverMissingError,
    SourceEmptyError,
    SourceNotFoundError,
    SourceUnreadableError,
    SourceUnsupportedError,
)
from symphonies.platform.connectors.readers.csv import sniff_delimiter
from symphonies.platform.connectors.readers.open import openers


def rows(path, **options) -> list[dict[str, object]]:
    (opener,) = openers(Source(file=str(path), **options), path.parent)
    with opener() as batches:
        return [row for batch in batches.stream for row in batch.to_pylist()]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(delimiter):
    lines = [delimiter.join(cells) for cells in (["a", "b", "c"], ["1", "x", "3"], ["4", '"y,;z"', "6"])]
    assert sniff_delimiter(lines) == delimiter


def test_decimal_commas_do_not_pass_for_delimiters():
    assert sniff_delimiter(["id;amount", "1;2,5", "2;3,5", "3;4"]) == ";"


def test_cells_of_csv_are_text_and_empty_ones_nothing(write):
    path = write("a.csv", 'id, name \n1,"x, ""y""\nz"\n2,\n3,NA\n')
    assert rows(path, null_values=("NA",)) == [
        {"id": "1", "name": 'x, "y"\nz'},
        {"id": "2", "name": None},
        {"id": "3", "name": None},
    ]


def test_csv_without_header_takes_the_given_names(write):
    path = write("a.csv", "1;2\n3;4\n")
    assert rows(path, header=False, columns=("a", "b")) == [{"a": "1", "b": "2"}, {"a": "3", "b": "4"}]
    assert rows(path, columns=("a", "b")) == [{"a": "3", "b": "4"}]


def test_nameless_columns_are_numbered_and_twins_refused(write):
    assert rows(write("a.csv", "a,,b\n1,2,3\n")) == [{"a": "1", "column_2": "2", "b": "3"}]
    with pytest.raises(SourceUnreadableError, match="'a' 2 times"):
        rows(write("b.csv", "a,A\n1,2\n"))


def test_rows_with_a_wrong_number_of_cells_are_set_aside(write):
    path = write("a.csv", "a,b\n1,2\n3\n4,5\n6,7,8\n9,10\n")
    (opener,) = openers(Source(file="a.csv"), path.parent)
    with opener() as batches:
        assert sum(batch.num_rows for batch in batches.stream) == 3
    assert [(row.number, row.text, row.cells) for row in batches.misshapen] == [(2, "3", 1), (4, "6,7,8", 3)]


def test_an_open_quotation_mark_is_told(write):
    path = write("a.csv", 'a,b\n1,"2\n' + "3,4\n" * 3_000_000)
    with pytest.raises(SourceUnreadableError, match=r"a\.csv cannot be read as CSV"):
        rows(path)


def test_json_lines_are_flattened(write):
    path = write("a.jsonl", '{"a": 1, "b": {"c": true, "d": [1, 2]}}\n\n{"a": null, "e": "x"}\n')
    assert rows(path) == [
        {"a": "1", "b.c": "true", "b.d": "[1,2]", "e": None},
        {"a": None, "b.c": None, "b.d": None, "e": "x"},
    ]


@pytest.mark.parametrize(
    ("content", "told"), [('{"a": 1}\n{"a": \n', "line 2: no JSON"), ("[1]\n", "line 1: no object but list")]
)
def test_a_bad_json_line_is_told_with_its_number(write, content, told):
    with pytest.raises(SourceUnreadableError, match=told):
        rows(write("a.jsonl", content))


def test_parquet_keeps_its_types(tmp_path):
    path = tmp_path / "a.parquet"
    parquet.write_table(pa.table({"a": [1, 2], "b": [1.5, None]}), path)
    assert rows(path) == [{"a": 1, "b": 1.5}, {"a": 2, "b": None}]
    path.write_bytes(path.read_bytes()[:-10])
    with pytest.raises(SourceUnreadableError, match="cannot be read as Parquet"):
        rows(path)


@pytest.fixture
def database(tmp_path):
    url = f"sqlite:///{tmp_path / 'ledger.db'}"
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        connection.execute(sa.text("CREATE TABLE bill (id INTEGER, amount NUMERIC, day DATE, note BLOB)"))
        connection.execute(
            sa.text("INSERT INTO bill VALUES (1, 2.5, '2024-01-01', x'ff'), (2, NULL, NULL, NULL)")
        )
    engine.dispose()
    return url


@pytest.mark.parametrize("part", [{"table": "bill"}, {"query": "SELECT * FROM bill ORDER BY id"}])
def test_a_database_is_read_as_text(database, tmp_path, part):
    (opener,) = openers(Source(url=database, **part), tmp_path)
    with opener() as batches:
        found = [row for batch in batches.stream for row in batch.to_pylist()]
    assert found == [
        {"id": "1", "amount": "2.5", "day": "2024-01-01", "note": "ff"},
        {"id": "2", "amount": None, "day": None, "note": None},
    ]


def test_a_database_address_may_take_its_secret_from_the_environment(database, tmp_path, monkeypatch):
    monkeypatch.setenv("LEDGER", database)
    (opener,) = openers(Source(url="${LEDGER}", table="bill"), tmp_path)
    with opener() as batches:
        assert batches.columns == ["id", "amount", "day", "note"]
    with pytest.raises(SourceUnreadableError, match="ABSENT is not set"):
        openers(Source(url="${ABSENT}", table="bill"), tmp_path)


@pytest.mark.parametrize(
    ("url", "error", "told"),
    [
        ("sqlite:////no/such/folder/x.db", SourceUnreadableError, "unable to open"),
        ("nonsense", SourceUnreadableError, "address cannot be read"),
        ("oracledb://u:secret@h/d", SourceDriverMissingError, "No driver for oracledb"),
        ("mysql+pymysql://u:secret@h/d", SourceDriverMissingError, "No driver for mysql"),
    ],
)
def test_a_database_that_cannot_be_read_is_told_without_secrets(tmp_path, url, error, told):
    (opener,) = openers(Source(url=url, table="t"), tmp_path)
    with pytest.raises(error, match=told) as caught:
        opener()
    assert "secret" not in str(caught.value)


def test_an_unknown_table_of_a_database_is_told(database, tmp_path):
    (opener,) = openers(Source(url=database, table="bills"), tmp_path)
    with pytest.raises(SourceUnreadableError, match="no such table: bills"):
        opener()


def test_files_that_are_not_there(write, tmp_path):
    write("invoices.csv", "a\n1\n")
    with pytest.raises(SourceNotFoundError, match="There is no file") as caught:
        openers(Source(file="invoice.csv"), tmp_path)
    assert "invoices.csv" in caught.value.hint
    write("book.xlsx", "x")
    with pytest.raises(SourceUnsupportedError, match=r"book\.xlsx"):
        openers(Source(file="book.xlsx"), tmp_path)
    with pytest.raises(SourceNotFoundError, match="No source is named"):
        openers(Source(), tmp_path)


def test_a_folder_is_read_in_the_order_of_names(write, tmp_path):
    for name in ("days/2.csv", "days/1.csv", "days/notes.md", "days/.hidden.csv"):
        write(name, "a\n1\n")
    names = []
    for opener in openers(Source(folder="days"), tmp_path):
        with opener() as batches:
            names.append(batches.name)
    assert names == ["1.csv", "2.csv"]
    with pytest.raises(SourceNotFoundError, match="holds no file"):
        openers(Source(folder="days", pattern="*.parquet"), tmp_path)


def test_a_header_alone_is_no_row(write):
    path = write("a.csv", "a,b\n")
    assert rows(path) == []
    with pytest.raises(SourceEmptyError):
        rows(write("b.csv", ""))
