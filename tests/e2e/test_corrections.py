"""Corrections of questions are reviewed in the panel: by whom, with what reason, with the keyboard, and on a phone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import Opener
from tests.e2e.fixtures.server import Script

pytestmark = pytest.mark.browser
Drawn = Callable[[Page], Page]


def opened(page: Page) -> Locator:
    """The dialog, opened from the panel."""
    page.get_by_role("button", name="Corrections of questions").click()
    return page.get_by_role("dialog", name="Corrections of questions")


def item(dialog: Locator, said: str) -> Locator:
    """One correction."""
    return dialog.get_by_role("listitem").filter(has_text=said)


def test_what_waits_is_told_with_who_when_how_it_was_read_and_what_was_meant(
    open_page: Opener, drawn: Drawn, script: Script
) -> None:
    script.corrections.said = ("c1", "c2")
    page = drawn(open_page("/cfo/corporate"))
    assert "Corrections" not in script.asked
    expect(page.get_by_role("button", name="Corrections of questions, 2 to review")).to_be_visible()
    dialog = opened(page)
    one = item(dialog, "borrowing capacity")
    expect(one).to_contain_text("“borrowing capacity” means Liquidity")
    expect(one).to_contain_text("Borrowing capacity by entity last month")
    expect(one).to_contain_text("Not understood, or asked about")
    expect(one).to_contain_text("Inès Duarte, 30 Oct")
    own = item(dialog, "branch")
    expect(own).to_contain_text("by segment")
    expect(own).to_contain_text("You said this yourself; a second person must agree.")
    expect(own.get_by_role("button", name="Approve")).to_have_count(0)


def test_one_is_approved_and_another_rejected_with_a_reason_by_the_keyboard(
    open_page: Opener, drawn: Drawn, script: Script
) -> None:
    script.corrections.said = ("c1", "c2")
    page = drawn(open_page("/cfo/corporate"))
    dialog = opened(page)
    item(dialog, "borrowing capacity").get_by_role("button", name="Approve").press("Enter")
    expect(dialog.get_by_role("list", name="To review").get_by_role("listitem")).to_have_count(1)
    expect(dialog.get_by_role("button", name="Close")).to_be_focused()
    item(dialog, "branch").get_by_role("button", name="Reject").press("Enter")
    reason = dialog.get_by_label("Why?")
    expect(reason).to_be_focused()
    page.keyboard.press("Escape")
    expect(reason).to_have_count(0)
    expect(dialog).to_be_visible()
    item(dialog, "branch").get_by_role("button", name="Reject").press("Enter")
    dialog.get_by_role("button", name="Reject", exact=True).click()
    expect(reason).to_be_visible()
    reason.fill("A branch is a branch")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(dialog).to_contain_text("Nothing waits for a review")
    dialog.get_by_text("Reviewed, 2").click()
    expect(item(dialog, "borrowing capacity")).to_contain_text("Approved by you, 2 Nov")
    expect(item(dialog, "branch")).to_contain_text("A branch is a branch")
    assert ("RejectCorrection", {"id": "c2", "reason": "A branch is a branch"}) in script.given
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Corrections of questions", exact=True)).to_be_focused()


def test_a_refusal_of_the_server_is_told_and_the_correction_still_waits(
    open_page: Opener, drawn: Drawn, script: Script
) -> None:
    script.corrections.said = ("c1",)
    dialog = opened(drawn(open_page("/cfo/corporate")))
    approve = item(dialog, "borrowing capacity").get_by_role("button", name="Approve")
    expect(approve).to_be_visible()
    script.corrections.reviewed["c1"] = {"people": ["cfo"]}
    approve.click()
    expect(dialog.get_by_role("alert")).to_have_text("You said this yourself; a second person must agree.")
    expect(approve).to_be_enabled()


def test_without_any_there_is_nothing_to_review_and_who_may_not_is_not_asked(
    open_page: Opener, drawn: Drawn, script: Script
) -> None:
    page = drawn(open_page("/cfo/corporate"))
    expect(opened(page)).to_contain_text("Nothing waits for a review")
    script.corrections.said = ("c1",)
    page.context.request.post(page.url.split("/cfo")[0] + "/api/session", data={"persona": "controller_dach"})
    page = drawn(open_page("/cfo/corporate", storage_state=page.context.storage_state()))
    page.get_by_role("region", name="Recommended").get_by_role("listitem").first.wait_for()
    expect(page.get_by_role("button", name="Corrections of questions")).to_have_count(0)


def test_what_was_just_corrected_is_there_to_review(open_page: Opener, drawn: Drawn, script: Script) -> None:
    page = drawn(open_page("/cfo/corporate"))
    expect(page.get_by_role("button", name="Corrections of questions", exact=True)).to_be_visible()
    script.corrections.said = ("c1",)
    field = page.get_by_label("Ask the Vizier")
    field.fill("Overdue by region")
    field.press("Enter")
    expect(page.get_by_role("button", name="Corrections of questions, 1 to review")).to_be_visible()


def test_they_fit_a_phone(open_page: Opener, script: Script) -> None:
    script.corrections.said = ("c1", "c2")
    page = open_page("/cfo/corporate", phone=True)
    page.get_by_role("navigation", name="Main").get_by_role("button", name="Vizier").click()
    dialog = opened(page)
    item(dialog, "branch").get_by_role("button", name="Reject").click()
    assert dialog.evaluate("el => el.scrollWidth <= el.clientWidth && el.clientWidth <= innerWidth")
