"""Scenarios of cash: levers are saved by name, compared, combined, shared, deleted and brought back."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import Opener
from tests.e2e.fixtures.server import Script

pytestmark = pytest.mark.browser
Drawn = Callable[[Page], Page]
FORBIDDEN = ("FORBIDDEN", "Cash is not yours to see.", "Ask for access to bank accounts.")


def saved(page: Page) -> Locator:
    """The table of saved scenarios."""
    return page.get_by_role("region", name="Table of saved scenarios")


def choose(page: Page, *names: str) -> None:
    """Choose scenarios by name."""
    for name in names:
        page.get_by_role("checkbox", name=f"Choose {name}").check()


def press(page: Page, name: str) -> None:
    """Press a button of the bar."""
    page.get_by_role("toolbar").get_by_role("button", name=name).click()


def test_levers_are_saved_and_a_change_becomes_a_version(open_page: Opener, drawn: Drawn) -> None:
    page = drawn(open_page("/cfo/forecast?lever=dso%3D5"))
    page.get_by_role("button", name="Save as…").click()
    dialog = page.get_by_role("dialog", name="Save as a scenario")
    expect(dialog).to_contain_text("Days customers take +5 days")
    dialog.get_by_label("Name").fill("Autumn")
    dialog.get_by_label("Others may see it").check()
    dialog.get_by_role("button", name="Save").click()
    keeping = page.locator(".keeping")
    expect(keeping).to_contain_text("Autumn version 1")
    expect(page).to_have_url(re.compile("scenario=scn_4"))
    slider = page.get_by_role("slider", name="Days customers take")
    slider.focus()
    page.keyboard.press("ArrowRight")
    expect(keeping).to_contain_text("version 1, changed")
    page.get_by_role("button", name="Save version…").click()
    page.get_by_role("dialog", name="Save version 2").get_by_role("button", name="Save").click()
    expect(keeping).to_contain_text("Autumn version 2")
    keeping.get_by_role("link", name="Scenarios").click()
    expect(saved(page).get_by_role("row", name="Autumn")).to_contain_text("Days customers take +6 days")


def test_what_is_refused_is_said_in_the_dialog(open_page: Opener, drawn: Drawn) -> None:
    page = drawn(open_page("/cfo/forecast?lever=dso%3D61"))
    # an address beyond the range is brought into it
    expect(page).to_have_url(re.compile(r"lever=dso%3D60$"))
    page.get_by_role("button", name="Save as…").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Name").fill("Slow payers")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog.get_by_role("alert")).to_contain_text("You have a scenario 'Slow payers' already.")
    dialog.get_by_label("Name").fill("Slower payers")
    dialog.get_by_role("button", name="Save").click()
    expect(page.locator(".keeping")).to_contain_text("Slower payers version 1")


def test_a_saved_scenario_opens_with_its_levers(open_page: Opener) -> None:
    page = open_page("/cfo/scenarios")
    saved(page).get_by_role("link", name="Slow payers").click()
    expect(page.get_by_role("slider", name="Days customers take")).to_have_value("10")
    expect(page.locator(".keeping")).to_contain_text("Slow payers version 1")


def test_scenarios_stand_side_by_side_and_a_link_shows_the_same(open_page: Opener) -> None:
    page = open_page("/cfo/scenarios")
    expect(page.get_by_text("No scenario is chosen")).to_be_visible()
    choose(page, "Slow payers", "Weak dollar", "Boom")
    table = page.get_by_role("region", name="Key figures of each scenario")
    for name in ("Baseline", "Slow payers", "Weak dollar", "Boom"):
        expect(table.get_by_role("columnheader", name=name)).to_be_visible()
    expect(table.get_by_role("row", name="Low point").first).to_contain_text("−€4.00m")
    expect(table.get_by_role("row", name="Day of the low point")).to_contain_text("16 Dec")
    expect(table.get_by_role("row", name="Runway")).to_contain_text("over 91 days")
    expect(page.locator(".chart svg")).to_be_visible()
    page.reload()
    expect(table.get_by_role("columnheader", name="Weak dollar")).to_be_visible()
    expect(page.get_by_role("checkbox", name="Choose Boom")).to_be_checked()


def test_two_are_combined_into_a_third(open_page: Opener) -> None:
    page = open_page("/cfo/scenarios")
    choose(page, "Slow payers", "Weak dollar")
    press(page, "Combine…")
    dialog = page.get_by_role("dialog", name="Combine")
    expect(dialog).to_contain_text("Days customers take +10 days, exchange rate, USD −10 %")
    expect(dialog.get_by_label("Name")).to_have_value("Slow payers and Weak dollar")
    dialog.get_by_role("button", name="Save").click()
    expect(saved(page).get_by_role("link", name="Slow payers and Weak dollar")).to_be_visible()


def test_a_scenario_is_renamed_shared_and_its_versions_told(open_page: Opener) -> None:
    page = open_page("/cfo/scenarios")
    choose(page, "Slow payers")
    press(page, "Rename…")
    dialog = page.get_by_role("dialog", name="Rename Slow payers")
    dialog.get_by_label("Name").fill("Late winter")
    dialog.get_by_role("button", name="Save").click()
    row = saved(page).get_by_role("row", name="Late winter")
    expect(row).to_be_visible()
    press(page, "Share")
    expect(row.locator(".badge")).to_have_text("Shared")
    press(page, "Versions")
    versions = page.get_by_role("dialog", name="Versions of Late winter").get_by_role("listitem")
    expect(versions).to_have_count(3)
    expect(versions.last).to_contain_text("Slow payers, version 1")


def test_a_deletion_can_be_undone(open_page: Opener) -> None:
    page = open_page("/cfo/scenarios")
    choose(page, "Weak dollar")
    press(page, "Delete")
    expect(page.get_by_text("Deleted Weak dollar.").first).to_be_visible()
    expect(saved(page).get_by_role("link", name="Weak dollar")).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(saved(page).get_by_role("link", name="Weak dollar")).to_be_visible()
    expect(page.get_by_role("button", name="Undo")).to_have_count(0)


def test_what_others_share_can_be_opened_but_not_changed(open_page: Opener) -> None:
    page = open_page("/cfo/scenarios")
    choose(page, "Boom")
    bar = page.get_by_role("toolbar")
    for name in ("Rename…", "Share", "Hide from others", "Delete"):
        for button in bar.get_by_role("button", name=name).all():
            expect(button).to_be_disabled()
    expect(bar.get_by_role("button", name="Versions")).to_be_enabled()


def test_without_any_the_page_says_how_to_begin(open_page: Opener, script: Script) -> None:
    script.shelf.kept.clear()
    page = open_page("/cfo/scenarios")
    expect(page.get_by_text("No scenario is saved yet")).to_be_visible()
    page.get_by_role("link", name="Open the forecast").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Cash forecast")


def test_who_may_not_see_cash_is_told_of_no_scenario(open_page: Opener, script: Script) -> None:
    script.cash_refusals = [FORBIDDEN] * 30
    page = open_page("/cfo/scenarios?with=scn_1")
    expect(page.get_by_text("Hidden by policy")).to_have_count(2)
    main = page.locator("main")
    expect(main).to_contain_text("Ask for access to bank accounts.")
    for name in ("Slow payers", "Weak dollar", "Boom"):
        expect(main).not_to_contain_text(name)
