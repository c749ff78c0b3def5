"""Which pay-day model stands behind the cash position: learned once, kept over new data, replaced by a better one."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from gc import collect
from pathlib import Path
from types import SimpleNamespace
from weakref import ref

import pytest

from symphonies.kernel import FixedClock
from symphonies.platform.learning import Bench, LearningSettings, Registry, begin, open_registry
from symphonies.platform.learning.testing import NOW
from symphonies.suite.cfo.pinnacle.desk import CashDesk
from symphonies.suite.cfo.pinnacle.pay_days.engine import ENGINE
from symphonies.suite.cfo.pinnacle.sources import open_desk
from tests.integration.sample_tables import SampleTables

DAY = date(2026, 10, 31)


@dataclass
class Lent:
    """What an instance lends to the cash desk, with a label that is read afresh each time."""

    tables: SampleTables
    store: Path
    data_version: str = "1"
    patience_s: float | None = None
    records: None = None
    clock: FixedClock = field(default_factory=lambda: FixedClock(NOW))
    company: SimpleNamespace = field(
        default_factory=lambda: SimpleNamespace(name="Sample", currency="EUR", as_of=DAY)
    )

    @property
    def registry(self) -> Registry:
        return open_registry(LearningSettings(), self.store)

    def served(self, engine: str) -> str:
        number = self.registry.champion(engine)
        return f"{engine} {number} (draft)" if number else ""


@pytest.fixture(scope="module")
def lent(tmp_path_factory: pytest.TempPathFactory) -> Lent:
    return Lent(SampleTables(scale=0.01), tmp_path_factory.mktemp("store"))


@pytest.fixture(scope="module")
def desk(lent: Lent) -> CashDesk:
    return open_desk(lent)  # type: ignore[arg-type]


def model_of(desk: CashDesk) -> str:
    return desk.position().models["pay_days"]


def test_the_first_model_is_learned_at_once_and_kept_over_new_data(lent: Lent, desk: CashDesk):
    first, drawn = desk.position(), ref(desk.simulation())
    assert first.models == {"pay_days": "pay_days 1 (draft)"}
    assert drawn() is desk.simulation()
    lent.data_version = "2"
    assert desk.position() is not first
    assert desk.simulation().position is not first
    collect()
    assert drawn() is None, "what was drawn from figures of before is let go"
    assert model_of(desk) == "pay_days 1 (draft)"
    assert [each.number for each in lent.registry.versions("pay_days")] == [1]


def test_the_old_position_answers_until_that_of_a_new_model_is_there(lent: Lent, desk: CashDesk):
    before = model_of(desk)
    bench = Bench(ENGINE, lent.tables, lent.registry, lent.clock)
    # a model of days to come may not be served, so another one is learned and crowned
    earlier = begin(bench, DAY - timedelta(days=28))
    assert earlier.number == 2
    seen = [model_of(desk)]
    while seen[-1] == before:
        seen.append(model_of(desk))
    assert (seen[0], seen[-1]) == (before, "pay_days 2 (draft)")
