"""What is kept on a shelf is there for the next process, and what is broken there is worked out again."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from symphonies.kernel import Grain, Period
from symphonies.platform.records import Shelf, Shelved
from symphonies.platform.vizier.explain import Explanation
from symphonies.platform.vizier.watch import Anomaly, Family, Finding, Kind


@dataclass(frozen=True)
class Told:
    name: str
    on: date


def test_another_memory_over_the_same_shelf_knows_it(tmp_path: Path) -> None:
    told = Told("a", date(2026, 10, 31))
    Shelved(Told, 4, Shelf(tmp_path, 4)).put(("key", 1), told)
    other = Shelved(Told, 4, Shelf(tmp_path, 4))
    assert other.get(("key", 1)) == told
    assert other.get(("key", 2)) is None
    assert Shelved(Told, 4).get(("key", 1)) is None


def test_a_broken_file_is_as_if_it_were_not_there(tmp_path: Path) -> None:
    Shelved(Told, 4, Shelf(tmp_path, 4)).put("key", Told("a", date(2026, 10, 31)))
    (file,) = tmp_path.iterdir()
    file.write_text("{}")
    assert Shelved(Told, 4, Shelf(tmp_path, 4)).get("key") is None


def test_no_more_is_kept_than_was_asked_for(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "deep", 3)
    for number in range(9):
        shelf.put(str(number), b"{}")
    assert len(list((tmp_path / "deep").iterdir())) == 3
    assert shelf.get("8") == b"{}"
    assert shelf.get("0") is None


def test_a_folder_that_cannot_be_written_keeps_nothing(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    shelf = Shelf(blocked, 3)
    shelf.put("key", b"{}")
    assert shelf.get("key") is None


def test_looks_and_explanations_come_back_as_they_were(tmp_path: Path) -> None:
    day = date(2026, 10, 1)
    head = Anomaly(
        "ar.dso", (("entity", "DE"),), "Germany", Kind.TREND, Grain.MONTH, Family.RATIO, day, day,
        1.0, 2.0, day, 2.0, 0.5, 1.5, 4.0, 1e-300, 3.0, None, True, True,
    )  # fmt: skip
    look = (Finding(head, (replace(head, told_until=day, sure=False),)),)
    Shelved(tuple[Finding, ...], 4, Shelf(tmp_path, 4)).put("look", look)
    assert Shelved(tuple[Finding, ...], 4, Shelf(tmp_path, 4)).get("look") == look
    month = Period(date(2026, 9, 1), day)
    why = Explanation("ar.dso", "DSO", "days", None, month, month, 1.0, 2.0, (), (), (), ("note",))
    Shelved(Explanation, 4, Shelf(tmp_path, 4)).put("why", why)
    assert Shelved(Explanation, 4, Shelf(tmp_path, 4)).get("why") == why
