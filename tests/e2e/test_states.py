"""Every state of a tile is designed: it says what is the matter and what to do, and the others go on."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import Opener
from tests.e2e.fixtures.server import Script

pytestmark = pytest.mark.browser
Drawn = Callable[[Page], Page]


def tile(page: Page, title: str) -> Locator:
    """The card of that title."""
    return page.locator("section.card").filter(has=page.get_by_role("heading", name=title, exact=True))


def figure(page: Page, title: str) -> Locator:
    """The key figure of that title."""
    return page.locator("article.kpi").filter(has_text=title)


def test_ready(open_page: Opener, drawn: Drawn) -> None:
    page = drawn(open_page("/cfo/corporate"))
    cash = figure(page, "Cash position")
    expect(cash.locator(".value")).to_have_text(re.compile(r"^€\d\d\.\dm$"))
    expect(cash.locator(".delta")).to_have_count(2)
    expect(cash.locator(".delta").first).to_contain_text("vs plan")
    expect(cash.locator(".delta").nth(1)).to_contain_text("vs year ago")
    expect(cash.get_by_role("img", name="Verified")).to_be_visible()
    expect(page.locator(".chart svg").first).to_be_visible()


def test_loading_keeps_the_layout(open_page: Opener, drawn: Drawn, script: Script) -> None:
    strip = ("corp.cash", "corp.runway", "corp.ebitda_margin", "ar.dso", "corp.covenant", "corp.fcf")
    script.slow_s |= dict.fromkeys(strip, 1.2)
    page = open_page("/cfo/corporate")
    card = figure(page, "Cash position")
    expect(card).to_have_attribute("aria-busy", "true")
    before = card.bounding_box()
    drawn(page)
    assert card.bounding_box() == before


def test_slow_tells_the_time(open_page: Opener, script: Script) -> None:
    script.slow_s["ar.ageing"] = 4
    page = open_page("/cfo/corporate")
    expect(tile(page, "Receivables by age")).to_contain_text(re.compile(r"Still loading, [23] s"))
    expect(figure(page, "Cash position").locator(".value")).to_be_visible()


def test_slow_keeps_the_last_good_value(open_page: Opener, drawn: Drawn, script: Script) -> None:
    page = drawn(open_page("/cfo/corporate"))
    shown = figure(page, "Cash position").locator(".value").inner_text()
    script.slow_s |= {"corp.cash": 4, "ar.ageing": 4}
    page.get_by_label("Period", exact=True).select_option("8-QUARTER")
    expect(tile(page, "Receivables by age")).to_contain_text(
        re.compile(r"Still loading, \d s\. Showing what came at")
    )
    expect(figure(page, "Cash position").locator(".value")).to_have_text(shown)


def test_failed_can_be_tried_again(open_page: Opener, drawn: Drawn, script: Script) -> None:
    script.failing.add("corp.ebitda")
    page = drawn(open_page("/cfo/corporate"))
    card = tile(page, "EBITDA bridge")
    expect(card).to_contain_text("This could not be loaded")
    expect(card).to_contain_text("The figure could not be computed. Try again in a minute.")
    expect(figure(page, "Cash position").locator(".value")).to_be_visible()
    script.failing.clear()
    card.get_by_role("button", name="Try again").click()
    expect(card.locator(".chart svg")).to_be_visible()


def test_failed_keeps_the_last_good_value(open_page: Opener, drawn: Drawn, script: Script) -> None:
    page = drawn(open_page("/cfo/corporate"))
    script.failing.add("ar.ageing")
    page.get_by_label("Period", exact=True).select_option("8-QUARTER")
    card = tile(page, "Receivables by age")
    expect(card).to_contain_text("Showing what came at")
    expect(card.locator(".chart svg")).to_be_visible()


def test_forbidden_is_not_no_data(open_page: Opener, drawn: Drawn, script: Script) -> None:
    script.states |= {"ar.ageing": "FORBIDDEN", "ar.dso": "FORBIDDEN", "corp.covenant": "EMPTY"}
    page = drawn(open_page("/cfo/corporate"))
    expect(tile(page, "Receivables by age")).to_contain_text("Hidden by policy")
    expect(tile(page, "Receivables by age")).to_contain_text("Ask Group Finance")
    expect(figure(page, "Days sales outstanding")).to_contain_text("Hidden by policy")
    expect(figure(page, "Covenant headroom")).to_contain_text("No data in this selection")


def test_not_connected_says_what_to_do(open_page: Opener, drawn: Drawn, script: Script) -> None:
    script.states["ar.ageing"] = "NOT_CONNECTED"
    script.disconnected.add("invoicing")
    page = drawn(open_page("/cfo/corporate"))
    card = tile(page, "Receivables by age")
    expect(card).to_contain_text("Not connected")
    expect(card).to_contain_text("symphonies load invoicing --from FILE")
    expect(page.locator(".fresh")).to_have_text("4 of 4 sources fresh, 1 not connected")


def test_empty_says_why(open_page: Opener, drawn: Drawn, script: Script) -> None:
    script.states["corp.ebitda"] = "EMPTY"
    card = tile(drawn(open_page("/cfo/corporate")), "EBITDA bridge")
    expect(card).to_contain_text("No data in this selection")


def test_stale_shows_its_age(open_page: Opener, drawn: Drawn, script: Script) -> None:
    script.states |= {"corp.cash": "STALE", "ar.ageing": "PARTIAL"}
    page = drawn(open_page("/cfo/corporate"))
    expect(figure(page, "Cash position")).to_contain_text("Stale")
    expect(figure(page, "Cash position").locator(".value")).to_be_visible()
    expect(tile(page, "Receivables by age").locator(".badge")).to_have_text("Partial")


def test_draft_models_are_marked(open_page: Opener, drawn: Drawn, script: Script) -> None:
    script.states["corp.runway"] = "DRAFT"
    expect(figure(drawn(open_page("/cfo/corporate")), "Runway").locator(".badge")).to_have_text("Draft")
