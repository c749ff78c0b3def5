"""The address holds the whole view; a reader gets from the group's figure to the single invoice and back."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Opener
from tests.e2e.fixtures.company import page_ids
from tests.e2e.fixtures.server import Script

pytestmark = pytest.mark.browser
Drawn = Callable[[Page], Page]


def test_the_bare_address_leads_to_the_first_page(open_page: Opener, drawn: Drawn) -> None:
    page = drawn(open_page("/"))
    expect(page).to_have_url(re.compile("/cfo/corporate$"))
    expect(page).to_have_title("Corporate dashboard · Finance · Halden Group")


def test_choices_stand_in_the_address_and_survive_a_reload(open_page: Opener, drawn: Drawn) -> None:
    page = drawn(open_page("/cfo/corporate"))
    page.get_by_label("Period", exact=True).select_option("8-QUARTER")
    page.get_by_label("Compare").select_option("year")
    page.get_by_role("button", name="Filters").click()
    page.get_by_label("Halden Inc.").check()
    page.get_by_label("Show money in").select_option("USD")
    expect(page).to_have_url(re.compile(r"period=last-8&grain=quarter&versus=year&currency=USD&entity=E2$"))
    page.reload()
    drawn(page)
    expect(page.get_by_role("list", name="Filters in force")).to_contain_text("Entity: Halden Inc.")
    expect(page.get_by_label("Period", exact=True)).to_have_value("8-QUARTER")
    expect(page.locator(".kpi .value").first).to_contain_text("$")
    expect(page.locator(".kpi .delta").first).to_contain_text("vs year ago")


def test_a_filter_changes_figures_and_can_be_taken_away(open_page: Opener, drawn: Drawn) -> None:
    page = drawn(open_page("/cfo/corporate"))
    whole = page.locator(".kpi .value").first.inner_text()
    drawn(open_page("/cfo/corporate?entity=E2"))
    page.goto(page.url + "?entity=E2")
    drawn(page)
    assert page.locator(".kpi .value").first.inner_text() != whole
    page.get_by_role("button", name="Take Halden Inc. away").click()
    expect(page.locator(".kpi .value").first).to_have_text(whole)


def test_own_dates(open_page: Opener, drawn: Drawn) -> None:
    page = drawn(open_page("/cfo/corporate"))
    page.get_by_label("Period", exact=True).select_option("custom")
    page.get_by_label("From").fill("2026-01-01")
    page.get_by_label("To", exact=True).fill("2026-06-30")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page).to_have_url(re.compile(r"period=2026-01-01\.\.2026-06-30"))
    expect(page.locator(".top p")).to_contain_text("to 30 Jun 2026")


def test_drill_down_to_one_invoice_and_back(open_page: Opener, drawn: Drawn) -> None:
    page = drawn(open_page("/cfo/receivables"))
    page.get_by_role("link", name="Brightwater Energy").click()
    expect(page.get_by_role("heading", name="Brightwater Energy")).to_be_visible()
    expect(page.get_by_role("status").filter(has_text="1 to 10 of 23")).to_be_visible()
    page.get_by_role("button", name="Next").click()
    expect(page.get_by_role("status").filter(has_text="11 to 20 of 23")).to_be_visible()
    page.get_by_role("link", name="INV-2612").click()
    expect(page.get_by_role("heading", name="Invoice INV-2612")).to_be_visible()
    expect(page.get_by_text("€23,240.50")).to_be_visible()
    crumbs = page.get_by_role("navigation", name="Breadcrumb")
    expect(crumbs).to_contain_text("Invoicing and receivables")
    crumbs.get_by_role("link", name="Brightwater Energy").click()
    expect(page.get_by_role("heading", name="Open invoices")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", name="Invoice INV-2612")).to_be_visible()


def test_a_figure_in_the_briefing_leads_to_its_definition(open_page: Opener, drawn: Drawn) -> None:
    page = drawn(open_page("/cfo/corporate"))
    page.get_by_role("complementary", name="Vizier").get_by_role("link", name="47.3 days").click()
    expect(page.get_by_role("dialog", name="Days sales outstanding")).to_contain_text(
        "ar.open / trailing(ar.sales"
    )


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_tile_can_be_downloaded(open_page: Opener, drawn: Drawn, script: Script, kind: str) -> None:
    page = drawn(open_page("/cfo/corporate?entity=E1"))
    page.get_by_role("button", name="More about EBITDA bridge").click()
    with page.expect_download() as download:
        page.get_by_role("button", name=f"Download {kind.upper()}").click()
    assert download.value.suggested_filename == f"ebitda-bridge.{kind}"
    (asked,) = script.exported
    assert asked["id"] == "corp.ebitda"
    assert asked["by"] == ["account.caption"]
    assert asked["where"] == [{"dimension": "entity", "op": "IN", "values": ["E1"]}]


def test_the_sample_can_be_seen_as_someone_else(open_page: Opener, drawn: Drawn) -> None:
    page = drawn(open_page("/cfo/corporate"))
    page.get_by_role("button", name=re.compile("Look as someone else")).click()
    page.get_by_role("button", name="Jonas Weber").click()
    expect(page.locator(".me")).to_contain_text("Jonas Weber")


def test_the_theme_is_remembered(open_page: Opener, drawn: Drawn) -> None:
    page = drawn(open_page("/cfo/corporate"))
    page.get_by_role("button", name="Switch to dark").click()
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.reload()
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == dark == "rgb(12, 14, 18)"


def test_a_phone_needs_no_sideways_scrolling(open_page: Opener, drawn: Drawn) -> None:
    for page_id in page_ids():
        page = drawn(open_page(f"/cfo/{page_id}", phone=True))
        assert page.evaluate("document.documentElement.scrollWidth") == 390, page_id
    page.get_by_role("navigation", name="Main").get_by_role("button", name="Finance").click()
    page.get_by_role("dialog", name="Pages").get_by_role("link", name="Payments hub").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Payments hub")


def test_print_is_white_and_leaves_controls_out(open_page: Opener, drawn: Drawn) -> None:
    page = drawn(open_page("/cfo/corporate", theme="dark"))
    page.emulate_media(media="print")
    assert (
        page.evaluate("getComputedStyle(document.querySelector('.card')).backgroundColor")
        == "rgb(255, 255, 255)"
    )
    for hidden in (".rail", ".tools", ".tabs", ".seg"):
        expect(page.locator(hidden).first).to_be_hidden()
    expect(page.locator(".lead")).to_be_visible()
    expect(page.locator(".imprint")).to_contain_text(
        "Halden Group · as of 31 Oct 2026 · last 13 months against plan"
    )
