"""Saved scenarios: versions, owners, sharing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from symphonies.kernel import DeclarationError, ForbiddenError
from symphonies.platform.records import RecordsSettings, open_records
from symphonies.platform.scenarios import (
    Draft,
    Figure,
    Lever,
    ScenarioInvalidError,
    Scenarios,
    ScenarioUnknownError,
    Snapshot,
    compare,
    load_levers,
    sensitivity,
    severity_to_reach,
)


@pytest.fixture
def scenarios(tmp_path: Path) -> Iterator[Scenarios]:
    records = open_records(RecordsSettings(), tmp_path)
    yield Scenarios(records, "cfo")
    records.close()


def draft(name: str = "Weak dollar", value: float = -0.1, *, shared: bool = False) -> Draft:
    snapshot = Snapshot(
        fingerprint="f", as_of="2026-01-01", seed=1, settings={"paths": 100}, models={"m": "1"}
    )
    levers = (Lever(kind="fx", target="USD", value=value),)
    return Draft(name=name, levers=levers, snapshot=snapshot, result={"low": 0.1 + 0.2}, shared=shared)


def test_what_is_saved_comes_back_to_the_last_bit(scenarios: Scenarios):
    saved = scenarios.save(draft(), "ann")
    again = scenarios.get("Weak dollar", "ann")
    assert again == saved
    assert again.result["low"] == 0.1 + 0.2


def test_versions_stay_and_the_last_is_shown(scenarios: Scenarios):
    first = scenarios.save(draft(), "ann")
    scenarios.revise(first.id, draft(value=-0.2), "ann")
    assert [each.version for each in scenarios.versions(first.id, "ann")] == [2, 1]
    assert scenarios.get(first.id, "ann").levers[0].value == -0.2
    assert scenarios.get(first.id, "ann", 1).levers[0].value == -0.1


def test_others_see_only_what_is_shared_and_change_nothing(scenarios: Scenarios):
    mine = scenarios.save(draft(), "ann")
    assert scenarios.all("bob") == ()
    with pytest.raises(ScenarioUnknownError):
        scenarios.get(mine.id, "bob")
    scenarios.share(mine.id, True, "ann")
    assert scenarios.get(mine.id, "bob").owner == "ann"
    for act in (
        lambda: scenarios.revise(mine.id, draft(), "bob"),
        lambda: scenarios.share(mine.id, False, "bob"),
        lambda: scenarios.delete(mine.id, "bob"),
    ):
        with pytest.raises(ForbiddenError):
            act()
    scenarios.share(mine.id, False, "ann")
    assert scenarios.all("bob") == ()


def test_deleted_is_gone_and_near_misses_are_named(scenarios: Scenarios):
    mine = scenarios.save(draft(), "ann")
    with pytest.raises(ScenarioUnknownError) as refused:
        scenarios.get("Weak dolar", "ann")
    assert "Weak dollar" in refused.value.hint
    scenarios.delete(mine.id, "ann")
    assert scenarios.all("ann") == ()


@pytest.mark.parametrize("name", ["", "  \n ", "x" * 81])
def test_a_scenario_needs_a_name_that_can_be_read(scenarios: Scenarios, name: str):
    with pytest.raises(ScenarioInvalidError, match="1 to 80"):
        scenarios.save(draft(name), "ann")
    kept = scenarios.save(draft("  Weak \t dollar "), "ann")
    assert kept.name == "Weak dollar"
    with pytest.raises(ScenarioInvalidError):
        scenarios.revise(kept.id, draft(name), "ann")
    assert scenarios.all("ann") == (kept,)


def test_a_name_stands_for_one_scenario_of_a_person(scenarios: Scenarios):
    mine = scenarios.save(draft(), "ann")
    with pytest.raises(ScenarioInvalidError, match="already"):
        scenarios.save(draft("weak DOLLAR"), "ann")
    assert scenarios.revise(mine.id, draft(value=-0.3), "ann").version == 2
    other = scenarios.save(draft("Strong dollar"), "ann")
    with pytest.raises(ScenarioInvalidError):
        scenarios.revise(other.id, draft(), "ann")
    scenarios.delete(mine.id, "ann")
    scenarios.revise(other.id, draft(), "ann")
    with pytest.raises(ScenarioInvalidError):
        scenarios.restore(mine.id, "ann")
    # another person's is another one, and one's own is found first
    yours = scenarios.save(draft(shared=True), "bob")
    assert scenarios.get("Weak dollar", "ann").id == other.id
    assert scenarios.get("Weak dollar", "bob").id == yours.id


def test_symphonies_do_not_see_each_other(tmp_path: Path):
    records = open_records(RecordsSettings(), tmp_path)
    Scenarios(records, "cfo").save(draft(shared=True), "ann")
    assert Scenarios(records, "cio").all("ann") == ()
    records.close()


def test_a_comparison_measures_on_the_first_and_names_the_best():
    table = compare(
        [Figure("low", "Low", "money", True), Figure("risk", "Risk", "ratio", False), Figure("n", "N", "")],
        {"base": {"low": 1.0, "risk": 0.2, "n": None}, "up": {"low": 3.0, "risk": 0.1}},
    )
    assert table.rows[0].deltas == (0.0, 2.0)
    assert [row.best for row in table.rows] == [1, 1, None]
    assert table.rows[2].values == (None, None)


def test_sensitivity_ranks_by_strength_and_severity_finds_the_edge():
    def judge(levers: object) -> float:
        return sum(lever.value * (10 if lever.kind == "a" else -20) for lever in levers)  # type: ignore[attr-defined]

    found = sensitivity(judge, [Lever(kind="a", value=1), Lever(kind="b", value=1)])
    assert [(each.lever.kind, each.change) for each in found] == [("b", -20.0), ("a", 10.0)]
    assert severity_to_reach(lambda severity: severity >= 1.25) == pytest.approx(1.25, abs=1e-3)
    assert severity_to_reach(lambda _: True) == 0.0
    assert severity_to_reach(lambda _: False) is None


def test_a_lever_file_that_makes_no_sense_is_refused(tmp_path: Path):
    file = tmp_path / "levers.yaml"
    file.write_text(
        "levers: {x: {title: X, meaning: m, unit: days, minimum: 5, maximum: 1, step: 1}}", "utf-8"
    )
    with pytest.raises(DeclarationError, match="minimum"):
        load_levers(file)
