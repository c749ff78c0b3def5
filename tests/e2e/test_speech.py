"""Questions are spoken and answers read aloud where the browser can; where it cannot, it is said or not offered."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import Opener
from tests.e2e.fixtures.server import Script

pytestmark = pytest.mark.browser
Drawn = Callable[[Page], Page]
RECOGNITION = """
  window.SpeechRecognition = class extends EventTarget {
    start() { window.recognition = this; window.heardIn = this.lang }
    stop() { this.dispatchEvent(new Event('end')) }
    hears(...texts) {
      const results = texts.map(transcript => [{ transcript }])
      this.dispatchEvent(Object.assign(new Event('result'), { results }))
    }
    fails(error) {
      this.dispatchEvent(Object.assign(new Event('error'), { error }))
      this.dispatchEvent(new Event('end'))
    }
  }
"""
VOICE = """
  window.spoken = []
  window.SpeechSynthesisUtterance = class extends EventTarget { constructor(text) { super(); this.text = text } }
  Object.defineProperty(window, 'speechSynthesis', { value: {
    speak(said) { window.spoken.push([said.text, said.lang]); window.saying = said },
    cancel() { window.spoken.push('cancelled') },
  } })
"""


def listening(page: Page) -> Locator:
    """Begin to listen, and return the note about it."""
    page.get_by_role("button", name="Speak the question").click()
    page.get_by_role("button", name="Listen", exact=True).click()
    return page.locator(".listen-note")


@pytest.fixture
def heard(open_page: Opener, drawn: Drawn) -> Page:
    """A page whose browser turns speech into text."""
    page = open_page("/cfo/corporate")
    page.add_init_script(RECOGNITION)
    page.add_init_script(VOICE)
    page.reload()
    return drawn(page)


def test_what_is_said_fills_the_field_and_is_asked_in_the_silence_after_it(
    heard: Page, script: Script
) -> None:
    note = listening(heard)
    expect(note).to_contain_text("Listening, and asking once you are silent.")
    assert heard.evaluate("heardIn") == "en-US"
    heard.evaluate("recognition.hears('Overdue')")
    expect(heard.get_by_label("Ask the Vizier")).to_have_value("Overdue")
    heard.evaluate("recognition.hears('Overdue', 'by region')")
    expect(heard.get_by_label("Ask the Vizier")).to_have_value("Overdue by region")
    assert "Asking" not in script.asked
    heard.evaluate("recognition.dispatchEvent(new Event('end'))")
    turn = heard.get_by_role("log").get_by_role("article").last
    expect(turn.locator(".you")).to_contain_text("Overdue by region")
    expect(turn.locator(".reply")).to_contain_text("Nordics €4.90m")
    expect(heard.get_by_label("Ask the Vizier")).to_have_value("")
    expect(note).to_have_count(0)


def test_who_stops_listening_may_still_change_what_was_heard(heard: Page, script: Script) -> None:
    listening(heard)
    heard.evaluate("recognition.hears('Overdue by religion')")
    heard.get_by_role("button", name="Speak the question").click()
    field = heard.get_by_label("Ask the Vizier")
    expect(field).to_have_value("Overdue by religion")
    expect(heard.get_by_role("button", name="Speak the question")).to_have_attribute("aria-pressed", "false")
    assert "Asking" not in script.asked


@pytest.mark.parametrize(
    ("error", "told"),
    [
        ("not-allowed", "The browser does not allow the microphone."),
        ("audio-capture", "No microphone was found."),
        ("network", "The speech service of the browser could not be reached."),
        ("language-not-supported", "Speech could not be turned into text."),
    ],
)
def test_what_is_missing_is_told_and_nothing_is_asked(
    heard: Page, script: Script, error: str, told: str
) -> None:
    note = listening(heard)
    heard.evaluate("error => recognition.fails(error)", error)
    expect(note).to_have_text(told)
    assert "Asking" not in script.asked


def test_the_agreement_is_asked_for_once(heard: Page) -> None:
    listening(heard)
    heard.evaluate("recognition.stop()")
    heard.get_by_role("button", name="Speak the question").click()
    expect(heard.locator(".listen-note")).to_contain_text("Listening")


def test_an_answer_and_the_briefing_are_read_aloud_and_stopped(heard: Page) -> None:
    field = heard.get_by_label("Ask the Vizier")
    field.fill("Overdue by region")
    field.press("Enter")
    aloud = heard.get_by_role("button", name="Read the answer aloud")
    aloud.click()
    expect(aloud).to_have_attribute("aria-pressed", "true")
    text, language = heard.evaluate("spoken.at(-1)")
    assert text.startswith("Overdue receivables: Nordics €4.90m")
    assert language == "en"
    heard.evaluate("saying.dispatchEvent(new Event('end'))")
    expect(aloud).to_have_attribute("aria-pressed", "false")
    briefing = heard.get_by_role("button", name="Read the briefing aloud")
    briefing.click()
    said = heard.evaluate("spoken.at(-1)")[0]
    assert heard.locator(".brief h3").inner_text() in said
    briefing.click()
    assert heard.evaluate("spoken.at(-1)") == "cancelled"
    expect(briefing).to_have_attribute("aria-pressed", "false")


def test_this_very_browser_tells_what_it_lacks(open_page: Opener, drawn: Drawn, script: Script) -> None:
    page = drawn(open_page("/cfo/corporate"))
    expect(listening(page)).to_have_text(
        re.compile(
            "^(The browser does not allow|No microphone|Nothing was heard|The speech service|Speech could not)"
        ),
        timeout=15_000,
    )
    expect(page.get_by_role("button", name="Speak the question")).to_have_attribute("aria-pressed", "false")
    assert "Asking" not in script.asked


def test_what_the_browser_cannot_is_not_offered(open_page: Opener, drawn: Drawn) -> None:
    page = open_page("/cfo/corporate")
    page.add_init_script(
        "delete window.SpeechRecognition; delete window.webkitSpeechRecognition; delete window.speechSynthesis"
    )
    page.reload()
    drawn(page)
    expect(page.get_by_role("region", name="Briefing for Finance")).to_be_visible()
    expect(page.get_by_role("button", name="Speak the question")).to_have_count(0)
    expect(page.get_by_role("button", name=re.compile("aloud$"))).to_have_count(0)


def test_the_voice_goes_nowhere_before_it_is_agreed_to(open_page: Opener, drawn: Drawn) -> None:
    page = drawn(open_page("/cfo/corporate"))
    page.get_by_role("button", name="Speak the question").click()
    note = page.get_by_role("group", name="Before listening")
    expect(note).to_contain_text("may send the audio to its maker")
    note.get_by_role("button", name="Not now").click()
    expect(note).to_have_count(0)
