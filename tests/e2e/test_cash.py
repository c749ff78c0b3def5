"""The cash forecast answers to its levers from the keyboard, waits calmly, and says who may not see it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Opener
from tests.e2e.fixtures.server import Script

pytestmark = pytest.mark.browser
Drawn = Callable[[Page], Page]
PREPARING = ("POSITION_PREPARING", "The cash position is being read.", "Ask again in a few seconds.")
FORBIDDEN = ("FORBIDDEN", "Cash is not yours to see.", "Ask for access to bank accounts.")


def test_a_lever_moves_the_figures_and_reset_restores_them(open_page: Opener, drawn: Drawn) -> None:
    page = drawn(open_page("/cfo/forecast?table=ahead"))
    table, results, said = (
        page.locator(".cash-split table"),
        page.locator(".cash-results"),
        page.locator(".cash-said"),
    )
    before = table.inner_text(), results.inner_text()
    page.get_by_role("slider", name="Days customers take").focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    expect(said).to_contain_text("open invoices −€1.20m")
    expect(page.get_by_role("spinbutton", name="Days customers take in days")).to_have_value("3")
    expect(table.get_by_role("columnheader", name="No levers")).to_be_visible()
    assert results.inner_text() != before[1]
    page.get_by_role("button", name="Reset").click()
    expect(said).to_be_empty()
    assert (table.inner_text(), results.inner_text()) == before


def test_stresses_tell_their_effect(open_page: Opener, drawn: Drawn) -> None:
    page = drawn(open_page("/cfo/forecast"))
    row = page.get_by_role("region", name="Effect of each stress").get_by_role("row", name="Late payers")
    expect(row).to_contain_text("−€8.00m")


def test_a_typed_value_is_kept_within_the_range(open_page: Opener, drawn: Drawn) -> None:
    page = drawn(open_page("/cfo/forecast"))
    number = page.get_by_role("spinbutton", name="Days customers take in days")
    number.fill("400")
    number.press("Enter")
    expect(page.get_by_role("slider", name="Days customers take")).to_have_value("60")
    expect(page.locator(".cash-said")).to_contain_text("−€24.0m")


def test_a_position_being_prepared_is_waited_for(open_page: Opener, script: Script) -> None:
    script.cash_refusals = [PREPARING] * 4
    page = open_page("/cfo/forecast")
    expect(page.get_by_text("The cash position is being prepared").first).to_be_visible()
    expect(page.locator(".cash-results")).to_contain_text("Low point")
    expect(page.get_by_role("slider", name="Demand")).to_be_visible()


def test_who_may_not_see_cash_is_told_so(open_page: Opener, script: Script) -> None:
    script.cash_refusals = [FORBIDDEN] * 4
    page = open_page("/cfo/forecast")
    expect(page.locator(".cash-split")).to_contain_text("Ask for access to bank accounts.")
    expect(page.locator(".levers")).to_have_text("")
