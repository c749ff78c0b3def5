"""Everything can be done without a mouse, and screen readers hear what happens."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Opener

pytestmark = pytest.mark.browser
Drawn = Callable[[Page], Page]


def test_the_first_stop_is_the_way_past_the_navigation(open_page: Opener, drawn: Drawn) -> None:
    page = drawn(open_page("/cfo/corporate"))
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the page")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


def test_every_stop_can_be_seen(open_page: Opener, drawn: Drawn) -> None:
    page = drawn(open_page("/cfo/corporate"))
    seen: set[str] = set()
    for _ in range(90):
        page.keyboard.press("Tab")
        stop = page.evaluate(
            """() => {
              const el = document.activeElement
              if (!el || el === document.body) return null
              const shown = el.matches('.kpi-open') ? el.closest('.kpi') : el.matches('select') ? el.parentElement : el
              const box = shown.getBoundingClientRect()
              const style = getComputedStyle(shown)
              const ring = style.outlineStyle !== 'none' || getComputedStyle(el).outlineStyle !== 'none'
              const inside = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth
              return { name: el.getAttribute('aria-label') || el.textContent.trim().slice(0, 40), ring, inside, size: Math.min(box.width, box.height) }
            }"""
        )
        if stop is None:
            break
        seen.add(stop["name"])
        assert stop["ring"], f"no focus ring on {stop['name']}"
        assert stop["inside"], f"{stop['name']} is focused out of sight"
    assert {"Period", "Compare", "Filters"} <= seen
    assert any("how it is worked out" in name for name in seen)
    assert any(name.startswith("Cash position.") for name in seen)


def test_the_palette_finds_pages_figures_and_actions(open_page: Opener, drawn: Drawn) -> None:
    page = drawn(open_page("/cfo/corporate"))
    page.keyboard.press("Control+k")
    find = page.get_by_role("combobox", name="Search or jump to")
    expect(find).to_be_focused()
    find.press_sequentially("receivables")
    expect(page.get_by_role("listbox").get_by_role("option").first).to_contain_text(
        "Invoicing and receivables"
    )
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Invoicing and receivables")
    page.keyboard.press("Control+k")
    page.get_by_role("combobox", name="Search or jump to").press_sequentially("aging")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="AR ageing")).to_be_visible()
    expect(page).to_have_url(re.compile("explain=ar.ageing"))


def test_g_and_a_letter_go_to_a_page(open_page: Opener, drawn: Drawn) -> None:
    page = drawn(open_page("/cfo/corporate"))
    page.keyboard.press("g")
    page.keyboard.press("p")
    expect(page.get_by_role("heading", level=1)).to_have_text("Payments hub")
    expect(page.locator("#main")).to_be_focused()
    expect(page.locator(".app > [role=status]")).to_have_text("Payments hub")


def test_help_lists_the_keys_and_closes(open_page: Opener, drawn: Drawn) -> None:
    page = drawn(open_page("/cfo/corporate"))
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Keys")
    expect(dialog).to_contain_text("Payments hub")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)


def test_arrows_walk_through_a_chart(open_page: Opener, drawn: Drawn) -> None:
    page = drawn(open_page("/cfo/corporate"))
    chart = page.get_by_role("group", name=re.compile(r"^Cash position\."))
    expect(chart).to_have_attribute(
        "aria-label", re.compile(r"lies between €\d\d\.\dm and €\d\d\.\dm on eight of ten paths")
    )
    chart.focus()
    page.keyboard.press("Home")
    expect(chart.get_by_role("status")).to_have_text(re.compile(r"^2 Sep: History €[\d.]+m, Floor €25.0m"))
    page.keyboard.press("ArrowRight")
    expect(chart.get_by_role("status")).to_have_text(re.compile(r"^3 Sep: "))
    expect(page.locator(".tip-in")).to_be_visible()


def test_t_turns_a_chart_into_a_table_and_back(open_page: Opener, drawn: Drawn) -> None:
    page = drawn(open_page("/cfo/corporate"))
    page.get_by_role("group", name=re.compile(r"^EBITDA bridge\.")).focus()
    page.keyboard.press("t")
    table = page.get_by_role("region", name="EBITDA bridge as a table")
    expect(table.get_by_role("row")).to_have_count(9)
    expect(page).to_have_url(re.compile("table=ebitda"))
    table.focus()
    page.keyboard.press("t")
    expect(page.get_by_role("group", name=re.compile(r"^EBITDA bridge\."))).to_be_visible()


def test_an_explanation_gives_the_focus_back(open_page: Opener, drawn: Drawn) -> None:
    page = drawn(open_page("/cfo/corporate"))
    opener = page.get_by_role("button", name="Runway: how it is worked out")
    opener.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Runway")
    expect(dialog).to_contain_text("Months that cash stays above the minimum")
    expect(dialog).to_contain_text("corporate.movement.amount")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(opener).to_be_focused()


def test_the_panel_folds_away(open_page: Opener, drawn: Drawn) -> None:
    page = drawn(open_page("/cfo/corporate"))
    panel = page.get_by_role("complementary", name="Vizier")
    expect(panel).to_be_visible()
    page.keyboard.press("]")
    expect(panel).to_be_hidden()
    expect(page.locator(".lead")).to_contain_text("Cash position is")
