"""Bytes and layout: what a reader waits for stays small, and nothing on the page jumps."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.e2e.conftest import Opener
from tests.e2e.fixtures.answers import METRICS
from tests.e2e.fixtures.server import Script

KB = 1000
SHELL, VIZIER, SYMPHONY, CHARTS = 40 * KB, 14 * KB, 60 * KB, 240 * KB
IMPORT = re.compile(r"""(?:from|import)\s*["`']\./([\w.-]+\.js)["`']""")
"""What a file imports at its top; what it fetches later is called like a function."""
SHIFTS = """() => new Promise(done => {
  let total = 0
  new PerformanceObserver(list => { for (const e of list.getEntries()) if (!e.hadRecentInput) total += e.value })
    .observe({ type: 'layout-shift', buffered: true })
  setTimeout(() => done(total), 200)
})"""


def packed(manifest: Mapping[str, Any], files: list[str]) -> int:
    """Bytes of built files as they travel."""
    return sum(len(gzip.compress((manifest["folder"] / file).read_bytes(), 9)) for file in files)


def with_imports(manifest: Mapping[str, Any], file: str) -> list[str]:
    """A file with all that it cannot begin without, apart from what the shell has brought already."""
    found, wanted = [], [file]
    while wanted:
        one = wanted.pop()
        if one in found or one in [manifest["entry"], *manifest["preload"]]:
            continue
        found.append(one)
        wanted += IMPORT.findall((manifest["folder"] / one).read_text("utf-8"))
    return found


def test_the_shell_with_all_it_needs_is_small(manifests: dict[str, dict[str, Any]]) -> None:
    platform = manifests["platform"]
    assert packed(platform, [platform["entry"], *platform["preload"]]) <= SHELL


def test_the_vizier_is_small_and_loads_after_the_shell(manifests: dict[str, dict[str, Any]]) -> None:
    platform = manifests["platform"]
    own = platform["provides"]["@symphony/vizier"]
    assert packed(platform, with_imports(platform, own)) <= VIZIER
    assert own not in [platform["entry"], *platform["preload"]]


def test_a_symphony_is_small(manifests: dict[str, dict[str, Any]]) -> None:
    own = manifests["cfo"]
    platform = manifests["platform"]
    files = [file for file in own["integrity"] if file.endswith(".js")]
    assert packed(own, files) + packed(platform, [platform["provides"]["@symphony/board"]]) <= SYMPHONY


def test_charts_are_bounded_and_off_the_critical_path(manifests: dict[str, dict[str, Any]]) -> None:
    platform = manifests["platform"]
    charts = platform["provides"]["@symphony/charts"]
    assert packed(platform, [charts]) <= CHARTS
    assert charts not in [platform["entry"], *platform["preload"]]


def test_a_symphony_brings_no_copy_of_the_shared_modules(manifests: dict[str, dict[str, Any]]) -> None:
    needs, provides = set(manifests["cfo"]["needs"]), set(manifests["platform"]["provides"])
    assert {"@symphony/board", "preact/jsx-runtime"} <= needs <= provides


@pytest.mark.browser
def test_charts_are_fetched_after_the_figures(open_page: Opener, drawn: Callable[[Page], Page]) -> None:
    page = drawn(open_page("/cfo/corporate"))
    times = page.evaluate(
        """() => {
          const found = performance.getEntriesByType('resource').filter(e => e.name.includes('/charts-'))
          const asked = performance.getEntriesByType('resource').filter(e => e.name.endsWith('/graphql'))
          return [found[0].startTime, asked[1].responseEnd]
        }"""
    )
    assert times[0] > times[1]


@pytest.mark.browser
@pytest.mark.parametrize("phone", [False, True])
@pytest.mark.parametrize(
    "page_id", ["corporate", "forecast", "scenarios", "accuracy", "actions", "receivables"]
)
def test_nothing_jumps_while_figures_arrive(
    open_page: Opener, drawn: Callable[[Page], Page], script: Script, page_id: str, phone: bool
) -> None:
    script.slow_s.update({metric: 0.4 + 0.05 * (index % 7) for index, metric in enumerate(METRICS)})
    page = drawn(open_page(f"/cfo/{page_id}", phone=phone))
    assert page.evaluate(SHIFTS) <= 0.01


@pytest.mark.browser
def test_nothing_jumps_while_pinned_answers_arrive(
    open_page: Opener, drawn: Callable[[Page], Page], script: Script
) -> None:
    page = drawn(open_page("/cfo/corporate"))
    pins = [{"symphony": "cfo", "page": "corporate", "questions": [f"Overdue by region {n}"]} for n in (1, 2)]
    script.pins["cfo"] = pins
    page.evaluate("pins => localStorage.setItem('pins:cfo', JSON.stringify(pins))", pins)
    script.answer_s = 0.8
    page.reload()
    page.locator(".pins .chart svg").nth(1).wait_for()
    assert page.evaluate(SHIFTS) <= 0.01
