"""The folder of models: the contract of every registry, and what only files can suffer."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from symphonies.kernel import FixedClock
from symphonies.platform.learning import (
    LearningSettings,
    ModelDamagedError,
    Registry,
    ReviewRefusedError,
    Standing,
    approve,
    find_version,
    open_registry,
)
from symphonies.platform.learning.testing import NOW, RegistryContract, draft

CLOCK = FixedClock(NOW)


@pytest.fixture
def registry(tmp_path: Path) -> Registry:
    return open_registry(LearningSettings(folder=tmp_path), tmp_path)


class TestFolder(RegistryContract):
    """The contract."""


def test_a_changed_model_is_not_served(registry: Registry, tmp_path: Path) -> None:
    version = registry.add(draft("a"), {"trees.txt": b"tree"})
    (tmp_path / "habit" / "0001" / "model" / "trees.txt").write_bytes(b"tee")
    with pytest.raises(ModelDamagedError, match="'trees.txt' of version 0001 of 'habit'"):
        registry.files(version)


def test_a_record_that_is_no_record_is_told(registry: Registry, tmp_path: Path) -> None:
    registry.add(draft("a"), {"m": b"1"})
    (tmp_path / "habit" / "0001" / "version.json").write_text("{}")
    with pytest.raises(ModelDamagedError, match="record of version 0001"):
        registry.versions("habit")


def test_what_a_crash_left_beside_is_no_version(registry: Registry, tmp_path: Path) -> None:
    registry.add(draft("a"), {"m": b"1"})
    (tmp_path / "habit" / ".half" / "model").mkdir(parents=True)
    (tmp_path / "habit" / ".half" / "version.json").write_text("{")
    assert [one.number for one in registry.versions("habit")] == [1]
    assert registry.engines() == ("habit",)


def test_runs_side_by_side_take_numbers_of_their_own(registry: Registry) -> None:
    threads = [
        threading.Thread(target=registry.add, args=(draft(f"run {place}"), {"m": bytes([place])}))
        for place in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    versions = registry.versions("habit")
    assert [one.number for one in versions] == list(range(1, 9))
    assert {registry.files(one)["m"] for one in versions} == {bytes([place]) for place in range(8)}


def test_an_approval_names_a_person_and_shows_on_the_card(registry: Registry, tmp_path: Path) -> None:
    version = registry.add(draft("a"), {"m": b"1"})
    card = tmp_path / "habit" / "0001" / "card.md"
    assert "**Draft**" in card.read_text()
    with pytest.raises(ReviewRefusedError, match="name of a person"):
        approve(registry, version, " ", CLOCK)
    assert approve(registry, version, "Ada", CLOCK, "read it").standing is Standing.APPROVED
    assert "Approved by Ada on 2026-06-30: read it." in card.read_text()


def test_a_model_no_better_than_the_plainest_thing_cannot_be_approved(registry: Registry) -> None:
    version = registry.add(draft("a", score=4.0, naive=4.0), {"m": b"1"})
    with pytest.raises(ReviewRefusedError, match="no better"):
        approve(registry, version, "Ada", CLOCK)


def test_a_version_is_found_by_number_or_as_the_champion(registry: Registry) -> None:
    for run in ("a", "b"):
        registry.add(draft(run), {"m": b"1"})
    assert find_version(registry, "habit").number == 2
    registry.crown("habit", 1)
    assert find_version(registry, "habit").number == 1
    assert find_version(registry, "habit", 2).number == 2
