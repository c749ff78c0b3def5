"""The panel: what to do and who decided it, questions and their answers, with the mouse, the keyboard and a phone."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import Opener
from tests.e2e.fixtures.server import Script

pytestmark = pytest.mark.browser
Drawn = Callable[[Page], Page]
DUN = "Dun the customers with the largest overdue amounts"


def ask(page: Page, question: str) -> Locator:
    """Ask and return the turn of the log, once it is answered."""
    field = page.get_by_label("Ask the Vizier")
    field.fill(question)
    field.press("Enter")
    turn = page.get_by_role("log").get_by_role("article").last
    expect(turn.locator(".you")).to_contain_text(question)
    expect(turn.locator(".reply[aria-busy=false]")).to_be_visible()
    return turn


def item(page: Page, action: str) -> Locator:
    """One recommendation."""
    return page.locator(".recs ol > li").filter(has_text=action)


def test_an_answer_has_a_sentence_a_chart_its_table_and_how_it_was_worked_out(
    open_page: Opener, drawn: Drawn
) -> None:
    turn = ask(drawn(open_page("/cfo/corporate")), "Overdue by region")
    expect(turn).to_contain_text("Overdue receivables: Nordics €4.90m")
    expect(turn).to_contain_text("Without disputed amounts.")
    expect(turn.locator(".chart svg")).to_be_visible()
    turn.get_by_role("button", name="Table").click()
    expect(turn.get_by_role("row")).to_have_count(4)
    expect(turn.get_by_role("rowheader").first).to_have_text("DACH")
    expect(turn.get_by_role("cell").first).to_have_text("€3.10m")
    turn.get_by_role("button", name="How this was worked out").click()
    how = turn.get_by_role("region", name="How this was worked out")
    expect(how).to_contain_text("invoicing.receivable")
    how.get_by_text("Query").click()
    expect(how.locator("pre")).to_have_text("SELECT sum(amount)")


def test_a_figure_of_an_answer_leads_to_its_own_period_and_slice(open_page: Opener, drawn: Drawn) -> None:
    page = drawn(open_page("/cfo/corporate"))
    ask(page, "Overdue by region").get_by_role("link", name="€4.90m").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("1 Sep 2026 to")
    expect(dialog.locator("dd").filter(has_text="Nordics")).to_be_visible()
    expect(dialog.get_by_role("heading", name="Where it comes from")).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    assert "figure=" not in page.url


def test_a_refusal_suggests_and_a_question_back_offers_choices(open_page: Opener, drawn: Drawn) -> None:
    page = drawn(open_page("/cfo/corporate"))
    refused = ask(page, "What is the weather?")
    expect(refused).to_contain_text("I cannot answer that because")
    expect(refused.get_by_role("button", name="How this was worked out")).to_have_count(0)
    back = ask(page, "margin")
    expect(back.get_by_role("list", name="Which is meant").get_by_role("button")).to_have_count(2)
    back.get_by_role("button", name="Overdue by region").click()
    expect(page.get_by_role("log").get_by_role("article").last.locator(".chart svg")).to_be_visible()


def test_a_slow_answer_says_how_long_and_can_be_called_off(
    open_page: Opener, drawn: Drawn, script: Script
) -> None:
    page = drawn(open_page("/cfo/corporate"))
    script.answer_s = 6
    field = page.get_by_label("Ask the Vizier")
    field.fill("Overdue by region")
    field.press("Enter")
    log = page.get_by_role("log")
    expect(log.locator(".you")).to_contain_text("Overdue by region")
    expect(log).to_contain_text("Overdue receivables by region")
    expect(log).to_contain_text(re.compile(r"\d s"))
    field.press("Escape")
    expect(log).to_contain_text("Cancelled.")
    expect(field).to_be_focused()
    field.fill("Overdue by customer")
    field.press("Enter")
    log.get_by_role("button", name="Stop").click()
    expect(log.get_by_role("article").last).to_contain_text("Cancelled.")
    for _ in range(100):
        if len(script.left) == 2:
            break
        page.wait_for_timeout(50)
    assert script.left == ["Overdue by region", "Overdue by customer"]


def test_an_answer_comes_in_steps_and_a_models_words_sentence_by_sentence(
    open_page: Opener, drawn: Drawn, script: Script
) -> None:
    page = drawn(open_page("/cfo/corporate"))
    script.answer_s = 6
    script.worded = {
        "model": "compatible:local",
        "sentences": ["Nordics leads with €4.90m.", "DACH follows."],
    }
    field = page.get_by_label("Ask the Vizier")
    field.fill("Overdue by region")
    field.press("Enter")
    turn = page.get_by_role("log").get_by_role("article").last
    expect(turn.locator(".chart svg")).to_be_visible()
    expect(turn).not_to_contain_text("€4.90m;")
    expect(turn.locator(".reply")).to_have_attribute("aria-busy", "true")
    expect(turn.get_by_role("button", name="Pin")).to_have_count(0)
    expect(turn).to_contain_text("Overdue receivables: Nordics €4.90m;")
    expect(turn).to_contain_text("Nordics leads with €4.90m.")
    expect(turn).not_to_contain_text("DACH follows.")
    expect(turn).to_contain_text("DACH follows.")
    expect(turn).to_contain_text("In the words of compatible:local, every figure checked here.")
    expect(turn.locator(".reply")).to_have_attribute("aria-busy", "false")
    expect(turn.get_by_role("button", name="Stop")).to_have_count(0)
    turn.get_by_role("link", name="€4.90m").click()
    expect(page.get_by_role("dialog")).to_contain_text("1 Sep 2026 to")


def test_why_a_model_wrote_nothing_is_said_and_the_composers_words_stand(
    open_page: Opener, drawn: Drawn, script: Script
) -> None:
    page = drawn(open_page("/cfo/corporate"))
    script.worded = {"note": "The language model declined to word this; these words are made here."}
    turn = ask(page, "Overdue by region")
    expect(turn).to_contain_text("The language model declined to word this")
    expect(turn).to_contain_text("Overdue receivables: Nordics €4.90m")
    expect(turn).not_to_contain_text("In the words of")


def test_stopping_a_model_keeps_the_answer(open_page: Opener, drawn: Drawn, script: Script) -> None:
    page = drawn(open_page("/cfo/corporate"))
    script.answer_s = 9
    script.worded = {
        "model": "compatible:local",
        "sentences": ["Nordics leads with €4.90m.", "DACH follows."],
    }
    field = page.get_by_label("Ask the Vizier")
    field.fill("Overdue by region")
    field.press("Enter")
    turn = page.get_by_role("log").get_by_role("article").last
    expect(turn).to_contain_text("Nordics leads", timeout=20_000)
    page.keyboard.press("Escape")
    expect(turn).to_contain_text("The language model was stopped; these words are made here.")
    expect(turn).to_contain_text("Overdue receivables: Nordics €4.90m")
    expect(turn).not_to_contain_text("Nordics leads")
    expect(turn.get_by_role("button", name="Pin")).to_be_visible()


def test_keys_alone_ask_recall_and_read(open_page: Opener, drawn: Drawn) -> None:
    page = drawn(open_page("/cfo/corporate"))
    page.keyboard.press("a")
    field = page.get_by_label("Ask the Vizier")
    expect(field).to_be_focused()
    page.keyboard.type("Overdue by region")
    page.keyboard.press("Enter")
    expect(page.locator(".reply")).to_have_count(1)
    expect(field).to_be_focused()
    expect(field).to_have_value("")
    page.keyboard.press("ArrowUp")
    expect(field).to_have_value("Overdue by region")
    page.keyboard.press("ArrowDown")
    expect(field).to_have_value("")
    expect(page.get_by_role("log")).to_have_attribute("aria-live", "polite")


def test_a_recommendation_shows_its_effect_and_what_it_rests_on(open_page: Opener, drawn: Drawn) -> None:
    page = drawn(open_page("/cfo/corporate"))
    one = item(page, DUN)
    expect(one).to_contain_text("+€3.10m")
    expect(one).to_contain_text("Medium confidence")
    one.get_by_role("button", name="Simulate").click()
    expect(one).to_contain_text("+€3.10m expected, between €1.55m and €4.65m in 4 of 5 cases.")
    expect(one).to_contain_text("it assumes that three of ten overdue euros")
    one.get_by_role("link", name="31.0%").click()
    expect(page.get_by_role("dialog", name="Overdue share")).to_be_visible()


def test_a_large_one_needs_a_second_person_who_is_not_the_first(open_page: Opener, drawn: Drawn) -> None:
    page = drawn(open_page("/cfo/corporate"))
    item(page, DUN).get_by_role("button", name="Approve").click()
    dialog = page.get_by_role("dialog", name="Approve")
    expect(dialog).to_contain_text("a second person must approve it too")
    expect(dialog).to_contain_text("Can be taken back only in part.")
    dialog.get_by_role("button", name="Approve").click()
    expect(dialog).to_have_count(0)
    expect(item(page, DUN)).to_contain_text("Approved by you; waits for a second person.")
    expect(item(page, DUN).get_by_role("button", name="Approve")).to_have_count(0)
    expect(item(page, DUN)).to_be_focused()

    page.context.add_cookies(
        [{"name": "persona", "value": "controller_dach", "url": page.url.partition("/cfo")[0]}]
    )
    page.reload()
    expect(item(page, DUN)).to_contain_text("Approved by Maya Okafor; waits for a second person.")
    item(page, DUN).get_by_role("button", name="Approve").click()
    expect(dialog).to_contain_text("you are the second person")
    dialog.get_by_role("button", name="Approve").click()
    expect(item(page, DUN)).to_contain_text("Approved by Maya Okafor and you.")
    page.get_by_text("Decided earlier, 1").click()
    expect(page.locator(".decided")).to_contain_text("€3.10m predicted, not measured yet.")


def test_a_refused_decision_says_why(open_page: Opener, drawn: Drawn, script: Script) -> None:
    page = drawn(open_page("/cfo/corporate"))
    script.ledger.approve("dun", "cfo")
    item(page, DUN).get_by_role("button", name="Approve").click()
    dialog = page.get_by_role("dialog", name="Approve")
    dialog.get_by_role("button", name="Approve").click()
    expect(dialog.get_by_role("alert")).to_contain_text(
        "You approved this already; it needs a second person."
    )


def test_declined_with_a_reason_and_put_off_to_a_day(open_page: Opener, drawn: Drawn, script: Script) -> None:
    page = drawn(open_page("/cfo/corporate"))
    more = item(page, "Hedge").get_by_role("button", name="More about")
    more.click()
    page.get_by_role("button", name="Decline…").click()
    page.get_by_label("Why?").fill("The bank quotes badly this week.")
    page.get_by_role("dialog").get_by_role("button", name="Decline", exact=True).click()
    expect(item(page, "Hedge")).to_contain_text("Declined: The bank quotes badly this week.")
    item(page, "Close").get_by_role("button", name="More about").click()
    page.get_by_role("button", name="Put off…").click()
    page.get_by_label("Show it again on").fill("2031-03-04")
    page.get_by_role("dialog").get_by_role("button", name="Put off", exact=True).click()
    expect(item(page, "Close")).to_contain_text("Put off until 4 Mar 2031.")
    assert script.ledger.decided["hedge"]["reason"] == "The bank quotes badly this week."


def test_a_pinned_answer_stays_on_the_page_until_it_is_taken_off(open_page: Opener, drawn: Drawn) -> None:
    page = drawn(open_page("/cfo/corporate"))
    ask(page, "Overdue by region").get_by_role("button", name="Pin").click()
    card = page.get_by_role("region", name="Overdue by region", exact=True)
    expect(card.locator(".chart svg")).to_be_visible()
    page.reload()
    expect(card).to_contain_text("Nordics €4.90m")
    page.goto(page.url.replace("corporate", "payments"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Payments hub")
    expect(card).to_have_count(0)
    page.go_back()
    card.get_by_role("button", name="Take off the page").click()
    expect(card).to_have_count(0)


def test_first_questions_come_from_the_figures_of_the_page(open_page: Opener, drawn: Drawn) -> None:
    page = drawn(open_page("/cfo/corporate"))
    hints = page.get_by_role("list", name="Questions to begin with").get_by_role("button")
    expect(hints).to_have_text(
        [
            "Why did Cash position change?",
            re.compile(r"^AR ageing by customer\W"),
            re.compile(" against plan$"),
        ]
    )


def test_on_a_phone_the_panel_is_a_sheet_that_keeps_the_focus(open_page: Opener, drawn: Drawn) -> None:
    page = drawn(open_page("/cfo/corporate", phone=True))
    opener = page.get_by_role("navigation", name="Main").get_by_role("button", name="Vizier")
    opener.click()
    sheet = page.get_by_role("dialog", name="Vizier")
    expect(sheet).to_contain_text("Cash position is")
    box = sheet.bounding_box()
    assert box is not None
    assert (box["width"], box["height"]) == (390, 844)
    turn = ask(page, "Overdue by region")
    expect(turn.locator(".chart svg")).to_be_visible()
    sheet.get_by_role("button", name="Close the Vizier panel").click()
    expect(sheet).to_have_count(0)
    opener.click()
    expect(page.get_by_role("log")).to_contain_text("Nordics €4.90m")


def test_a_figure_of_an_engine_leads_to_its_page_which_the_sheet_does_not_cover(
    open_page: Opener, drawn: Drawn
) -> None:
    page = drawn(open_page("/cfo/corporate", phone=True))
    page.get_by_role("navigation", name="Main").get_by_role("button", name="Vizier").click()
    sheet = page.get_by_role("dialog", name="Vizier")
    ask(page, "Overdue by region").get_by_role("link", name="€4.90m").click()
    explained = page.get_by_role("dialog", name="Overdue")
    expect(explained).to_be_visible()
    explained.get_by_role("button", name="Close").click()
    ask(page, "What if customers pay 5 days later").get_by_role("link", name="€2.00m").click()
    expect(sheet).to_have_count(0)
    expect(page.get_by_role("heading", level=1)).to_have_text("Cash forecast")
    expect(page).to_have_url(re.compile("lever=dso"))
