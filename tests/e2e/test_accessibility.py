"""axe-core finds nothing to complain about on any page, in either theme, on a phone, or in an open dialog."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.e2e.conftest import Opener
from tests.e2e.fixtures.company import page_ids
from tests.e2e.fixtures.server import Script

pytestmark = pytest.mark.browser
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture
def check(root: Path) -> Callable[[Page], None]:
    """Return a function that fails with what axe finds on a page."""
    axe = (root / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8")

    def run(page: Page) -> None:
        page.evaluate(axe)
        found = page.evaluate(
            "rules => axe.run(document, { runOnly: rules, resultTypes: ['violations'] })", RULES
        )
        told = [
            f"{v['id']}: {v['help']}\n  " + "\n  ".join(n["html"][:160] for n in v["nodes"])
            for v in found["violations"]
        ]
        assert not told, "\n".join(told)

    return run


Check = Callable[[Page], None]
Drawn = Callable[[Page], Page]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("page_id", page_ids())
def test_pages(open_page: Opener, drawn: Drawn, check: Check, page_id: str, theme: str) -> None:
    check(drawn(open_page(f"/cfo/{page_id}", theme=theme)))


@pytest.mark.parametrize(
    "page_id", ["corporate", "forecast", "scenarios", "accuracy", "actions", "receivables"]
)
def test_phone(open_page: Opener, drawn: Drawn, check: Check, page_id: str) -> None:
    check(drawn(open_page(f"/cfo/{page_id}", phone=True)))


def test_tables_in_place_of_charts(open_page: Opener, drawn: Drawn, check: Check) -> None:
    check(drawn(open_page("/cfo/corporate?table=cash&table=ebitda&table=ageing")))


def test_drill_down(open_page: Opener, drawn: Drawn, check: Check) -> None:
    check(drawn(open_page("/cfo/receivables?drill=customer:C000")))
    page = open_page("/cfo/receivables?drill=customer:C000&drill=invoice:INV-2600")
    page.get_by_role("heading", name="Receipts").wait_for()
    check(page)


@pytest.mark.parametrize("keys", ["Control+k", "?"])
def test_dialogs_of_the_shell(open_page: Opener, drawn: Drawn, check: Check, keys: str) -> None:
    page = drawn(open_page("/cfo/corporate"))
    page.keyboard.press(keys)
    page.locator("dialog[open]").wait_for()
    check(page)


def test_explanation_and_filters(open_page: Opener, drawn: Drawn, check: Check) -> None:
    page = drawn(open_page("/cfo/corporate?explain=ar.dso"))
    page.locator(".lineage li").first.wait_for()
    check(page)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Filters").click()
    page.get_by_role("checkbox", name="Halden AG").wait_for()
    check(page)


@pytest.mark.parametrize("phone", [False, True])
def test_the_panel_in_use(open_page: Opener, drawn: Drawn, check: Check, phone: bool) -> None:
    page = drawn(open_page("/cfo/corporate", phone=phone))
    if phone:
        page.get_by_role("navigation", name="Main").get_by_role("button", name="Vizier").click()
    page.get_by_role("button", name="Simulate").first.click()
    page.get_by_role("button", name="Why: Payment success").click()
    page.get_by_role("button", name="Acknowledge: Payment success").click()
    page.get_by_role("button", name="How to be told").click()
    page.get_by_role("group", name="Tone").wait_for()
    check(page)
    page.keyboard.press("Escape")
    field = page.get_by_label("Ask the Vizier")
    for question in ("Overdue by region", "margin", "weather"):
        field.fill(question)
        field.press("Enter")
        page.locator(".reply").last.wait_for()
    page.get_by_role("button", name="How this was worked out").click()
    page.get_by_role("button", name="Pin").click()
    check(page)
    page.get_by_role("log").get_by_role("button", name="Table").click()
    page.get_by_role("button", name="Approve").first.click()
    page.get_by_role("dialog", name="Approve").wait_for()
    check(page)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_corrections_to_review(
    open_page: Opener, drawn: Drawn, check: Check, script: Script, theme: str
) -> None:
    script.corrections.said = ("c1", "c2")
    page = drawn(open_page("/cfo/corporate", theme=theme))
    page.get_by_role("button", name="Corrections of questions").click()
    dialog = page.get_by_role("dialog", name="Corrections of questions")
    dialog.get_by_role("button", name="Approve").click()
    dialog.get_by_text("Reviewed, 1").click()
    dialog.get_by_role("button", name="Reject: branch").click()
    check(page)


def test_scenarios_side_by_side_and_their_dialogs(open_page: Opener, drawn: Drawn, check: Check) -> None:
    page = drawn(open_page("/cfo/scenarios?with=scn_1&with=scn_2", theme="dark"))
    page.get_by_role("region", name="Key figures of each scenario").wait_for()
    check(page)
    page.get_by_role("button", name="Combine…").click()
    page.get_by_role("dialog", name="Combine").wait_for()
    check(page)


def test_states(open_page: Opener, drawn: Drawn, check: Check, script: Script) -> None:
    script.states |= {
        "corp.runway": "NOT_CONNECTED",
        "ar.dso": "FORBIDDEN",
        "corp.covenant": "EMPTY",
        "ar.ageing": "FORBIDDEN",
    }
    script.failing |= {"corp.fcf", "corp.ebitda"}
    check(drawn(open_page("/cfo/corporate")))
