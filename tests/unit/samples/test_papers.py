"""The papers of the sample company: what they bind to is what the rows hold, and a paper survives its format."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from symphonies.platform.lakehouse import discover_products
from symphonies.platform.retrieval.obligations import Kind, Obligation, extract_all
from symphonies.platform.retrieval.parsing import parse_document
from symphonies.platform.retrieval.sentences import sentences
from symphonies.platform.samples import Paper, Readers, SampleCompany, write_papers
from symphonies.platform.samples.papers import Section

Row = dict[str, Any]


@pytest.fixture(scope="module")
def company() -> tuple[SampleCompany, dict[str, list[Row]]]:
    made = SampleCompany(discover_products(), scale=0.01)
    wanted = ("contract", "customer", "supplier")
    return made, {name: rows.to_pylist() for _, name, rows in made.tables() if name in wanted}


def obligations(path: Path) -> dict[Kind, Obligation]:
    told = [
        (said, block.section, block.page)
        for block in parse_document(path).blocks
        for said in sentences(block.text)
    ]
    return {each.kind: each for each in extract_all(told)}


def test_contracts_bind_to_what_their_rows_hold(
    company: tuple[SampleCompany, dict[str, list[Row]]], tmp_path: Path
) -> None:
    made, tables = company
    write_papers(made.papers, tmp_path)
    contracts = {row["contract_id"]: row for row in tables["contract"]}
    terms = {row["customer_id"]: row["terms_days"] for row in tables["customer"]}
    terms |= {row["supplier_id"]: row["terms_days"] for row in tables["supplier"]}
    signed = [
        paper for paper in made.papers if paper.file.count("-") == 1 and "contracts.contract" in paper.about
    ]
    assert {Path(paper.file).suffix for paper in signed} == {".pdf", ".docx"}
    for paper in signed:
        row, bound = contracts[paper.about["contracts.contract"]], obligations(tmp_path / paper.file)
        assert bound[Kind.PAYMENT_TERM].days == terms[row["customer_id"] or row["supplier_id"]]
        assert bound[Kind.NOTICE_PERIOD].days == row["notice_days"]
        assert (Kind.RENEWAL in bound) is row["auto_renew"]
        assert bound[Kind.LIABILITY_CAP].value == (row["liability_cap"] and float(row["liability_cap"]))
        assert bound[Kind.LIABILITY_CAP].currency in (None, row["currency"])
        if paper.file.endswith(".pdf"):
            assert bound[Kind.PAYMENT_TERM].page == 2, "fees stand on a page of their own"


def test_amendments_reach_beyond_sixty_days_and_begin_after_the_books(
    company: tuple[SampleCompany, dict[str, list[Row]]], tmp_path: Path
) -> None:
    made, _ = company
    write_papers(made.papers, tmp_path)
    found = [obligations(tmp_path / paper.file) for paper in made.papers if "amendment" in paper.file]
    assert [each[Kind.PAYMENT_TERM].days for each in found] == [90, 75]
    assert all("1 January 2027" in each[Kind.PAYMENT_TERM].sentence for each in found)


def test_the_same_company_writes_the_same_papers(
    company: tuple[SampleCompany, dict[str, list[Row]]],
) -> None:
    again = SampleCompany(discover_products(), scale=0.01)
    for _ in again.tables():
        pass
    assert again.papers == company[0].papers


@pytest.mark.parametrize("ending", ["docx", "pdf", "html", "txt"])
def test_every_format_keeps_what_a_paper_says(ending: str, tmp_path: Path) -> None:
    long = "The Customer (a company) pays 5 % of <fees> \\ charges; seventy-five days are allowed. " * 40
    paper = Paper(
        f"papers/one.{ending}",
        "A paper on fees",
        (Section("1. First", ("Short.",)), Section("2. Second", (long.strip(),), new_page=True)),
        Readers(("cfo",), ("controller",), {"regions": ("DACH",)}),
        {"contracts.contract": "K-00001"},
    )
    write_papers([paper], tmp_path)
    read = " ".join(" ".join(block.text for block in parse_document(tmp_path / paper.file).blocks).split())
    assert read.count("(a company) pays 5 % of <fees> \\ charges; seventy-five days") == 40
    declared = yaml.safe_load((tmp_path / f"{paper.file}.access.yaml").read_text("utf-8"))
    assert declared == {
        "title": "A paper on fees", "people": ["cfo"], "roles": ["controller"],
        "attributes": {"regions": ["DACH"]}, "about": {"contracts.contract": "K-00001"},
    }  # fmt: skip
