"""Which models are built, and why."""

from __future__ import annotations

from datetime import UTC, datetime

from symphonies.platform.lakehouse.modelling.graph import resolve_models
from symphonies.platform.lakehouse.modelling.plan import plan_models
from symphonies.platform.lakehouse.modelling.state import ModelState, hash_models

from .conftest import ModelFolder, contract, table

SHOP = contract(
    "shop", {"sale": table("sale_id", {"sale_id": "string"}), "place": table("p", {"p": "string"})}
)
PART = "-- kind: incremental\n-- key: sale_id\n-- watermark: _load_id\nSELECT sale_id, _load_id FROM {}"
Sources = dict[str, str]


class Planner:
    """Plans over three models: ``a`` reads sale, ``part`` (incremental) reads a, ``c`` reads part and place."""

    def __init__(self, folder: ModelFolder) -> None:
        self.folder = folder
        folder.write("shop", "a", "SELECT * FROM sale")
        folder.write("shop", "part", PART.format("a"))
        folder.write("shop", "c", "SELECT * FROM part, place")
        self.states: dict[str, ModelState] = {}

    def why(self, *, full: bool = False, **sources: str) -> list[str]:
        """Return the reasons for a, part and c."""
        self.sources = {f"shop.{name}": version for name, version in sources.items()}
        self.models = resolve_models({"shop": SHOP}, self.folder.load("shop"))
        self.hashes = hash_models(self.models, {})
        self.decisions = plan_models(self.models, self.hashes, self.states, self.sources, full=full)
        return [decision.why for decision in self.decisions.values()]

    def build(self) -> None:
        """Note that all that was planned is built."""
        for table_name, decision in self.decisions.items():
            if not decision.builds:
                continue
            before = self.states.get(table_name)
            versions = self.sources | {name: str(state.version) for name, state in self.states.items()}
            self.states[table_name] = ModelState(
                own_hash=self.hashes[table_name].own,
                model_hash=self.hashes[table_name].full,
                inputs={name: versions.get(name, "") for name in self.models[table_name].reads},
                version=before.version + 1 if before else 1,
                watermark="9",
                rows=0,
                seconds=0.0,
                built_at=datetime(2026, 1, 1, tzinfo=UTC),
            )


def test_reasons_follow_what_changed(folder: ModelFolder) -> None:
    planner = Planner(folder)
    assert planner.why(sale="1") == ["new", "new", "new"]
    planner.build()
    assert planner.why(sale="1") == ["up to date"] * 3
    assert planner.why(sale="1", place="2") == ["up to date", "up to date", "upstream changed: shop.place"]
    planner.build()
    assert planner.why(sale="3", place="2") == [
        "upstream changed: shop.sale",
        "incremental since 9",
        "upstream changed: shop.part",
    ]
    planner.build()
    assert planner.why(sale="3", place="2") == ["up to date"] * 3
    assert planner.why(sale="3", place="2", full=True) == ["asked to start anew"] * 3


def test_a_change_of_sql_makes_incremental_readers_start_anew(folder: ModelFolder) -> None:
    planner = Planner(folder)
    planner.why(sale="1")
    planner.build()
    folder.write("shop", "a", "SELECT sale_id, 1 AS _load_id FROM sale")
    assert planner.why(sale="1") == [
        "its SQL changed",
        "upstream changed: shop.a",
        "upstream changed: shop.part",
    ]
    assert all(decision.since is None for decision in planner.decisions.values())


def test_data_that_went_away_count_as_a_change(folder: ModelFolder) -> None:
    planner = Planner(folder)
    planner.why(sale="1")
    planner.build()
    assert planner.why()[0] == "upstream changed: shop.sale"
