"""The panel while it is still finding out, what is unusual, whose words it speaks, and who may do what."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import Opener
from tests.e2e.fixtures.server import Script

pytestmark = pytest.mark.browser
Drawn = Callable[[Page], Page]
CORPORATE = "/cfo/corporate"
PART = "You see only a part of what this is worth; somebody who sees all of it has to decide."


def anomaly(page: Page, title: str) -> Locator:
    """One unusual thing."""
    return (
        page.get_by_role("region", name=re.compile("^Anomalies"))
        .get_by_role("listitem")
        .filter(has_text=title)
    )


def test_reasons_come_when_they_are_found_and_the_visit_is_noted_once(
    open_page: Opener, script: Script
) -> None:
    script.waiting["Briefing"] = 1
    page = open_page(CORPORATE)
    brief = page.get_by_role("region", name="Briefing for Finance")
    expect(brief).to_contain_text("Working out why.")
    expect(brief.get_by_role("heading", name="Why")).to_have_count(0)
    assert "NoteVisit" not in script.asked
    expect(brief.get_by_role("heading", name="Why")).to_be_visible()
    expect(brief).not_to_contain_text("Working out why.")
    expect(brief).to_contain_text("In the words of a-model, every figure checked here.")
    expect(brief).to_contain_text("You were here 28 Oct")
    page.get_by_role("button", name="Hide the Vizier panel").click()
    assert script.asked.count("NoteVisit") == 1


def test_what_is_unusual_is_told_once_it_was_looked_for(open_page: Opener, script: Script) -> None:
    script.waiting["Anomalies"] = 1
    page = open_page(CORPORATE)
    section = page.get_by_role("region", name=re.compile("^Anomalies"))
    expect(section).to_contain_text("Looking over every figure")
    expect(section.get_by_role("heading")).to_have_text("Anomalies, 4 open")
    expect(section.get_by_role("listitem")).to_have_count(3)
    section.get_by_role("button", name="Show all 4").click()
    expect(section.get_by_role("listitem")).to_have_count(4)
    one = anomaly(page, "Payment success")
    expect(one).to_contain_text("It shows in Failed value too.")
    one.get_by_role("button", name="Why").click()
    expect(one).to_contain_text("It began with Payments repeated in sepa instant, 11 September 2026.")
    expect(one.get_by_role("list", name="What moved it")).to_contain_text(
        "Sepa instant: −11.0 pp, 92.0% of the change"
    )
    moved = one.get_by_role("link", name="−12.0 pp")
    expect(moved).to_have_attribute("href", re.compile(r"explain=pay\.success"))
    one.get_by_role("link", name="96.9%").click()
    expect(page.get_by_role("dialog", name="Payment success")).to_be_visible()


def test_an_anomaly_is_acknowledged_and_another_put_off(open_page: Opener, script: Script) -> None:
    page = open_page(CORPORATE)
    anomaly(page, "Payment success").get_by_role("button", name="Acknowledge").click()
    section = page.get_by_role("region", name=re.compile("^Anomalies"))
    expect(section.get_by_role("heading")).to_have_text("Anomalies, 3 open")
    section.get_by_role("button", name="Show all 4").click()
    expect(anomaly(page, "Payment success")).to_contain_text("Acknowledged by you.")
    expect(anomaly(page, "Payment success").get_by_role("button", name="Acknowledge")).to_have_count(0)
    anomaly(page, "Close duration").get_by_role("button", name="Snooze").click()
    page.get_by_role("button", name="For a week").click()
    expect(anomaly(page, "Close duration")).to_contain_text("Put off by you.")
    assert script.standing["late"] == {"state": "snoozed", "by": "cfo"}


def test_a_level_that_lasts_is_accepted_with_the_keyboard_alone(open_page: Opener, script: Script) -> None:
    page = open_page(CORPORATE)
    page.get_by_role("button", name="Show all 4").click()
    expect(anomaly(page, "Close duration").get_by_role("button", name="Accept")).to_have_count(0)
    one = anomaly(page, "Payment success")
    one.get_by_role("button", name="Accept").focus()
    page.keyboard.press("Enter")
    expect(one).to_contain_text("From 1 Sep on this is the usual level")
    expect(one.get_by_role("button", name="Accept this level")).to_be_focused()
    page.keyboard.press("Escape")
    expect(one.get_by_role("button", name="Accept this level")).to_have_count(0)
    expect(one.get_by_role("button", name="Accept: ")).to_be_focused()
    page.keyboard.press("Enter")
    expect(one.get_by_role("button", name="Accept this level")).to_be_focused()
    page.keyboard.press("Enter")
    expect(one).to_contain_text("Accepted by you as the usual level.")
    expect(one).to_be_focused()
    expect(page.get_by_role("heading", name="Anomalies")).to_have_text("Anomalies, 3 open")
    assert "accepted" in {each["state"] for each in script.standing.values()}


@pytest.mark.parametrize(
    ("model", "tag"),
    [
        ({"kind": "compatible", "name": "local-1", "external": False}, "Private model"),
        ({"kind": "google", "name": "far-2", "external": True}, "External model"),
    ],
)
def test_the_model_is_shown(open_page: Opener, script: Script, model: dict[str, object], tag: str) -> None:
    script.model = model
    shown = open_page(CORPORATE).locator(".v-head .tag")
    expect(shown).to_have_text(tag)
    expect(shown).to_have_attribute("title", re.compile(str(model["name"])))


def test_a_reader_is_told_in_another_language_from_then_on(open_page: Opener, script: Script) -> None:
    page = open_page(CORPORATE)
    brief = page.get_by_role("region", name="Briefing for Finance")
    expect(brief.locator("[lang=en]")).to_be_visible()
    brief.get_by_role("button", name="How to be told").click()
    choices = brief.get_by_role("group", name="Language")
    choices.get_by_role("button", name="Deutsch").click()
    expect(brief.locator("[lang=de]")).to_be_visible()
    expect(choices.get_by_role("button", name="Deutsch")).to_have_attribute("aria-pressed", "true")
    brief.get_by_role("group", name="Length").get_by_role("button", name="Brief").click()
    page.reload()
    expect(brief.locator("[lang=de]")).to_be_visible()
    assert {"language": script.style["language"], "length": script.style["length"]} == {
        "language": "de",
        "length": "BRIEF",
    }


def test_an_approval_keeps_its_note(open_page: Opener, drawn: Drawn, script: Script) -> None:
    page = drawn(open_page(CORPORATE))
    one = page.locator(".recs ol > li").filter(has_text="Dun")
    expect(one).to_contain_text("Needs two approvals.")
    one.get_by_role("button", name="Approve").click()
    dialog = page.get_by_role("dialog", name="Approve")
    dialog.get_by_label("Note").fill("Call the three largest first.")
    dialog.get_by_role("button", name="Approve").click()
    expect(one).to_contain_text("you: Call the three largest first.")
    assert script.ledger.decided["dun"]["notes"] == [{"by": "cfo", "text": "Call the three largest first."}]


def test_who_may_not_decide_reads_why_and_has_no_button(
    open_page: Opener, drawn: Drawn, script: Script
) -> None:
    script.refusals["cfo"] = PART
    page = drawn(open_page(CORPORATE))
    one = page.locator(".recs ol > li").filter(has_text="Dun")
    expect(one).to_contain_text(PART)
    expect(one.get_by_role("button", name="Approve")).to_have_count(0)
    expect(one.get_by_role("button", name="More about")).to_have_count(0)
    expect(one.get_by_role("button", name="Simulate")).to_be_visible()
