"""``python -m tests.bench.cash.dragged [STORE]``: from the drag of a lever to the redrawn chart, in a browser.

Without a store, the sample company is made at full scale in a folder that is left behind for the next time.
A lever is moved by one step at a time, then dragged; each time runs from the browser's input event to the frame
after the chart's lines have changed, so question, simulation, answer and drawing are all in it. What other load
does not lengthen is the processor time of the server and of the page beside it. Why the low point is where it is
is asked once a lever rests, and left out.
"""

from __future__ import annotations

import os
import shutil
import statistics
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from playwright.sync_api import CDPSession, Locator, Page, Route, sync_playwright

from tests.bench.cash.served import OPERATION, _processor_s, _ready, _sample
from tests.live import serving

LEVERS = ("Days customers take", "Days we take", "Demand", "Operating cost")
STEPS, DRAG_STEPS, DRAG_EVERY_S = 12, 24, 0.03
BAR_MS = 200
WATCH = """() => {
  window.moved = []; window.drawn = []
  addEventListener('input', () => moved.push(performance.now()), true)
  const chart = document.querySelector('.cash-split .chart')
  let waits = false
  new MutationObserver(() => {
    if (waits) return
    waits = true
    requestAnimationFrame(() => { waits = false; drawn.push(performance.now()) })
  }).observe(chart, { subtree: true, childList: true, attributes: true, attributeFilter: ['d'] })
}"""
FLAGS = ["--no-sandbox", "--disable-gpu"]


def main() -> None:
    """Print how long it takes from a lever to its picture, and how often a drag is redrawn."""
    store = Path(sys.argv[1]) if len(sys.argv) > 1 else _sample()
    path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    assert path, "no Chromium is installed"
    with serving(store) as server, sync_playwright() as playwright:
        first = _ready(server, OPERATION.read_text("utf-8"))
        print(
            f"{first['paths']:,} paths x {first['horizon']} days with bands; "
            f"others keep {os.getloadavg()[0]:.1f} processes of {os.cpu_count()} cores busy"
        )
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        page = browser.new_page(viewport={"width": 1440, "height": 1000})
        page.route("**/graphql", _without_reasons)
        session = page.context.new_cdp_session(page)
        session.send("Performance.enable", {"timeDomain": "threadTicks"})
        page.goto(f"{server.address}/cfo/forecast", timeout=120_000)
        page.locator(".cash-results").wait_for(timeout=120_000)
        page.locator(".cash-split .chart svg").wait_for(timeout=60_000)
        page.evaluate(WATCH)
        print(
            f"{'lever':<22}{'step: middle':>14}{'worst':>9}{'server':>10}{'page':>10}{'drag: redraws':>16}{'last':>9}"
        )
        for name in LEVERS:
            _tell(page, session, name)
        browser.close()


def _without_reasons(route: Route) -> None:
    if "CashReasons" in (route.request.post_data or ""):
        route.abort()
    else:
        route.continue_()


def _tell(page: Page, session: CDPSession, name: str) -> None:
    slider = page.get_by_role("slider", name=name, exact=True)
    slider.focus()
    before = _processor_s(), _page_s(session)
    times = [_stepped(page) for _ in range(STEPS)]
    work = 1000 * (_processor_s() - before[0]) / STEPS
    own = 1000 * (_page_s(session) - before[1]) / STEPS
    redraws, last = _dragged(page, slider)
    page.get_by_role("button", name="Reset").click()
    _settled(page)
    print(
        f"{name:<22}{statistics.median(times):>11.0f} ms{max(times):>6.0f} ms{work:>7.0f} ms{own:>7.0f} ms"
        f"{redraws:>10.1f} a second{last:>6.0f} ms"
    )


def _page_s(session: CDPSession) -> float:
    """Return the processor time of the page's thread."""
    found = session.send("Performance.getMetrics")["metrics"]
    return next(float(each["value"]) for each in found if each["name"] == "TaskDuration")


def _stepped(page: Page) -> float:
    """Return how long one press of an arrow key takes to be drawn, in ms."""
    page.evaluate("() => { moved.length = 0; drawn.length = 0 }")
    page.keyboard.press("ArrowRight")
    page.wait_for_function("() => moved.length && drawn.some(at => at > moved[0])", polling=5)
    took = page.evaluate("() => drawn.find(at => at > moved[0]) - moved[0]")
    _settled(page)
    return float(took)


def _dragged(page: Page, slider: Locator) -> tuple[float, float]:
    """Return how often a second the chart is redrawn in a drag, and how long after its end for the last time."""
    box = slider.bounding_box()
    assert box
    y, start, end = box["y"] + box["height"] / 2, box["x"] + box["width"] * 0.5, box["x"] + box["width"] * 0.9
    page.evaluate("() => { moved.length = 0; drawn.length = 0 }")
    page.mouse.move(start, y)
    page.mouse.down()
    for step in range(1, DRAG_STEPS + 1):
        page.mouse.move(start + (end - start) * step / DRAG_STEPS, y)
        time.sleep(DRAG_EVERY_S)
    page.mouse.up()
    _settled(page)
    moved: Sequence[float] = page.evaluate("() => moved")
    drawn: Sequence[float] = page.evaluate("() => drawn")
    after = [at for at in drawn if at > moved[0]]
    return 1000 * len(after) / (after[-1] - moved[0]), after[-1] - moved[-1]


def _settled(page: Page) -> None:
    """Wait until what was moved last is drawn, and nothing else any more: reasons follow a lever at rest."""
    page.wait_for_function(
        "() => moved.every(at => at < (drawn.at(-1) ?? 0)) && performance.now() - (drawn.at(-1) ?? 0) > 1000",
        polling=50,
        timeout=120_000,
    )


if __name__ == "__main__":
    main()
