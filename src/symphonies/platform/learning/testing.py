"""What every engine and every registry must keep, as suites to run over each of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest

from symphonies.platform.learning.backtesting import Knowledge, Tables
from symphonies.platform.learning.drift import Reference
from symphonies.platform.learning.engines import Engine, EngineFacts, Evaluation, Judgement, Score, judge_at
from symphonies.platform.learning.errors import ModelUnknownError
from symphonies.platform.learning.ports import Registry
from symphonies.platform.learning.versions import Draft, Review, Standing

if TYPE_CHECKING:
    import pandas as pd

NOW = datetime(2026, 6, 30, 12, tzinfo=UTC)


class GivenTables:
    """Tables that are given as frames."""

    def __init__(self, **frames: pd.DataFrame) -> None:
        """Takes frames by name; ``__`` stands for the dot of ``product.table``."""
        self._frames = {name.replace("__", "."): frame for name, frame in frames.items()}

    def read(self, table: str, columns: Sequence[str]) -> pd.DataFrame:
        """Returns columns of a table."""
        return self._frames[table][list(columns)]


class EngineContract:
    """Tests of the `Engine` protocol. Give the fixtures ``engine``, ``tables``, ``future`` and ``as_of``.

    ``future`` are the same tables with everything after ``as_of`` changed.
    """

    def test_equal_knowledge_and_seed_give_an_equal_model(
        self, engine: Engine[Any], tables: Tables, as_of: date
    ) -> None:
        """A model can be made again, bit for bit."""
        first, again = (engine.dump(engine.learn(Knowledge(tables, as_of), 7)) for _ in range(2))
        assert first
        assert dict(first) == dict(again)

    def test_what_comes_later_changes_no_model(
        self, engine: Engine[Any], tables: Tables, future: Tables, as_of: date
    ) -> None:
        """Learning sees nothing past the cut, and neither do the features."""
        known, changed = Knowledge(tables, as_of), Knowledge(future, as_of)
        assert dict(engine.dump(engine.learn(known, 7))) == dict(engine.dump(engine.learn(changed, 7)))
        assert engine.features(known).equals(engine.features(changed))

    def test_a_model_that_was_dumped_judges_as_before(
        self, engine: Engine[Any], tables: Tables, as_of: date
    ) -> None:
        """Nothing is lost on disk, and every score is explained by the card."""
        cut = engine.facts.rolling.cuts(as_of)[-1]
        model = engine.learn(Knowledge(tables, cut), 7)
        restored = engine.restore(engine.dump(model))
        judged = judge_at(engine, tables, cut, 7, model)
        assert judge_at(engine, tables, cut, 7, restored) == judged
        assert judged.count > 0
        assert set(judged.scores) == set(engine.facts.scores)


class RegistryContract:
    """Tests of the `Registry` port. An adapter's tests give a ``registry`` fixture, empty."""

    def test_a_version_comes_back_as_it_was_stored(self, registry: Registry) -> None:
        """Record and files are kept."""
        version = registry.add(draft("a"), {"model.json": b"{}", "trees.txt": b"tree"})
        assert (version.engine, version.number, version.standing) == ("habit", 1, Standing.DRAFT)
        assert registry.versions("habit") == (version,)
        assert dict(registry.files(version)) == {"model.json": b"{}", "trees.txt": b"tree"}
        assert registry.engines() == ("habit",)

    def test_versions_are_numbered_and_a_run_stores_one(self, registry: Registry) -> None:
        """A run that is begun again gets what it stored."""
        first = registry.add(draft("a"), {"m": b"1"})
        second = registry.add(draft("b"), {"m": b"2"})
        assert registry.add(draft("a"), {"m": b"3"}) == first
        assert [first.number, second.number] == [1, 2]

    def test_a_champion_is_chosen_and_replaced(self, registry: Registry) -> None:
        """Nobody is served before somebody is chosen."""
        assert registry.champion("habit") is None
        for run in ("a", "b"):
            registry.add(draft(run), {"m": run.encode()})
        for number in (1, 2, 1):
            registry.crown("habit", number)
            assert registry.champion("habit") == number

    def test_a_version_that_is_not_there_is_told(self, registry: Registry) -> None:
        """Neither crowned nor reviewed."""
        assert registry.versions("habit") == ()
        with pytest.raises(ModelUnknownError):
            registry.crown("habit", 3)
        with pytest.raises(ModelUnknownError):
            registry.review("habit", 3, Review(reviewer="Ada", at=NOW))

    def test_a_test_that_goes_on_is_told_until_it_is_over(self, registry: Registry) -> None:
        """What is newer takes the place of what was kept; versions are not touched."""
        whole = draft("a").evaluation
        for planned in (6, 24):
            registry.note(whole.model_copy(update={"planned": planned}))
        found = registry.trial("habit")
        assert found is not None
        assert (found.origins, len(found.judged)) == (24, 1)
        assert registry.versions("habit") == ()
        registry.end_trial("habit")
        registry.end_trial("habit")
        assert registry.trial("habit") is None

    def test_a_review_is_kept_with_the_version(self, registry: Registry) -> None:
        """The record itself does not change."""
        version = registry.add(draft("a"), {"m": b"1"})
        said = Review(reviewer="Ada", at=NOW, note="read the card")
        reviewed = registry.review("habit", 1, said)
        assert reviewed.standing is Standing.APPROVED
        assert registry.versions("habit") == (reviewed,)
        assert reviewed.model_copy(update={"review": None}) == version


def draft(run: str, *, score: float = 3.0, naive: float = 4.0) -> Draft:
    """Returns a version of an engine that tells days to pay by habit."""
    facts = EngineFacts(
        id="habit",
        title="Habit",
        purpose="Tells when customers pay.",
        owner="Treasury",
        inputs=("invoicing.invoices",),
        target="days to pay",
        primary="mae_days",
        scores={"mae_days": Score(meaning="mean error", unit="days")},
        limits=("Knows nothing of new customers.",),
        fairness="Customers are companies.",
    )
    judged = Judgement(cut=date(2026, 3, 31), count=10, scores={"mae_days": score}, naive={"mae_days": naive})
    return Draft(
        facts=facts,
        learned_until=date(2026, 6, 30),
        seed=0,
        data_hash="d" * 64,
        code_hash="c" * 64,
        created_at=NOW,
        run=run,
        evaluation=Evaluation(engine="habit", as_of=date(2026, 6, 30), seed=0, judgements=(judged,)),
        reference=Reference(cases=0),
    )
