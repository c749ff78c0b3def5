"""The built front end, a server of made-up figures, and a browser to look at them."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.e2e.fixtures.server import Script, application, serving

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
WIDE = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
UNDRAWN = """[...document.querySelectorAll('.chart')]
  .filter(c => c.getBoundingClientRect().top < innerHeight && !c.querySelector('svg')).length"""


@pytest.fixture(scope="session")
def dist_dirs(root: Path) -> list[Path]:
    """The folders of the built front ends; built first where their sources changed."""
    done = subprocess.run(
        [sys.executable, root / "tools" / "build_ui.py"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return [root / "ui" / "dist", root / "src" / "symphonies" / "suite" / "cfo" / "ui" / "dist"]


@pytest.fixture(scope="session")
def manifests(dist_dirs: list[Path]) -> dict[str, dict[str, Any]]:
    """What each build says about itself, with its folder."""
    found = [
        json.loads((folder / "manifest.json").read_text("utf-8")) | {"folder": folder} for folder in dist_dirs
    ]
    return {manifest["name"]: manifest for manifest in found}


@pytest.fixture(scope="session")
def _script() -> Script:
    return Script()


@pytest.fixture
def script(_script: Script) -> Iterator[Script]:
    """What shall go wrong during one test."""
    _script.clear()
    yield _script
    _script.clear()


@pytest.fixture(scope="session")
def address(dist_dirs: list[Path], _script: Script) -> Iterator[str]:
    """Where the front end is served with made-up figures."""
    with serving(application(dist_dirs, _script)) as url:
        yield url


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, for all tests; a machine without it skips them by name."""
    path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if path is None:
        pytest.skip("no Chromium is installed")
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield found
        found.close()


Opener = Callable[..., Page]


@pytest.fixture
def open_page(browser: Browser, address: str, script: Script) -> Iterator[Opener]:
    """Return a function that opens an address of the product in a fresh browser profile."""
    contexts: list[BrowserContext] = []

    def opened(path: str = "/", *, theme: str = "light", phone: bool = False, **options: Any) -> Page:
        context = browser.new_context(
            viewport=PHONE if phone else WIDE, color_scheme=theme, reduced_motion="reduce",
            is_mobile=phone, has_touch=phone, locale="en-US", timezone_id="UTC", **options,
        )  # fmt: skip
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.goto(address + path)
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
def drawn() -> Callable[[Page], Page]:
    """Return a function that waits until a page shows its figures and charts."""

    def waited(page: Page) -> Page:
        page.locator(".kpi .value, .kpi-note, .tiles > section.card").first.wait_for()
        expect(page.locator("[aria-busy=true]")).to_have_count(0)
        for _ in range(200):
            if page.evaluate(UNDRAWN) == 0:
                return page
            page.wait_for_timeout(50)
        raise AssertionError("a chart in sight was not drawn")

    return waited
