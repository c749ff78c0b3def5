"""A saved scenario that is run again says whether it came out as it was saved, and what did not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from symphonies.app.cli.cash_again import again, again_text
from symphonies.kernel import SystemClock
from symphonies.platform.records import Records, RecordsSettings, open_records
from symphonies.platform.scenarios import Lever, Scenario
from symphonies.suite.cfo.pinnacle.cash import untested
from symphonies.suite.cfo.pinnacle.desk import CashDesk, Drawn
from symphonies.suite.cfo.pinnacle.position import Position
from symphonies.suite.cfo.pinnacle.simulation import Settings
from tests.bench.cash.companies import company

SETTINGS = Settings(horizon=40, paths=100)


@pytest.fixture
def records(tmp_path: Path) -> Iterator[Records]:
    opened = open_records(RecordsSettings(), tmp_path, SystemClock())
    yield opened
    opened.close()


def desk_of(position: Position, records: Records) -> CashDesk:
    return CashDesk(lambda _: position, records, lambda _: untested("No."), lambda: position, Drawn(), "EUR")


@pytest.fixture
def saved(records: Records) -> Scenario:
    desk = desk_of(company(3, invoices=40), records)
    answer = desk.ask(desk.simulation(None, SETTINGS), [Lever(kind="dso", value=5)])
    return desk.scenarios.save(desk.draft(answer, "Slow payers"), "ada")


def test_equal_figures_give_the_same_to_the_last_bit_and_it_is_said(
    saved: Scenario, records: Records
) -> None:
    desk = desk_of(company(3, invoices=40), records)
    told = again(saved, desk.rerun(desk.simulation(None, SETTINGS), saved, strict=True), "ada")
    assert (told["same_basis"], told["same_figures"], told["changed"]) == (True, True, {})
    assert again_text(told) == (
        "'Slow payers', version 1, was saved on figures of 2026-01-01; they are the same today, "
        "and it comes out the same to the last bit."
    )


def test_other_figures_are_told_beside_those_saved(saved: Scenario, records: Records) -> None:
    position = company(3, invoices=40)
    richer = replace(position, accounts=replace(position.accounts, balance=position.accounts.balance + 1))
    desk = desk_of(richer, records)
    told = again(saved, desk.rerun(desk.simulation(None, SETTINGS), saved), "ada")
    assert (told["same_basis"], told["same_figures"]) == (False, False)
    was, now = told["changed"]["low"]
    assert was == saved.result["low"] < now
    assert "  Low point, middle: " in again_text(told)


def test_figures_that_another_saved_are_not_told(saved: Scenario, records: Records) -> None:
    desk = desk_of(company(3, invoices=40), records)
    told = again(saved, desk.rerun(desk.simulation(None, SETTINGS), saved), "bob")
    assert (told["same_basis"], told["same_figures"], told["changed"]) == (True, None, {})
    assert again_text(told).endswith("they are the same today.")
