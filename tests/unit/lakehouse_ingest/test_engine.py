from __future__ import annotations

import pytest
from sqlglot import exp

from symphonies.platform.lakehouse import DuckDBEngine, EngineFailedError, LakehouseSettings, open_engine
from symphonies.platform.lakehouse.testing import EngineContract


class TestDuckDBEngine(EngineContract):
    @pytest.fixture
    def engine(self):
        engine = DuckDBEngine(threads=2, memory_limit="500MB")
        yield engine
        engine.close()

    def test_trees_and_parameters_are_run(self, engine):
        tree = exp.select(exp.alias_(exp.Literal.number(1), "one"))
        assert engine.execute(tree).to_pylist() == [{"one": 1}]
        assert engine.execute("SELECT $a + 1 AS b", {"a": 2}).to_pylist() == [{"b": 3}]

    def test_the_detail_of_a_refusal_is_a_fact(self, engine):
        with pytest.raises(EngineFailedError, match="Binder Error") as caught:
            engine.execute("SELECT nothing")
        assert "nothing" in caught.value.facts["detail"]

    def test_nothing_is_downloaded(self, engine):
        found = engine.execute("SELECT name, value FROM duckdb_settings() WHERE name LIKE 'auto%extensions'")
        assert {row["value"] for row in found.to_pylist()} == {"false"}


def test_a_store_keeps_its_rows_and_can_be_opened_to_read_only(tmp_path):
    settings = LakehouseSettings(store=tmp_path / "new" / "store", memory_limit="1GB")
    engine = open_engine(settings)
    engine.execute("CREATE TABLE t AS SELECT 1 AS a")
    engine.close()
    reader = open_engine(settings.model_copy(update={"read_only": True}))
    assert reader.execute("SELECT a FROM t").to_pylist() == [{"a": 1}]
    with pytest.raises(EngineFailedError):
        reader.execute("CREATE TABLE u (a BIGINT)")
    reader.close()


def test_a_file_that_is_no_store_is_refused(tmp_path):
    path = tmp_path / "lakehouse.duckdb"
    path.write_bytes(b"no database" * 1000)
    with pytest.raises(EngineFailedError, match="cannot be opened"):
        DuckDBEngine(path)
