"""A symphony that is missing, broken, outdated or tampered with fails in its own frame; policy is strict."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Opener
from tests.e2e.fixtures.server import Script

pytestmark = pytest.mark.browser
Drawn = Callable[[Page], Page]


def other(entry: str | None) -> dict[str, Any]:
    """A second symphony in the navigation."""
    pages = [{"id": "start", "title": "Start"}]
    return {
        "id": "cio",
        "title": "Technology",
        "executive": "CIO",
        "icon": "tech",
        "pages": pages,
        "entry": entry,
    }


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ("/foreign/absent.js", "could not be started"),
        ("/foreign/throws.js", "planted fault"),
        ("/foreign/old.js", "another version of the shell"),
        (None, "not built yet"),
    ],
)
def test_a_broken_symphony_leaves_the_others_alone(
    open_page: Opener, drawn: Drawn, script: Script, entry: str | None, said: str
) -> None:
    script.extra.append(other(entry))
    page = open_page("/cio/start")
    card = page.locator(".card.broken")
    expect(card).to_contain_text("Technology could not be started")
    expect(card).to_contain_text(said)
    page.get_by_role("link", name="Finance").click()
    drawn(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Corporate dashboard")


def test_try_again_starts_a_symphony_that_came_back(open_page: Opener, drawn: Drawn, script: Script) -> None:
    script.missing.add("cfo")
    page = open_page("/cfo/corporate")
    card = page.locator(".card.broken")
    expect(card).to_contain_text("Finance could not be started")
    expect(page.get_by_role("complementary", name="Vizier")).to_contain_text("Cash position is")
    script.missing.clear()
    card.get_by_role("button", name="Try again").click()
    drawn(page)
    expect(card).to_have_count(0)


def test_a_tampered_symphony_does_not_run(open_page: Opener, script: Script) -> None:
    script.tampered.add("cfo")
    page = open_page("/cfo/corporate")
    expect(page.locator(".card.broken")).to_contain_text("Finance could not be started")
    expect(page.locator(".kpi")).to_have_count(0)


def test_a_fault_in_one_tile_stays_there(open_page: Opener, drawn: Drawn, script: Script) -> None:
    script.states["ar.ageing"] = "NONSENSE"
    page = drawn(open_page("/cfo/corporate"))
    expect(page.locator("article.kpi .value")).to_have_count(6)


def test_the_policy_admits_no_foreign_code(open_page: Opener, drawn: Drawn) -> None:
    page = drawn(open_page("/cfo/corporate"))
    response = page.request.get(page.url)
    policy = response.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    script_sources = re.search(r"script-src ([^;]+)", policy)
    assert script_sources is not None
    assert re.fullmatch(r"'self' 'sha256-[\w+/=]+'", script_sources.group(1))
    page.evaluate(
        "() => { const s = document.createElement('script'); s.textContent = 'window.ran = 1'; document.body.append(s) }"
    )
    assert page.evaluate("window.ran") is None


def test_every_module_is_checked_on_arrival(open_page: Opener, drawn: Drawn) -> None:
    page = drawn(open_page("/cfo/corporate"))
    checked = page.evaluate(
        "Object.keys(JSON.parse(document.querySelector('script[type=importmap]').textContent).integrity)"
    )
    loaded = page.evaluate(
        "performance.getEntriesByType('resource').map(e => new URL(e.name).pathname).filter(n => n.endsWith('.js'))"
    )
    assert loaded
    assert set(loaded) <= set(checked)


def test_the_console_stays_silent(open_page: Opener, drawn: Drawn) -> None:
    page = open_page("/cfo/corporate")
    told: list[str] = []
    page.on(
        "console", lambda message: told.append(message.text) if message.type in ("error", "warning") else None
    )
    page.on("pageerror", lambda error: told.append(str(error)))
    page.reload()
    drawn(page)
    assert told == []
