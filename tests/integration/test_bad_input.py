"""Bad input: a clear error that says where and how to mend, an exit code, and an unchanged store."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest

from tests.live import call

MAPPING = """
product: invoicing
tables:
  invoice:
    columns:
      invoice_id: number
      customer_id: customer
      issued_on: issued
      due_on: due
      amount: amount
      currency: currency
"""
HEADER = "number,customer,issued,due,amount,currency\n"
GOOD = "I-1,C-1,2024-01-05,2024-02-05,100.00,EUR\n"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with one good invoice."""
    folder = tmp_path_factory.mktemp("ledger")
    (folder / "good.csv").write_text(HEADER + GOOD)
    (folder / "mapping.yaml").write_text(MAPPING)
    done = call("load", "invoicing", "--from", folder / "good.csv", "--map", folder / "mapping.yaml",
               "--store", folder / "store")  # fmt: skip
    assert done.returncode == 0, done.stderr
    return folder / "store"


def open_amount(store: Path) -> str:
    """What the store holds, as the user sees it."""
    return call("status", "--store", store, "--json").stdout


@pytest.mark.parametrize(
    ("content", "mapping", "says"),
    [
        (HEADER + "I-2,C-1,2024-01-05,2024-02-05,ten,EUR\n", MAPPING, "amount"),
        (HEADER + "I-2,C-1,2024-01-05,2024-02-05,1.00,XYZ\n", MAPPING, "currency"),
        (HEADER + "I-2,C-1,2199-01-05,2199-02-05,1.00,EUR\n", MAPPING, "issued_on"),
        (HEADER + "I-2,C-1,yesterday,2024-02-05,1.00,EUR\n", MAPPING, "issued_on"),
        ("number,customer,issued,due\nI-2,C-1,2024-01-05,2024-02-05\n", MAPPING, "amount"),
        ("", MAPPING, "empty"),
        (HEADER, MAPPING, "no rows"),
        (HEADER + GOOD, MAPPING.replace("amount: amount", "amount: amonut"), "amonut"),
        (HEADER + GOOD, MAPPING.replace("amount: amount", "amuont: amount"), "amuont"),
        (HEADER + GOOD, MAPPING.replace("tables:", "tabels:"), "tabels"),
        (HEADER + GOOD, "product: [invoicing", "mapping.yaml"),
    ],
    ids=["type", "currency", "future", "date", "column", "empty", "no-rows", "source-name", "target-name", "key", "yaml"],
)  # fmt: skip
def test_a_faulty_source_or_mapping_changes_nothing(
    store: Path, tmp_path: Path, content: str, mapping: str, says: str
) -> None:
    before = open_amount(store)
    (tmp_path / "in.csv").write_text(content)
    (tmp_path / "mapping.yaml").write_text(mapping)
    done = call("load", "invoicing", "--from", tmp_path / "in.csv", "--map", tmp_path / "mapping.yaml",
               "--store", store, "--strict")  # fmt: skip
    said = done.stdout + done.stderr
    assert done.returncode != 0, said
    assert says in said
    assert "Traceback" not in said
    assert open_amount(store) == before


def test_a_duplicate_key_is_set_aside_and_told_by_row(store: Path, tmp_path: Path) -> None:
    before = open_amount(store)
    (tmp_path / "in.csv").write_text(HEADER + GOOD.replace("I-1", "I-7") + GOOD.replace("I-1", "I-7"))
    (tmp_path / "mapping.yaml").write_text(MAPPING)
    done = call("load", "invoicing", "--from", tmp_path / "in.csv", "--map", tmp_path / "mapping.yaml",
               "--store", store, "--dry-run")  # fmt: skip
    assert done.returncode == 2
    assert re.search(r"[Rr]ow \d", done.stdout)
    assert open_amount(store) == before


def test_broken_text_is_told_with_its_place(store: Path, tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_bytes(
        (HEADER + GOOD).encode() + b"I-3,C-\xff\xfe,2024-01-05,2024-02-05,1,EUR\n"
    )
    (tmp_path / "mapping.yaml").write_text(MAPPING + "source: {encoding: utf-8}\n")
    done = call("load", "invoicing", "--from", tmp_path / "in.csv", "--map", tmp_path / "mapping.yaml",
               "--store", store)  # fmt: skip
    assert done.returncode == 1
    assert "SOURCE_ENCODING" in done.stderr
    assert re.search(r"line 3|byte \d+", done.stderr)


def test_a_cut_archive_is_told(store: Path, tmp_path: Path) -> None:
    (tmp_path / "in.csv.gz").write_bytes(gzip.compress((HEADER + GOOD * 1000).encode())[:60])
    (tmp_path / "mapping.yaml").write_text(MAPPING)
    done = call("load", "invoicing", "--from", tmp_path / "in.csv.gz", "--map", tmp_path / "mapping.yaml",
               "--store", store)  # fmt: skip
    assert done.returncode == 1
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("query", "ar.nope"), "METRIC_UNKNOWN"),
        (("query", "ar.dso", "--by", "colour"), "DIMENSION_UNREACHABLE"),
        (("query", "ar.dso", "--where", "entity ~ x"), "FILTER_UNREADABLE"),
        (("query", "ar.dso", "--as", "nobody"), "NAME_UNKNOWN"),
        (("load", "invoicng", "--from", "x.csv"), "PRODUCT_UNKNOWN"),
        (("load", "invoicing", "--from", "absent.csv"), "SOURCE_NOT_FOUND"),
        (("lineage", "ar.nope"), "METRIC_UNKNOWN"),
        (("models", "show", "chsa"), "MODEL_UNKNOWN"),
    ],
)
def test_a_wrong_name_is_refused_with_its_code(store: Path, arguments: tuple[str, ...], code: str) -> None:
    done = call(*arguments, "--store", store)
    assert done.returncode == 1
    assert f"error {code}:" in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("anomalies",), ("ask", "dso"), ("brief", "cfo"), ("build",), ("cash",), ("corrections", "list"), ("decisions",),
        ("documents", "list"), ("documents", "search", "terms"), ("evaluate", "cash"), ("explain", "ar.dso"),
        ("jobs", "cancel", "x"), ("jobs", "list"), ("jobs", "run"), ("lineage", "ar.dso"), ("models", "list"),
        ("models", "estimate"), ("models", "retrain", "cash"), ("query", "ar.dso"), ("scenarios", "list"), ("serve",),
        ("status",),
    ],
    ids=" ".join,
)  # fmt: skip
def test_what_reads_a_store_makes_none(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    done = call(*arguments, "--store", tmp_path / "absent")
    assert done.returncode == 1
    assert done.stderr.startswith(f"error STORE_NOT_FOUND: There is no store in {tmp_path / 'absent'}.")
    assert "symphonies demo" in done.stderr
    assert not (tmp_path / "absent").exists()


@pytest.mark.parametrize(
    "arguments", [("demo", "--scale", "0.01"), ("company", "."), ("load", "invoicing", "--from", "x.csv")]
)
def test_what_makes_a_store_says_why_it_cannot(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    (tmp_path / "file").write_text("a note")
    done = call(*arguments, "--store", tmp_path / "file")
    assert done.returncode == 1
    assert f"error STORE_UNWRITABLE: The folder {tmp_path / 'file'} of the store" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("query", "ar.dso", "--from", "9999-12-31"), "does not lie between 1900-01-01 and 2199-12-31"),
        (("brief", "cfo", "--as-of", "0001-01-01"), "does not lie between"),
        (
            ("query", "ar.dso", "--from", "2024-02-01", "--to", "2024-01-01"),
            "ends (2024-01-01) before it starts",
        ),
        (("explain", "ar.dso", "--to", "2024-01-01"), "--to needs --from"),
        (("query", "ar.dso", "--lowest"), "--lowest needs --top"),
        (("query", "ar.dso", "--json", "--csv"), "choose one"),
        (("ask", "dso", "--data", "x.duckdb"), "go together"),
        (("cash", "--confidence", "0.9"), "give --mitigate with it"),
        (("serve", "--port", "99999"), "--port"),
        (("demo", "--scale", "inf"), "--scale"),
        (("demo", "--seed", "-1"), "--seed"),
    ],
)
def test_options_that_make_no_sense_are_refused(store: Path, arguments: tuple[str, ...], says: str) -> None:
    done = call(*arguments, "--store", store)
    assert done.returncode == 2
    assert says in " ".join(done.stderr.replace("│", "").split())


def test_a_draft_is_of_a_currency_there_is_and_goes_where_it_can(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text(HEADER + GOOD)
    draft = ("map", "--suggest", tmp_path / "in.csv", "--product", "invoicing")
    refused = call(*draft, "--currency", "QQQ")
    assert refused.returncode == 2
    assert "'QQQ' is no ISO 4217 currency code" in refused.stderr
    for out in (tmp_path, tmp_path / "absent" / "draft.yaml"):
        lost = call(*draft, "--out", out)
        assert lost.returncode == 1
        assert f"error FILE_UNWRITABLE: {out} cannot be written:" in lost.stderr


def test_a_file_the_gateway_is_given_is_told_when_it_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "bytes").write_bytes(b"type Query \xff")
    for file, says in ((tmp_path / "absent", "No such file"), (tmp_path / "bytes", "is not UTF-8 (byte 11)")):
        done = call("gateway", "explain", "--supergraph", file, "--query", "{ a }")
        assert done.returncode == 1
        assert f"error FILE_UNREADABLE: {file}" in done.stderr
        assert says in done.stderr


@pytest.mark.parametrize("declared", [None, "currency: EURO\n"], ids=["absent", "faulty"])
def test_a_folder_that_declares_no_company_leaves_the_store_its_own(
    store: Path, tmp_path: Path, declared: str | None
) -> None:
    before = open_amount(store)
    if declared is not None:
        (tmp_path / "company.yaml").write_text(declared)
    done = call("company", tmp_path, "--store", store)
    assert done.returncode == 1
    assert "error COMPANY_INVALID:" in done.stderr
    assert not (store / "company.yaml").exists()
    assert open_amount(store) == before


def test_a_store_that_cannot_be_opened_keeps_whose_it_says_it_is(tmp_path: Path) -> None:
    (tmp_path / "company.yaml").write_text("name: Mine\n")
    (tmp_path / "lakehouse.duckdb").write_bytes(
        b"no database at all, but long enough to be taken for one" * 99
    )
    done = call("demo", "--scale", "0.01", "--store", tmp_path)
    assert done.returncode == 1
    assert "error ENGINE_FAILED" in done.stderr, done.stderr
    assert (tmp_path / "company.yaml").read_text() == "name: Mine\n"
    assert not (tmp_path / "personas.yaml").exists()
