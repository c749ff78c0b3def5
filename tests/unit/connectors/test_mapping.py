from __future__ import annotations

import pytest

from symphonies.platform.connectors import MappingInvalidError, load, read_mapping
from symphonies.platform.connectors.mapping.expression import ExpressionRefused, parse_expression, prepare

SOURCE = 'Nr,Datum,Betrag,Kunde\nR1,31.01.2024,"1.234,50",K1\n'
GOOD = """\
product: shop
source: {file: a.csv}
tables:
  invoice:
    columns:
      invoice_id: Nr
      issued_on: {from: Datum, format: "%d.%m.%Y"}
      amount: {from: Betrag, decimal: ",", thousands: "."}
      currency: {constant: EUR}
"""


@pytest.mark.parametrize(
    ("before", "after", "told", "hint"),
    [
        (
            "invoice_id: Nr",
            "invoice_id: {}",
            "m.yaml:6: tables.invoice.columns.invoice_id: needs exactly one of",
            "",
        ),
        (
            "{constant: EUR}",
            "{constant: EUR, from: Nr}",
            "m.yaml:9: tables.invoice.columns.currency: needs exactly one",
            "",
        ),
        ("{constant: EUR}", "{constant: EUR, format: x}", "a constant stands alone", ""),
        ('decimal: ","', 'decimal: "."', "decimal and thousands are the same sign", ""),
        (
            'format: "%d.%m.%Y"',
            "format_: x",
            "m.yaml:7: tables.invoice.columns.issued_on.format_: unknown name",
            "'format'",
        ),
        ('format: "%d.%m.%Y"', "time_zone: Mars/Base", "is no IANA time zone", ""),
        ('format: "%d.%m.%Y"', "format: '%z', time_zone: UTC", "format reads a time zone already", ""),
        (
            "source: {file: a.csv}",
            "source: {file: a.csv, folder: b}",
            "m.yaml:2: source: file and folder are given",
            "",
        ),
        ("source: {file: a.csv}", "source: {url: 'sqlite://'}", "url needs either table or query", ""),
        ("source: {file: a.csv}", "source: {file: a.csv, header: false}", "without a header", ""),
        ("    columns:\n", "    having: count(*) > 1\n    columns:\n", "having needs group_by", ""),
        (
            "    columns:\n",
            "    distinct: true\n    group_by: [Nr]\n    columns:\n",
            "exclude each other",
            "",
        ),
    ],
)
def test_a_mapping_that_contradicts_itself_is_refused_with_its_line(write, before, after, told, hint):
    assert before in GOOD
    with pytest.raises(MappingInvalidError) as caught:
        read_mapping(write("m.yaml", GOOD.replace(before, after, 1)))
    assert told in caught.value.message
    assert hint in caught.value.hint


@pytest.mark.parametrize(
    ("before", "after", "told", "hint"),
    [
        (
            "tables:\n  invoice:",
            "tables:\n  invoices:",
            "m.yaml:4: shop.invoices cannot be loaded",
            "'invoice'",
        ),
        ("issued_on:", "issud_on:", "m.yaml:7: shop.invoice has no column 'issud_on'", "'issued_on'"),
        (
            "      invoice_id: Nr\n",
            "",
            "m.yaml:5: invoice needs 'invoice_id', which the contract requires",
            "constant",
        ),
        ("invoice_id: Nr", "invoice_id: nr", "m.yaml:6: the source has no column 'nr'", "'Nr'"),
        (
            "invoice_id: Nr",
            "invoice_id: {expression: lower(Nummer)}",
            "m.yaml:6: the source has no column 'Nummer'",
            "",
        ),
        (
            "invoice_id: Nr",
            "invoice_id: {expression: Nr * 2}",
            "m.yaml:6: Binder Error",
            "cast numbers and dates first",
        ),
        ("invoice_id: Nr", "invoice_id: {expression: max(Nr)}", "m.yaml:6: max aggregates", ""),
        ("invoice_id: Nr", "invoice_id: {expression: (SELECT 1)}", "may not be used in a mapping", ""),
        ('format: "%d.%m.%Y"', 'format: "%Q"', "m.yaml:7: ", ""),
        (
            "    columns:\n",
            "    where: Betrg > 1\n    columns:\n",
            "m.yaml:5: the source has no column 'Betrg'",
            "'Betrag'",
        ),
        (
            "    columns:\n",
            "    group_by: [Nr]\n    columns:\n",
            "'Datum' may differ within a group",
            "min(Datum)",
        ),
        (
            "    columns:\n",
            "    group_by: [Nummer]\n    columns:\n",
            "m.yaml:5: the source has no column 'Nummer'",
            "",
        ),
        ("product: shop", "product: shopp", "There is no product 'shopp'", "'shop'"),
    ],
)
def test_a_mapping_that_fits_nothing_changes_nothing(lakehouse, write, before, after, told, hint):
    write("a.csv", SOURCE)
    assert before in GOOD
    with pytest.raises(Exception, match=r".") as caught:
        load(lakehouse, mapping=write("m.yaml", GOOD.replace(before, after, 1)))
    assert told in caught.value.message
    assert hint in caught.value.hint
    assert lakehouse.engine.execute("SELECT count(*) AS n FROM meta.loads").to_pylist() == [{"n": 0}]


def test_all_faults_are_told_at_once(lakehouse, write):
    write("a.csv", SOURCE)
    text = GOOD.replace("invoice_id: Nr", "invoice_id: Nummer").replace("from: Betrag", "from: Betraege")
    with pytest.raises(MappingInvalidError) as caught:
        load(lakehouse, mapping=write("m.yaml", text))
    assert [line.rpartition(":")[2] for line in caught.value.message.splitlines()] == [
        " the source has no column 'Nummer'.",
        " the source has no column 'Betraege'.",
    ]


@pytest.mark.parametrize(
    "sql",
    [
        "a + 1",
        "lower(trim(a)) || '-' || b",
        "CASE WHEN a = 'x' THEN 1 ELSE 2 END",
        "coalesce(a, b, 'none')",
        "a IN ('x', 'y') AND NOT b LIKE 'z%'",
        "cast(a AS DATE) + INTERVAL 30 DAY",
        "strptime(a, '%d.%m.%Y')",
        "date_trunc('month', cast(a AS DATE))",
        "a BETWEEN '1' AND '2' OR b IS NULL",
        "regexp_replace(a, 'x', '')",
        "split_part(a, '-', 2)",
        "round(cast(a AS DOUBLE) / 100, 2)",
        "greatest(a, b)",
        "left(a, 3)",
        "if(a = 'x', 1, 2)",
    ],
)
def test_scalar_expressions_are_understood(sql):
    parse_expression(sql)


@pytest.mark.parametrize(
    ("sql", "told"),
    [
        ("(SELECT max(x) FROM t)", "SUBQUERY may not"),
        ("read_csv('/etc/passwd')", "read_csv may not"),
        ("row_number() OVER ()", "may not be used"),
        ("sum(a)", "aggregates"),
        ("getenv('HOME')", "getenv may not"),
        ("a; DROP TABLE b", "BLOCK may not"),
        ("DROP TABLE b", "DROP may not"),
        ("t.a", "names a table"),
        ("EXISTS (SELECT 1)", "may not"),
        ("a +", "no SQL expression"),
        ("current_setting('x')", "may not"),
        ("a IN (SELECT 1)", "may not"),
        ("COLUMNS('a')", "may not"),
        ("*", "may not"),
        ("[x for x in a]", "may not"),
    ],
)
def test_more_than_that_is_refused(sql, told):
    with pytest.raises(ExpressionRefused, match=told.replace("(", r"\(")):
        parse_expression(sql)


def test_aggregates_are_understood_in_groups_only():
    parse_expression("min(a) FILTER (WHERE b = 'NEW')", aggregates=True)
    parse_expression("count(DISTINCT a) + count(*)", aggregates=True)
    with pytest.raises(ExpressionRefused):
        parse_expression("string_agg(a, ',')", aggregates=True)


def test_casts_become_soft_and_their_failures_known():
    found = prepare(parse_expression("cast(betrag AS DECIMAL(18,2)) * 2"), ["Betrag"])
    assert found.sql == '(TRY_CAST("Betrag" AS DECIMAL(18, 2)) * 2)'
    assert found.failures == (
        (
            '(TRY_CAST("Betrag" AS DECIMAL(18, 2)) IS NULL AND "Betrag" IS NOT NULL)',
            'CAST("Betrag" AS VARCHAR)',
        ),
    )
    assert prepare(parse_expression("try_cast(a AS INT)"), ["a"]).failures == ()
    assert prepare(parse_expression("DATE '2024-01-01'"), ["a"]).failures == ()
