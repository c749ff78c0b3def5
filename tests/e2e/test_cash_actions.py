"""What to do about cash: the worklist of open invoices, and the plan that keeps the floor."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Opener
from tests.e2e.fixtures.server import Script

pytestmark = pytest.mark.browser
Drawn = Callable[[Page], Page]
FORBIDDEN = ("FORBIDDEN", "Cash is not yours to see.", "Ask for access to bank accounts.")


def test_the_worklist_is_ranked_paged_and_filtered(open_page: Opener, drawn: Drawn) -> None:
    page = drawn(open_page("/cfo/actions"))
    card = page.locator("section.card").filter(has=page.get_by_role("heading", name="Collections worklist"))
    expect(card).to_contain_text("23 open")
    expect(card).to_contain_text("reminders bring €3.20m to the low point on 16 Dec")
    rows = page.get_by_role("region", name="Table of collections").get_by_role("row")
    expect(rows.nth(1)).to_contain_text("Remind2 Nov, Felix Abel€900k")
    expect(rows.nth(2)).to_contain_text("C001")
    card.get_by_role("button", name="Next").click()
    expect(card.get_by_text("11 to 20 of 23")).to_be_visible()
    card.get_by_role("group", name="Action").get_by_role("button", name="Settle").click()
    expect(card.get_by_text("1 to 5 of 5")).to_be_visible()
    expect(rows.nth(1)).to_contain_text("Disputed")


def test_an_invoice_of_the_worklist_opens(open_page: Opener, drawn: Drawn) -> None:
    page = drawn(open_page("/cfo/actions"))
    page.get_by_role("link", name="Customer 0").click()
    expect(page.get_by_role("heading", name="Invoice INV-2600")).to_be_visible()


def test_the_plan_tells_its_promise_its_price_and_its_steps(open_page: Opener, drawn: Drawn) -> None:
    page = drawn(open_page("/cfo/actions"))
    plan = page.locator(".planned")
    expect(plan).to_contain_text("Floor kept95.4%")
    expect(plan).to_contain_text("With no action88.1%+7.3 pp by the plan")
    expect(plan).to_contain_text("€12.0k more than had the future been known")
    expect(plan).to_contain_text("learned policy 95.7% for €66.0k")
    expect(plan.locator(".plan-rule")).to_contain_text("Every 7 days")
    together = page.get_by_role("region", name="Table of steps together").get_by_role("row")
    expect(together).to_have_count(3)
    page.get_by_role("group", name="Steps").get_by_role("button", name="Each step").click()
    each = page.get_by_role("region", name="Table of steps").get_by_role("row")
    expect(each).to_have_count(4)
    expect(each.nth(1)).to_contain_text("€720k to €1.92m")


def test_a_plan_that_is_being_made_is_waited_for(open_page: Opener, script: Script) -> None:
    script.planning = 1
    page = open_page("/cfo/actions")
    expect(page.get_by_text("The plan is being worked out")).to_be_visible()
    expect(page.locator(".planned")).to_contain_text("Floor kept")
    expect(page.locator(".note.bad")).to_have_count(0)


def test_actions_follow_the_levers_of_the_address(open_page: Opener, drawn: Drawn) -> None:
    page = drawn(open_page("/cfo/actions?lever=dso%3D5"))
    chips = page.get_by_role("list", name="Levers in force")
    expect(chips).to_have_count(2)
    expect(chips.first).to_contain_text("Days customers take +5 days")
    chips.first.get_by_role("button").click()
    expect(chips).to_have_count(0)


def test_who_may_not_see_cash_is_told_of_no_invoice(open_page: Opener, script: Script) -> None:
    script.cash_refusals = [FORBIDDEN] * 30
    page = open_page("/cfo/actions")
    expect(page.get_by_text("Hidden by policy")).to_have_count(2)
    expect(page.locator("main")).not_to_contain_text("INV-")


def test_the_forecast_leads_to_what_to_do_under_its_levers(open_page: Opener, drawn: Drawn) -> None:
    page = drawn(open_page("/cfo/forecast?lever=dso%3D5"))
    page.get_by_role("link", name="What to do about the low point").click()
    expect(page.get_by_role("list", name="Levers in force").first).to_contain_text("+5 days")
