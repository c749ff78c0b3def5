"""What readers were told and saw: per reader, across restarts, for the same view only, in rank and in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from symphonies.kernel import Grain, Period
from symphonies.platform.records import Records, RecordsSettings, open_records
from symphonies.platform.semantics import Direction
from symphonies.platform.vizier.brief import Briefing, ReaderMemory, ReadingStyle, ReadingStyles, View
from symphonies.platform.vizier.check import check
from symphonies.platform.vizier.facts import (
    Against,
    Level,
    Reader,
    Reference,
    Seen,
    Subject,
    Timespan,
    materiality,
)
from symphonies.platform.vizier.narrate import Length, Style, Tone, load_language, narrate
from tests.unit.vizier.conftest import Moving

OCTOBER = Timespan(Period(date(2026, 10, 1), date(2026, 11, 1)), Grain.MONTH, "2026-10")
CASH = Level(
    subject=Subject("corp.cash", "Cash position", "money", "EUR", Direction.UP, OCTOBER),
    value=48e6,
    references=(Reference(Against.PLAN, 49e6),),
)
DSO = Level(
    subject=Subject("ar.dso", "Days sales outstanding", "days", None, Direction.DOWN, OCTOBER),
    value=47.0,
    references=(Reference(Against.PLAN, 45.0),),
    surprise=2.0,
)
VIEW = View("all", date(2026, 10, 31))


def briefing(*facts: Level) -> Briefing:
    return Briefing(narrate(facts), facts, ())


def test_a_first_visit_knows_nothing_and_an_open_one_compares_with_itself_never(
    records: Records, clock: Moving
) -> None:
    memory = ReaderMemory(records, clock)
    assert memory.before("cfo", "cfo", VIEW) is None
    memory.note(briefing(CASH, DSO), "cfo", "cfo", VIEW)
    clock.instant += timedelta(minutes=20)
    assert memory.recall(Reader(), "cfo", "cfo", VIEW) == Reader()


def test_the_visit_before_is_known_after_a_restart_to_its_reader_alone(
    records: Records, clock: Moving, tmp_path: Path
) -> None:
    ReaderMemory(records, clock).note(briefing(CASH, DSO), "cfo", "cfo", VIEW)
    first = clock.instant
    records.close()
    clock.instant += timedelta(days=1)
    again = open_records(RecordsSettings(), tmp_path, clock)
    memory = ReaderMemory(again, clock)
    known = memory.recall(Reader(), "cfo", "cfo", VIEW)
    assert known.seen["corp.cash"] == Seen(48e6, date(2026, 10, 1))
    assert known.said[DSO.key] == 47.0
    assert memory.recall(Reader(), "treasury", "cfo", VIEW) == Reader()
    assert memory.recall(Reader(), "cfo", "cro", VIEW) == Reader()
    memory.note(briefing(replace(CASH, value=50e6)), "cfo", "cfo", VIEW)
    found = memory.before("cfo", "cfo", VIEW)
    assert found is not None
    assert found.at == first, "all of one visit is set beside the visit before it"
    again.close()


@pytest.mark.parametrize("view", [View("a part", VIEW.as_of), View("all", date(2026, 3, 31))])
def test_figures_of_another_view_or_of_a_later_day_are_not_compared(
    records: Records, clock: Moving, view: View
) -> None:
    memory = ReaderMemory(records, clock)
    memory.note(briefing(CASH), "cfo", "cfo", VIEW)
    clock.instant += timedelta(days=1)
    assert memory.before("cfo", "cfo", view) is None
    assert memory.before("cfo", "cfo", replace(VIEW, as_of=date(2026, 11, 30))) is not None


def test_news_comes_before_what_was_said(records: Records, clock: Moving) -> None:
    memory = ReaderMemory(records, clock)
    memory.note(briefing(CASH, DSO), "cfo", "cfo", VIEW)
    clock.instant += timedelta(days=1)
    known = memory.recall(Reader(), "cfo", "cfo", VIEW)
    moved = replace(DSO, value=52.0)
    assert materiality(DSO, known) < materiality(DSO) < materiality(DSO, Reader(said={"level:other[]": 1.0}))
    assert materiality(moved, known) > materiality(moved)


@pytest.mark.parametrize(
    ("code", "unmoved", "moved"),
    [
        ("en", "Nothing has moved since your last visit.", "what you saw last"),
        ("de", "Seit Ihrem letzten Besuch hat sich nichts bewegt.", "dem Stand Ihres letzten Besuchs"),
    ],
)
def test_words_tell_what_moved_since_the_last_visit(code: str, unmoved: str, moved: str) -> None:
    style = Style(Length.FULL, Tone.PLAIN, load_language(code))
    reader = Reader(said={CASH.key: CASH.value, DSO.key: DSO.value})
    assert narrate([CASH, DSO], reader, style).sections[0].sentences[0].text == unmoved
    later = replace(DSO, value=52.0, references=(*DSO.references, Reference(Against.VISIT, 47.0)))
    text = narrate([CASH, later], reader, style)
    assert unmoved not in text.plain
    assert moved in text.plain
    assert check(text.plain, [CASH, later], style.language).stands


def test_how_a_reader_wants_to_be_told_is_kept(records: Records) -> None:
    styles = ReadingStyles(records)
    assert styles.of("cfo") == ReadingStyle()
    styles.keep("cfo", ReadingStyle(Length.BRIEF, Tone.PLAIN, "de"))
    assert ReadingStyles(records).of("cfo") == ReadingStyle(Length.BRIEF, Tone.PLAIN, "de")
    assert styles.of("treasury") == ReadingStyle()
