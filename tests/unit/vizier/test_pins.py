"""Pinned answers: each person's own, kept over a restart, bounded."""

from __future__ import annotations

from pathlib import Path

import pytest

from symphonies.platform.records import RecordsSettings, open_records
from symphonies.platform.vizier.pins import MOST, MOST_QUESTIONS, Pin, PinRefusedError, Pins

OVERDUE = Pin("cfo", "corporate", ("Overdue by region", "only DACH"))
CASH = Pin("cfo", "corporate", ("Cash by entity",))


def test_pins_belong_to_one_person_and_outlive_a_restart(tmp_path: Path) -> None:
    records = open_records(RecordsSettings(), tmp_path)
    pins = Pins(records)
    assert pins.put("maya", OVERDUE) == (OVERDUE,)
    assert pins.put("maya", CASH) == (OVERDUE, CASH)
    assert pins.put("maya", OVERDUE) == (OVERDUE, CASH), "pinned once"
    assert pins.of("jonas") == ()
    assert pins.remove("jonas", OVERDUE) == ()
    records.close()
    again = open_records(RecordsSettings(), tmp_path)
    assert Pins(again).of("maya") == (OVERDUE, CASH)
    assert Pins(again).remove("maya", OVERDUE) == (CASH,)
    assert Pins(again).put("maya", OVERDUE) == (OVERDUE, CASH), "what was taken off can be pinned anew"
    again.close()


@pytest.mark.parametrize(
    ("pin", "said"),
    [
        (Pin("cfo", "corporate", ()), "cannot be asked again"),
        (Pin("cfo", "corporate", ("Cash", " ")), "cannot be asked again"),
        (Pin("cfo", "corporate", ("Cash",) * (MOST_QUESTIONS + 1)), "cannot be asked again"),
        (Pin("cfo", "corporate", ("x" * 2_001,)), "too long"),
    ],
)
def test_what_cannot_be_asked_again_is_refused(pin: Pin, said: str, tmp_path: Path) -> None:
    records = open_records(RecordsSettings(), tmp_path)
    with pytest.raises(PinRefusedError, match=said):
        Pins(records).put("maya", pin)
    records.close()


def test_nobody_keeps_pins_without_end(tmp_path: Path) -> None:
    records = open_records(RecordsSettings(), tmp_path)
    pins = Pins(records)
    for number in range(MOST):
        pins.put("maya", Pin("cfo", "corporate", (f"Cash {number}",)))
    with pytest.raises(PinRefusedError, match=f"{MOST} pins"):
        pins.put("maya", OVERDUE)
    assert pins.put("jonas", OVERDUE) == (OVERDUE,)
    records.close()
