"""The cash forecast answers to its levers from the keyboard, waits calmly, and says who may not see it."""

from __future__ import annotations

import json
import re
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


def test_levers_stand_in_the_address_and_survive_a_reload(open_page: Opener, drawn: Drawn) -> None:
    page = drawn(open_page("/cfo/forecast?lever=dso%3D7&lever=nonsense"))
    slider = page.get_by_role("slider", name="Days customers take")
    expect(slider).to_have_value("7")
    slider.focus()
    page.keyboard.press("ArrowRight")
    expect(page).to_have_url(re.compile(r"lever=dso%3D8$"))
    page.reload()
    expect(page.get_by_role("slider", name="Days customers take")).to_have_value("8")
    expect(page.locator(".cash-said")).to_contain_text("−€3.20m")


def test_the_chart_tells_its_coverage_limits_and_events(open_page: Opener, drawn: Drawn) -> None:
    page = drawn(open_page("/cfo/forecast?table=ahead"))
    table = page.locator(".cash-split table")
    for head in ("80% range from", "50% range to", "With credit", "Floor", "Minimum liquidity (covenant)"):
        expect(table.get_by_role("columnheader", name=head)).to_be_visible()
    expect(table.get_by_role("rowheader", name="25 Nov: payroll €8.40m")).to_be_visible()
    expect(table.get_by_role("rowheader", name="31 Dec: loans €5.00m, covenant test")).to_be_visible()
    held = page.locator(".cash-held")
    expect(held).to_contain_text("Tested from 24 past days: the 80% band held 78.1%, the 50% band held 52.0%")
    held.get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Forecast accuracy")


def test_the_low_point_is_explained_from_today_and_since_the_last_forecast(
    open_page: Opener, drawn: Drawn
) -> None:
    page = drawn(open_page("/cfo/forecast?table=why"))
    card = page.locator("section.card").filter(
        has=page.get_by_role("heading", name="Why the low point is there")
    )
    expect(card.get_by_role("row").nth(1)).to_contain_text("Cash today")
    expect(card.get_by_role("row", name="Open invoices")).to_contain_text("€6,000,000.00")
    card.get_by_role("button", name="Last forecast").click()
    expect(card.get_by_role("row", name="Low of 24 Oct")).to_be_visible()
    expect(card.get_by_role("row", name="Cash that came otherwise")).to_contain_text("€2,000,000.00")


def test_drivers_customers_and_causes_stand_beside_the_low_point_and_add_up(
    open_page: Opener, drawn: Drawn
) -> None:
    page = drawn(open_page("/cfo/forecast?lever=dso%3D4"))
    behind = page.get_by_role("region", name="Drivers, customers and causes")
    expect(behind.get_by_role("row")).to_have_text([
        "Cash today€48.2m", "Open invoices+€6.00m", "Brightwater Energy+€2.10m", "All others+€3.90m", "Low 16 Dec€54.2m",
    ])  # fmt: skip
    lately = behind.get_by_role("region", name="What lately moved cash")
    expect(lately).to_contain_text("30.1 days later than on 1 Aug 2026")
    expect(lately).to_contain_text("€1.19m")
    page.get_by_role("group", name="Begin").get_by_role("button", name="Levers").click()
    expect(page).to_have_url(re.compile("why=levers"))
    expect(behind.get_by_role("row", name="Open invoices")).to_contain_text("−€1.60m")
    expect(behind.get_by_role("row", name="C001")).to_contain_text("−€400k")
    lately.get_by_role("link", name="Brightwater Energy").click()
    expect(page).to_have_url(re.compile("drill=customer%3AC000"))


def test_the_forecast_asks_for_the_companies_and_the_currency_of_the_page(
    open_page: Opener, drawn: Drawn, script: Script
) -> None:
    page = drawn(open_page("/cfo/forecast?entity=E1&currency=USD"))
    expect(page.locator(".cash-results")).to_contain_text("Low point")
    views = {
        json.dumps(each.get("view"))
        for name, each in script.given
        if name in ("CashForecast", "CashReasons", "CashLevers")
    }
    assert views
    assert all(json.loads(each)["currency"] == "USD" and json.loads(each)["entities"] for each in views)


def test_stresses_run_one_by_one_and_lead_to_their_levers(open_page: Opener, drawn: Drawn) -> None:
    page = drawn(open_page("/cfo/forecast"))
    table = page.get_by_role("region", name="Effect of each stress")
    page.get_by_role("heading", name="Stress tests").scroll_into_view_if_needed()
    expect(table.get_by_role("row", name="Late payers")).to_contain_text("−€8.00m")
    expect(table.get_by_role("row", name="Late payers")).to_contain_text("1.4 times as hard")
    expect(table.get_by_role("row", name="Rate shock")).to_contain_text("out of reach")
    table.get_by_role("link", name="Late payers").click()
    expect(page).to_have_url(re.compile(r"/cfo/forecast\?lever=dso%3D20$"))
    expect(page.get_by_role("slider", name="Days customers take")).to_have_value("20")


def test_what_invoices_to_come_are_told_from_is_said_with_the_reason(open_page: Opener, drawn: Drawn) -> None:
    page = drawn(open_page("/cfo/accuracy"))
    told = page.get_by_role("region", name="What billings to come are forecast from")
    expect(told).to_contain_text("14.4% off with it, 16.3% without")
    expect(told).to_contain_text("Left out, cancelled: 2")
    expect(told).to_contain_text("absent")


def test_the_least_that_companies_and_accounts_must_hold_is_told(open_page: Opener, drawn: Drawn) -> None:
    page = drawn(open_page("/cfo/forecast"))
    card = page.get_by_role("region", name="Minimum balances", exact=True)
    card.scroll_into_view_if_needed()
    expect(card.get_by_role("row", name="Demo Bank Inc.")).to_contain_text("€2.00m€1.50m13%")
    card.get_by_role("group", name="Minimum balances of").get_by_role("button", name="Accounts").click()
    row = card.get_by_role("row", name="DB-US-15 collections")
    expect(row).to_contain_text("$2.00m")
    expect(row).to_contain_text("DB-US-07")


def test_the_backtest_is_told_plainly(open_page: Opener, drawn: Drawn) -> None:
    page = drawn(open_page("/cfo/accuracy?table=forecast-against-what-came"))
    facts = page.locator(".tested > dl")
    expect(facts).to_contain_text("80% band held78.1%as promised")
    expect(facts).to_contain_text("The same weeks of the year before82.0%the forecast is 42.7% nearer")
    row = page.get_by_role("region", name="Forecast against what came as a table").get_by_role("row").nth(3)
    expect(row).to_have_text("Week 343%82%98%")


def test_forecast_and_actual_are_set_side_by_side_by_weeks_ahead(open_page: Opener, drawn: Drawn) -> None:
    page = drawn(open_page("/cfo/accuracy?table=forecast-and-actual"))
    section = page.get_by_role("region", name="Forecast and actual", exact=True)
    expect(section).to_contain_text(
        "4 weeks ahead the forecast was €1.23m off on average; its 80% band held 79.2% of 24"
    )
    heads = section.get_by_role("columnheader")
    expect(heads).to_have_text(["Name", "Actual", "Forecast", "80% range from", "80% range to"])
    section.get_by_role("group", name="Weeks ahead").get_by_role("button", name="13").click()
    expect(section).to_contain_text("13 weeks ahead")
    expect(section.get_by_role("row")).to_have_count(25)


def test_a_model_is_learned_anew_followed_and_called_off(open_page: Opener, drawn: Drawn) -> None:
    page = drawn(open_page("/cfo/accuracy"))
    model = page.get_by_role("region", name="The model")
    expect(model).to_contain_text("cash 3 (draft) is served")
    model.get_by_role("button", name="Test and learn anew").click()
    expect(model).to_contain_text(
        "25% done, looking ahead from 2025-09-27. Until a new model wins, nothing changes."
    )
    expect(model.get_by_role("progressbar")).to_be_visible()
    model.get_by_role("button", name="Cancel").click()
    expect(model).to_contain_text("called off; nothing changed")
    expect(model.get_by_role("progressbar")).to_have_count(0)


def test_a_forecast_that_nobody_tested_says_so(open_page: Opener, script: Script) -> None:
    script.untested = True
    page = open_page("/cfo/accuracy")
    expect(page.locator(".tested")).to_contain_text("Not tested yet")
    expect(page.locator(".tested")).to_contain_text("symphonies models retrain cash")


def test_a_first_test_that_goes_on_says_how_far_it_is(open_page: Opener, script: Script) -> None:
    script.testing = True
    page = open_page("/cfo/accuracy")
    expect(page.locator(".tested")).to_contain_text("Being tested, 0 of 24")
    expect(page.locator(".tested")).not_to_contain_text("No backtest was run yet")


def test_a_typed_value_is_kept_within_the_range(open_page: Opener, drawn: Drawn) -> None:
    page = drawn(open_page("/cfo/forecast"))
    number = page.get_by_role("spinbutton", name="Days customers take in days")
    number.fill("400")
    number.press("Enter")
    expect(page.get_by_role("slider", name="Days customers take")).to_have_value("60")
    expect(page.locator(".cash-said")).to_contain_text("−€24.0m")


def test_a_position_being_prepared_is_waited_for(open_page: Opener, script: Script) -> None:
    script.cash_refusals = [PREPARING] * 6
    page = open_page("/cfo/forecast")
    expect(page.get_by_text("The cash position is being prepared").first).to_be_visible()
    expect(page.locator(".cash-results")).to_contain_text("Low point")
    expect(page.get_by_role("slider", name="Demand")).to_be_visible()


def test_who_may_not_see_cash_is_told_so(open_page: Opener, script: Script) -> None:
    script.cash_refusals = [FORBIDDEN] * 30
    page = open_page("/cfo/forecast")
    expect(page.locator(".cash-split")).to_contain_text("Ask for access to bank accounts.")
    expect(page.locator(".levers")).to_have_count(0)


def test_the_first_page_shows_history_while_the_forecast_is_prepared(
    open_page: Opener, script: Script
) -> None:
    script.cash_refusals = [PREPARING] * 3
    page = open_page("/cfo/corporate")
    card = page.locator("section.card").filter(has=page.get_by_role("heading", name="Cash position"))
    expect(card.locator("p", has_text="The cash position is being prepared")).to_be_visible()
    expect(card.get_by_role("group", name="the forecast is not there yet")).to_be_visible()
    expect(page.locator(".note.bad, .strip.bad")).to_have_count(0)
    expect(card.locator(".keeping")).to_contain_text("Low point")
    expect(card).to_contain_text("the 80% band held 78.1% from 24 past days")


def test_the_first_page_leads_to_the_forecast_with_its_levers(open_page: Opener, drawn: Drawn) -> None:
    page = drawn(open_page("/cfo/corporate"))
    slider = page.get_by_role("slider", name="Days customers take")
    slider.focus()
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    expect(slider).to_be_focused()
    page.get_by_role("link", name="Open the forecast").click()
    expect(page.get_by_role("slider", name="Days customers take")).to_have_value("4")


@pytest.mark.parametrize(
    ("code", "message", "title"),
    [
        ("POSITION_UNKNOWN", "There is no bank account, so there is no cash to start from.", "Not connected"),
        ("HISTORY_TOO_SHORT", "There is not enough history: 10 of 60 weeks.", "Not enough history"),
    ],
)
def test_a_company_without_what_it_takes_is_told_what_is_missing(
    open_page: Opener, script: Script, code: str, message: str, title: str
) -> None:
    script.cash_refusals = [(code, message, "Connect the payments product.")] * 30
    page = open_page("/cfo/forecast")
    plot = page.locator(".cash-split .plot")
    expect(plot).to_contain_text(title)
    expect(plot).to_contain_text(message)
    expect(page.locator(".note.bad")).to_have_count(0)


def test_a_drag_is_redrawn_at_once(open_page: Opener, drawn: Drawn) -> None:
    page = drawn(open_page("/cfo/forecast"))
    before = page.locator(".cash-split .chart svg").evaluate("svg => svg.outerHTML")
    page.get_by_role("slider", name="Days customers take").fill("9")
    page.wait_for_function(
        "before => document.querySelector('.cash-split .chart svg').outerHTML !== before", arg=before
    )
    expect(page.get_by_role("group", name=re.compile(r"^Cash forecast\."))).to_have_attribute(
        "aria-label", re.compile("on eight of ten paths")
    )
