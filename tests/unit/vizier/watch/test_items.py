"""Attention items: hysteresis, what people do to them, and that none is ever lost."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from symphonies.kernel import Grain
from symphonies.platform.records import RecordsSettings, open_records
from symphonies.platform.vizier.watch import (
    Anomaly,
    Family,
    Finding,
    Inbox,
    Item,
    Kind,
    State,
    acknowledge,
    first_seen,
    looked,
    snooze,
)
from symphonies.platform.vizier.watch.errors import ItemUnknownError, TransitionRefusedError

NOW = datetime(2026, 10, 31, 8, tzinfo=UTC)
HOUR = timedelta(hours=1)


def after(item: Item, *looks: bool) -> Item:
    for place, found in enumerate(looks, start=1):
        item = looked(item, found=found, at=NOW + place * HOUR)
    return item


def test_it_takes_two_looks_to_fire_and_two_to_resolve() -> None:
    item = first_seen("a", NOW)
    assert item.state is State.PENDING
    assert after(item, True).state is State.FIRING
    assert after(item, False).state is State.RESOLVED
    assert after(item, True, False).state is State.FIRING
    assert after(item, True, False, True, False).state is State.FIRING
    assert after(item, True, False, False).state is State.RESOLVED


def test_what_recurs_opens_anew() -> None:
    resolved = acknowledge(after(first_seen("a", NOW), True), by="cfo", at=NOW)
    again = after(resolved, False, False, True)
    assert (again.state, again.by, again.opened_at) == (State.PENDING, None, NOW + 3 * HOUR)
    assert after(resolved, False, False, True, True).state is State.FIRING


def test_acknowledged_stays_so_while_it_lasts_and_closes_itself() -> None:
    item = acknowledge(after(first_seen("a", NOW), True), by="cfo", at=NOW)
    assert after(item, True, True, True).state is State.ACKNOWLEDGED
    assert after(item, False, False).state is State.RESOLVED


def test_a_snooze_ends_by_itself() -> None:
    item = snooze(after(first_seen("a", NOW), True), by="cfo", at=NOW, until=NOW + 2 * HOUR)
    assert after(item, True).state is State.SNOOZED
    assert after(item, True, True).state is State.FIRING


def test_what_does_not_fit_is_refused() -> None:
    item = after(first_seen("a", NOW), False)
    with pytest.raises(TransitionRefusedError, match="resolved"):
        acknowledge(item, by="cfo", at=NOW)
    with pytest.raises(TransitionRefusedError, match="past"):
        snooze(first_seen("b", NOW), by="cfo", at=NOW, until=NOW)


@given(st.lists(st.sampled_from(["found", "missed", "acknowledge", "snooze"]), max_size=30))
def test_the_state_says_what_the_last_looks_said(steps: list[str]) -> None:
    item, at = first_seen("a", NOW), NOW
    for step in steps:
        at += HOUR
        before = item
        if step in ("found", "missed"):
            item = looked(item, found=step == "found", at=at)
        elif item.state is not State.RESOLVED:
            item = (
                acknowledge(item, by="x", at=at)
                if step == "acknowledge"
                else snooze(item, by="x", at=at, until=at + HOUR)
            )
        assert item.id == "a"
        # nothing vanishes while it is found, and nothing opens without being found
        assert not (step == "found" and item.state is State.RESOLVED)
        assert not (before.state is State.RESOLVED and step != "found" and item.state is not State.RESOLVED)
        assert item.missed < 2 or item.state is State.RESOLVED


@pytest.fixture
def inbox(tmp_path: Path) -> Iterator[Inbox]:
    records = open_records(RecordsSettings(), tmp_path)
    yield Inbox(records)
    records.close()


def test_no_item_is_lost_between_looks(inbox: Inbox) -> None:
    inbox.update(["a", "b"], NOW)
    inbox.update(["a", "b", "c"], NOW + HOUR)
    inbox.acknowledge("b", by="cfo", at=NOW + HOUR)
    states = {item.id: item.state for item in inbox.update(["a"], NOW + 2 * HOUR)}
    assert states == {"a": State.FIRING, "b": State.ACKNOWLEDGED}
    inbox.update(["a"], NOW + 3 * HOUR)
    assert [item.id for item in inbox.open()] == ["a"]
    again = {item.id: item.state for item in inbox.update(["a", "b", "c"], NOW + 4 * HOUR)}
    assert again == {"a": State.FIRING, "b": State.PENDING, "c": State.PENDING}


def test_an_unknown_item_is_named_with_near_misses(inbox: Inbox) -> None:
    inbox.update(["dso-dach"], NOW)
    with pytest.raises(ItemUnknownError, match="dso-dach"):
        inbox.acknowledge("dso-dah", by="cfo", at=NOW)


def finding(kind: Kind, *, lasts: bool) -> Finding:
    day, month = date(2026, 6, 1), date(2026, 9, 1)
    head = Anomaly(
        "ar.terms", (("entity", "DE"),), "DE", kind, Grain.MONTH, Family.RATIO, day, month, 30.0, 45.0, month, 46.0,
        28.0, 33.0, 9.0, 1e-9, lasts=lasts,
    )  # fmt: skip
    return Finding(head, ())


def test_an_accepted_level_closes_its_item_and_is_kept_as_the_baseline(inbox: Inbox) -> None:
    found = finding(Kind.LEVEL, lasts=True)
    inbox.update([found.id], NOW, confirm=1)
    assert inbox.accept(found, by="cfo", at=NOW).state is State.ACCEPTED
    assert inbox.update([found.id], NOW + HOUR, confirm=1) == ()
    (baseline,) = inbox.baselines()
    assert (baseline.metric, baseline.since, baseline.usual, baseline.actual) == (
        "ar.terms",
        date(2026, 6, 1),
        30.0,
        45.0,
    )
    with pytest.raises(TransitionRefusedError, match="accepted"):
        inbox.accept(found, by="cfo", at=NOW + HOUR)


def test_what_passed_is_not_accepted_and_others_baselines_are_not_mine(inbox: Inbox) -> None:
    found = finding(Kind.SPIKE, lasts=False)
    inbox.update([found.id], NOW, confirm=1)
    with pytest.raises(TransitionRefusedError, match="passed"):
        inbox.accept(found, by="cfo", at=NOW)
    assert inbox.baselines() == ()
