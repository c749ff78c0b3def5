"""The sample company through the real server: every page answers, and rights decide what is seen."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Response, expect

from tests.live import Server, serving

pytestmark = pytest.mark.browser
PREPARING = "POSITION_PREPARING"
"""What cash is answered with until its position is read; the page waits and asks again."""
PAGES = ["corporate", "payments", "receivables", "compliance", "contracts"]
CASH = ["forecast", "scenarios", "accuracy", "actions"]

AT_REST = """() => {
  const charts = [...document.querySelectorAll('main .chart')].map(each => each.innerHTML)
  const before = window.drawnBefore
  window.drawnBefore = charts.join()
  return charts.every(each => each.includes('<path')) && before === window.drawnBefore
}"""
"""Whether every drawing is there and stands as it stood a moment ago."""

UNLINKED = """() => {
  const said = [...document.querySelectorAll('.v-body p, .v-body h3, .v-body li, .v-body dd, .v-body .gain')]
  const apart = '.figure, button, code, pre, table, .chart, .you, .doing, .sources, .answer-chart, .answer-table, p, ul, ol'
  return said.flatMap(each => {
    const bare = each.cloneNode(true)
    bare.querySelectorAll(apart).forEach(inner => inner.replaceWith(' '))
    return each.closest('.you, .sources, a') ? [] : [bare.textContent]
  })
}"""
"""What stands in the sentences of the panel outside of its links."""
NO_FIGURE = re.compile(
    r"\b\d{1,2} (?:January|February|March|April|May|June|July|August|September|October|November|December|"
    r"Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\b(?: \d{4})?|\b20\d\d-\d\d\b|\b(?:[A-Z][a-z]+ )?20\d\d\b|"
    r"\bQ[1-4]\b|(?:\d+ )?of \d+ cases|\band\s+\d+\s+more\b|^Anomalies, \d+ open$|^(?:One row|\d+ rows) in (?:less than )?[\d.]+ s\.$"
)
"""Days and periods, what the ends of a range mean, the count in a heading, and how long an answer took."""


@pytest.fixture(scope="module")
def server(
    dist_dirs: list[Path], sample_company: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """The sample company, served."""
    assert dist_dirs
    with serving(Path(shutil.copytree(sample_company, tmp_path_factory.mktemp("sample") / "store"))) as found:
        yield found


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A fresh browser profile."""
    found = browser.new_context(
        viewport={"width": 1440, "height": 2400}, reduced_motion="reduce", locale="en-US"
    )
    yield found
    found.close()


class Watched:
    """A page and what went wrong on it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.told: list[str] = []
        page.set_default_timeout(30_000)
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.told.append(str(error)))
        page.on("response", self._response)

    def _console(self, message: Any) -> None:
        if message.type in ("error", "warning"):
            self.told.append(message.text)

    def _response(self, response: Response) -> None:
        if not response.url.endswith("/graphql") or "json" not in response.headers["content-type"]:
            return
        errors = response.json().get("errors") or []
        if any(error["extensions"].get("code") != PREPARING for error in errors):
            self.told.append(f"{response.request.post_data_json['variables']}: {errors}")

    def open(self, address: str) -> Page:
        """Go there and wait for every figure; a page without key figures has cards."""
        self.page.goto(address)
        self.page.locator(".kpi .value, .kpi-note, .tiles > section.card").first.wait_for()
        expect(self.page.locator("[aria-busy=true]")).to_have_count(0, timeout=180_000)
        return self.page


def become(context: BrowserContext, server: Server, persona: str) -> None:
    """Look as a persona from now on."""
    name, _, value = server.become(persona).partition("=")
    context.add_cookies([{"name": name, "value": value, "url": server.address}])


@pytest.mark.parametrize("page_id", PAGES)
def test_every_tile_of_every_page_has_its_figures(
    context: BrowserContext, server: Server, page_id: str
) -> None:
    watched = Watched(context.new_page())
    page = watched.open(f"{server.address}/cfo/{page_id}")
    assert watched.told == []
    expect(page.locator(".note.bad")).to_have_count(0)
    assert page.locator(".kpi .value").count() >= 5
    unseen = page.locator(".card").filter(has_text=re.compile("Hidden by policy|Not connected")).count()
    assert unseen == 0


def test_no_page_logs_an_error_while_its_drawings_move(browser: Browser, server: Server) -> None:
    moving = browser.new_context(viewport={"width": 1440, "height": 2400}, locale="en-US")
    try:
        watched = Watched(moving.new_page())
        for page_id in [*PAGES, *CASH]:
            page = watched.open(f"{server.address}/cfo/{page_id}")
            page.wait_for_function(AT_REST, polling=250, timeout=180_000)
        assert watched.told == []
    finally:
        moving.close()


def test_from_the_overdue_customer_to_the_single_invoice(context: BrowserContext, server: Server) -> None:
    watched = Watched(context.new_page())
    page = watched.open(f"{server.address}/cfo/receivables")
    customer = page.get_by_role("region", name="Table of overdue customers").get_by_role("rowheader").first
    name = customer.inner_text()
    customer.get_by_role("link").click()
    expect(page.get_by_role("heading", level=2, name=name)).to_be_visible()
    page.get_by_role("region", name="Table of open invoices").get_by_role("link").first.click()
    expect(page.get_by_role("heading", name=re.compile("^(Invoice|Credit note) "))).to_be_visible()
    expect(page.get_by_text("Amount").first).to_be_visible()
    assert watched.told == []


def test_a_definition_leads_back_to_the_source(context: BrowserContext, server: Server) -> None:
    page = Watched(context.new_page()).open(f"{server.address}/cfo/corporate?explain=ar.dso")
    dialog = page.get_by_role("dialog", name="Days sales outstanding")
    expect(dialog.locator(".lineage")).to_contain_text("invoicing.ar_movement")
    dialog.get_by_text("Query", exact=True).click()
    expect(dialog.locator("pre")).to_contain_text("SELECT")


def test_a_filter_and_a_currency_change_the_figures(context: BrowserContext, server: Server) -> None:
    watched = Watched(context.new_page())
    group = watched.open(f"{server.address}/cfo/corporate").locator(".kpi .value").first.inner_text()
    region = (
        watched.open(f"{server.address}/cfo/corporate?region=DACH").locator(".kpi .value").first.inner_text()
    )
    dollars = (
        watched.open(f"{server.address}/cfo/corporate?currency=USD").locator(".kpi .value").first.inner_text()
    )
    quarters = watched.open(f"{server.address}/cfo/corporate?period=last-4&grain=quarter&versus=year")
    expect(quarters.locator(".kpi .value")).to_have_count(6)
    assert len({group, region, dollars}) == 3
    assert dollars.startswith("$")
    assert watched.told == []


def test_personas_see_different_figures(context: BrowserContext, server: Server) -> None:
    page = Watched(context.new_page())
    whole = page.open(f"{server.address}/cfo/corporate").locator(".kpi .value").first.inner_text()
    become(context, server, "controller_dach")
    assert page.open(f"{server.address}/cfo/corporate").locator(".kpi .value").first.inner_text() != whole


def test_an_outsider_sees_that_policy_hides_the_figures(context: BrowserContext, server: Server) -> None:
    become(context, server, "outsider")
    page = Watched(context.new_page()).open(f"{server.address}/cfo/corporate")
    expect(page.locator(".kpi .value")).to_have_count(0)
    expect(page.locator(".kpi").first).to_contain_text("Hidden by policy")
    expect(page.locator("section.card").filter(has_text="EBITDA bridge")).to_contain_text("Hidden by policy")


def test_customer_names_are_masked_for_the_auditor(context: BrowserContext, server: Server) -> None:
    names = Watched(context.new_page()).open(f"{server.address}/cfo/receivables")
    table = names.get_by_role("region", name="Table of overdue customers").get_by_role("rowheader")
    first = table.first.inner_text()
    become(context, server, "auditor")
    page = Watched(context.new_page()).open(f"{server.address}/cfo/receivables")
    assert first not in page.locator("main").inner_text()


def test_a_download_holds_what_the_tile_shows(context: BrowserContext, server: Server) -> None:
    page = Watched(context.new_page()).open(f"{server.address}/cfo/corporate")
    page.get_by_role("button", name="More about EBITDA bridge").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download CSV").click()
    text = Path(download.value.path()).read_text("utf-8")
    assert len(text.splitlines()) > 4


def ask(page: Page, question: str) -> Locator:
    """Ask the Vizier and return the turn of the log once it is answered."""
    field = page.get_by_label("Ask the Vizier")
    field.fill(question)
    field.press("Enter")
    turn = page.get_by_role("log").get_by_role("article").last
    expect(turn.locator(".you")).to_contain_text(question)
    expect(turn.locator(".reply")).to_be_visible(timeout=180_000)
    return turn


def test_an_answer_gives_the_figure_of_the_card(context: BrowserContext, server: Server) -> None:
    watched = Watched(context.new_page())
    page = watched.open(f"{server.address}/cfo/corporate")
    for title in ("Cash position", "EBITDA margin", "Days sales outstanding"):
        card = page.locator(".kpi").filter(has=page.get_by_role("button", name=f"{title}: how"))
        figure = card.locator(".value").evaluate("el => el.firstChild.textContent")
        expect(ask(page, title).locator(".reply")).to_contain_text(figure)
    assert watched.told == []


QUESTIONS = [
    "Cash position", "Why did DSO change?", "Overdue by region", "Revenue by month against plan", "forecast DSO to March",
    "share of overdue by entity", "EBITDA margin last quarter against last year", "What is the weather in Paris?",
]  # fmt: skip


def test_every_figure_in_a_sentence_of_the_panel_leads_somewhere(
    context: BrowserContext, server: Server
) -> None:
    page = Watched(context.new_page()).open(f"{server.address}/cfo/corporate")
    for question in QUESTIONS:
        turn = ask(page, question)
        expect(turn.locator(".reply")).to_have_attribute("aria-busy", "false", timeout=180_000)
        for how in turn.get_by_role("button", name="How this was worked out").all():
            how.click()
    for name in ("Simulate", "Why:"):
        page.get_by_role("button", name=name).first.wait_for(timeout=180_000)
        for button in page.get_by_role("button", name=name).all():
            button.click()
    expect(page.get_by_text("Taking the change apart.")).to_have_count(0, timeout=180_000)
    said = [text for text in page.evaluate(UNLINKED) if text.strip()]
    assert len(said) > 40
    assert [text for text in said if re.search(r"\d", NO_FIGURE.sub("", text))] == []
    assert page.locator(".recs a.figure").count() > 20
    page.locator(".recs .effect a.figure").first.click()
    expect(page.get_by_role("dialog").locator(".lineage")).to_be_visible()


@pytest.mark.parametrize("page_id", PAGES)
def test_every_first_question_has_an_answer(context: BrowserContext, server: Server, page_id: str) -> None:
    watched = Watched(context.new_page())
    page = watched.open(f"{server.address}/cfo/{page_id}")
    hints = page.get_by_role("list", name="Questions to begin with").get_by_role("button").all_inner_texts()
    assert len(hints) >= 2
    for question in hints:
        expect(ask(page, question).locator(".reply.answer")).to_be_visible()
    assert watched.told == []


def test_a_question_about_nothing_we_keep_is_refused_with_what_can_be_asked(
    context: BrowserContext, server: Server
) -> None:
    page = Watched(context.new_page()).open(f"{server.address}/cfo/corporate")
    refused = ask(page, "What is the weather in Paris?")
    expect(refused.locator(".reply.refusal")).to_contain_text("I cannot answer that because")
    refused.get_by_role("list", name="Can be asked").get_by_role("button").first.click()
    expect(page.locator(".reply.answer")).to_be_visible()


def test_a_recommendation_of_weight_is_approved_by_two(context: BrowserContext, server: Server) -> None:
    page = Watched(context.new_page()).open(f"{server.address}/cfo/corporate")
    item = page.locator(".recs ol > li").filter(has_text="Settle the oldest disputed invoices")
    approve = page.get_by_role("dialog", name="Approve")
    item.get_by_role("button", name="Approve").click()
    expect(approve).to_contain_text("a second person must approve it too")
    approve.get_by_role("button", name="Approve").click()
    expect(item).to_contain_text("Approved by you; waits for a second person.")
    become(context, server, "controller_group")
    page = Watched(context.new_page()).open(f"{server.address}/cfo/corporate")
    item = page.locator(".recs ol > li").filter(has_text="Settle the oldest disputed invoices")
    approve = page.get_by_role("dialog", name="Approve")
    expect(item).to_contain_text("Approved by Maya Okafor; waits for a second person.")
    item.get_by_role("button", name="Approve").click()
    approve.get_by_role("button", name="Approve").click()
    expect(item).to_contain_text("Approved by Maya Okafor and you. The effect is measured on")
    page.get_by_text("Decided earlier").click()
    expect(page.locator(".decided")).to_contain_text("Settle the oldest disputed invoices")
    expect(page.locator(".decided")).to_contain_text(re.compile(r"€[\d.]+[mk] predicted, not measured yet"))


def test_decisions_are_told_only_to_those_who_may_see_their_figures(server: Server) -> None:
    found = server.query('{ recommendations(symphony: "cfo") { id action } }')["recommendations"]
    wanted = next(each["id"] for each in found if each["action"].startswith("Claim the rebates"))
    server.query(
        'mutation($id: ID!) { approveRecommendation(symphony: "cfo", id: $id) { state } }', id=wanted
    )
    told = "{ decisions { recommendation predicted } }"
    mine = server.query(told)["decisions"]
    assert any(each["recommendation"] == wanted and each["predicted"] > 0 for each in mine)
    assert server.query(told, server.become("outsider"))["decisions"] == []
    dach = server.query(told, server.become("controller_dach"))["decisions"]
    assert [each["predicted"] for each in dach if each["recommendation"] == wanted] == [None]
