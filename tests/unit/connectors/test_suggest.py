from __future__ import annotations

import json

import pytest

from symphonies.platform.connectors import SourceEmptyError, load, suggest_mapping
from symphonies.platform.connectors.suggest.profile import profile_of
from symphonies.platform.connectors.suggest.words import similarity, words

LEDGER = (
    "Document No,Customer Number,Document Date,Due Date,Amount,Ccy,Disputed,Colour\n"
    '1001,C1,13.01.2024,12.02.2024,"1.234,50",EUR,Yes,red\n'
    '1002,C1,14.01.2024,13.02.2024,"10,00",USD,No,blue\n'
)


def test_names_are_words():
    assert words("invoiceNumber") == words("invoice_no") == words("Bill ID") == {"invoice", "id"}
    assert words("CCYCode") == {"currency", "id"}


@pytest.mark.parametrize(
    ("source", "column", "table", "likely"),
    [
        ("InvoiceNumber", "invoice_id", "invoice", True),
        ("cust_no", "customer_id", "invoice", True),
        ("InvoiceDate", "issued_on", "invoice", True),
        ("SettledDate", "received_on", "receipt", True),
        ("InvoiceAmount", "amount", "receipt", True),
        ("casetype", "case_type", "invoice_event", True),
        ("timestamp", "occurred_at", "event", True),
        ("countryCode", "receipt_id", "receipt", False),
        ("customerID", "invoice_id", "invoice", False),
        ("DaysLate", "terms_days", "customer", False),
        ("Nr", "invoice_id", "invoice", True),
        ("Fälligkeitsdatum", "amount", "invoice", False),
        ("Kunden-Nr", "customer_id", "invoice", True),
        ("Rechnungsnummer", "receipt_id", "receipt", False),
        ("Nr", "entity_id", "invoice", False),
        ("Datum", "issued_on", "invoice", True),
        ("PaperlessDate", "disputed_on", "invoice", False),
        ("DueDate", "issued_on", "invoice", False),
    ],
)
def test_names_that_mean_the_same_are_alike(source, column, table, likely):
    assert (similarity(source, column, table) >= 0.5) is likely


def test_values_show_how_they_are_written():
    assert profile_of("d", ["13.01.2024", "02.03.2024", None]).formats == ("%d.%m.%Y",)
    assert profile_of("d", ["1/2/2024"]).formats[:2] == ("%m/%d/%Y", "%d/%m/%Y")
    assert profile_of("d", ["2024-01-02T10:00:00.123Z"]).formats == ("%Y-%m-%d %H:%M:%S",)
    number = profile_of("n", ["1.234,50", "-7,1"])
    assert (number.decimal, number.thousands, number.whole) == (",", ".", False)
    assert profile_of("n", ["1", "2.0"]).whole
    assert profile_of("n", ["1", "x"]).decimal is None
    assert profile_of("n", ["a", "a"]).distinct is False
    assert profile_of("n", [None, ""]).filled == 0


def test_a_draft_can_be_loaded_as_it_is(lakehouse, product, write):
    path = write("ledger.csv", LEDGER)
    found = suggest_mapping(str(path), product, tables=["invoice"])
    assert 'issued_on: {from: Document Date, format: "%d.%m.%Y"}' in found.text
    assert 'amount: {from: Amount, decimal: ",", thousands: "."}' in found.text
    assert "currency: Ccy" in found.text
    assert found.unused == ("Colour",)
    assert "# Columns of the source that feed nothing: Colour" in str(found)
    (report,) = load(lakehouse, mapping=write("draft.yaml", found.text)).reports
    assert (report.read, report.landed) == (2, 2)


def test_tables_are_chosen_by_what_the_source_can_feed(product, write):
    found = suggest_mapping(str(write("ledger.csv", LEDGER)), product, currency="CHF")
    assert [(table.table, table.distinct) for table in found.tables] == [("buyer", True), ("invoice", False)]
    plain = json.loads(json.dumps(found.to_dict()))
    assert {"table": "invoice", "column": "invoice_id", "score": 1.0, "from": "Document No"} in plain[
        "matches"
    ]
    assert plain["missing"] == []


def test_what_nothing_feeds_is_left_as_a_comment(product, write):
    found = suggest_mapping(str(write("a.csv", "Invoice No,Net\n1,5\n")), product, tables=["invoice"])
    assert "# issued_on: ?  # required (When), and nothing in the source looks like it" in found.text
    assert "currency: {constant: EUR}  # assumed: no column holds it" in found.text
    assert found.tables[0].missing == ("issued_on",)


def test_a_key_on_several_rows_asks_for_distinct(product, write):
    found = suggest_mapping(str(write("a.csv", "Buyer ID,Name\n1,A\n1,A\n")), product, tables=["buyer"])
    assert "distinct: true" in found.text


def test_a_file_without_rows_gives_no_draft(product, write):
    with pytest.raises(SourceEmptyError):
        suggest_mapping(str(write("a.csv", "a,b\n")), product)
