"""What to do about cash: the worklist of open invoices, and the plan that keeps the floor."""

from __future__ import annotations

import re
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
    expect(each.nth(1)).to_contain_text("Assumed: 60% answer by paying 7 days sooner.")
    expect(each.nth(1)).to_contain_text("Rests on INV-26030, INV-26031, INV-26032 and 2 more.")
    expect(each.nth(3)).to_contain_text("Kestrel Steel: paid 3.2 days later, 0.0 of them beyond terms.")


def test_kept_plans_are_listed_with_their_versions_and_lead_to_their_question(
    open_page: Opener, drawn: Drawn
) -> None:
    page = drawn(open_page("/cfo/actions"))
    expect(page.locator(".planned")).to_contain_text("Kept for you: version 2")
    page.get_by_role("button", name="Kept plans").click()
    kept = page.get_by_role("dialog", name="Kept plans")
    expect(kept).to_contain_text("Version 2")
    expect(kept).to_contain_text("which still hold: floor kept in 95.4%, promise kept, cost €41.0k")
    expect(kept).to_contain_text("since changed")
    kept.get_by_role("link", name="90.0% sure, days customers take +5 days").click()
    expect(page).to_have_url(re.compile(r"lever=dso%3D5&keep=0.9$"))
    expect(page.get_by_role("button", name="90%")).to_have_attribute("aria-pressed", "true")


def test_a_plan_is_shared_by_its_owner_alone(open_page: Opener, drawn: Drawn, script: Script) -> None:
    page = drawn(open_page("/cfo/actions"))
    page.get_by_role("button", name="Kept plans").click()
    kept = page.get_by_role("dialog", name="Kept plans").get_by_role("listitem")
    expect(kept).to_have_count(2)
    mine, theirs = kept.all()
    expect(mine.locator(".badge")).to_have_text("Shared")
    expect(theirs.locator(".badge")).to_have_text("By treasury")
    expect(theirs.get_by_role("button")).to_have_count(0)
    mine.get_by_role("button", name="Hide from others").click()
    expect(mine.locator(".badge")).to_have_text("Shared")
    assert ("CashMitigationShare", {"id": "pln_1", "shared": False}) in script.given


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
