"""What every engine must keep, as one suite to run over each adapter."""

from __future__ import annotations

import threading
from decimal import Decimal

import pyarrow as pa

from symphonies.platform.lakehouse.errors import EngineFailedError
from symphonies.platform.lakehouse.ports import Engine


class EngineContract:
    """Tests of the `Engine` port. An adapter's tests inherit it and give an ``engine`` fixture."""

    def test_rows_come_back_as_they_were_appended(self, engine: Engine) -> None:
        """Appending goes by column name, and what is not given is null."""
        engine.execute("CREATE TABLE t (a BIGINT, b VARCHAR, c DECIMAL(22,4))")
        assert engine.append("t", pa.table({"b": ["x", "y"], "a": [1, 2]})) == 2
        assert engine.execute("SELECT * FROM t ORDER BY a").to_pylist() == [
            {"a": 1, "b": "x", "c": None},
            {"a": 2, "b": "y", "c": None},
        ]

    def test_a_stream_of_batches_is_appended(self, engine: Engine) -> None:
        """A reader is taken batch by batch."""
        engine.execute("CREATE TABLE t (a BIGINT)")
        batches = [pa.record_batch({"a": [number, number + 1]}) for number in (1, 3)]
        assert engine.append("t", pa.RecordBatchReader.from_batches(batches[0].schema, batches)) == 4
        assert engine.append("t", batches[0]) == 2
        assert engine.execute("SELECT sum(a)::BIGINT AS s FROM t").to_pylist() == [{"s": 13}]

    def test_merge_replaces_by_key_and_adds_the_rest(self, engine: Engine) -> None:
        """Rows with a known key change, others come new."""
        engine.execute("CREATE TABLE t (k VARCHAR, v BIGINT)")
        engine.append("t", pa.table({"k": ["a", "b"], "v": [1, 2]}))
        assert engine.merge("t", pa.table({"k": ["b", "c"], "v": [20, 30]}), ["k"]) == 2
        assert engine.execute("SELECT k, v FROM t ORDER BY k").to_pylist() == [
            {"k": "a", "v": 1},
            {"k": "b", "v": 20},
            {"k": "c", "v": 30},
        ]

    def test_a_transaction_takes_effect_wholly_or_not_at_all(self, engine: Engine) -> None:
        """An exception undoes everything, inner transactions included."""
        engine.execute("CREATE TABLE t (a BIGINT)")
        try:
            with engine.transaction():
                engine.execute("INSERT INTO t VALUES (1)")
                with engine.transaction():
                    engine.execute("INSERT INTO t VALUES (2)")
                raise ValueError("stop")
        except ValueError:
            pass
        with engine.transaction():
            engine.execute("INSERT INTO t VALUES (3)")
        assert engine.execute("SELECT a FROM t").to_pylist() == [{"a": 3}]

    def test_a_failed_statement_undoes_its_transaction(self, engine: Engine) -> None:
        """What the engine refuses comes as our error, without SQL or values, and leaves no trace."""
        engine.execute("CREATE TABLE t (a BIGINT)")
        told = ""
        try:
            with engine.transaction():
                engine.execute("INSERT INTO t VALUES (1)")
                engine.execute("INSERT INTO t SELECT 'secret'::BIGINT")
        except EngineFailedError as refused:
            told = str(refused)
        assert told
        assert "secret" not in told
        assert "INSERT" not in told
        assert engine.execute("SELECT count(*) AS n FROM t").to_pylist() == [{"n": 0}]

    def test_threads_write_one_after_the_other(self, engine: Engine) -> None:
        """Transactions of several threads all take effect."""
        engine.execute("CREATE TABLE t (a BIGINT)")

        def add() -> None:
            for _ in range(5):
                with engine.transaction():
                    found = engine.execute("SELECT coalesce(max(a), 0) AS m FROM t")["m"][0].as_py()
                    engine.execute("INSERT INTO t VALUES (?)", [found + 1])

        threads = [threading.Thread(target=add) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert engine.execute("SELECT count(DISTINCT a) AS n FROM t").to_pylist() == [{"n": 20}]

    def test_a_temporary_table_is_gone_afterwards(self, engine: Engine) -> None:
        """It is made of columns or of a query, and dropped at the end."""
        with engine.temporary(pa.schema([("a", pa.decimal128(22, 4))])) as table:
            engine.append(table, pa.table({"a": [Decimal("1.5")]}))
            with engine.temporary(f"SELECT a * 2 AS b FROM {table}") as other:
                assert engine.execute(f"SELECT b FROM {other}").to_pylist() == [{"b": Decimal("3.0000")}]
        try:
            engine.execute(f"SELECT * FROM {table}")
        except EngineFailedError:
            return
        raise AssertionError(f"{table} still exists")

    def test_a_failure_is_told_from_within_a_temporary_table(self, engine: Engine) -> None:
        """What went wrong first is what is raised, and the engine goes on."""
        told = ""
        try:
            with engine.transaction(), engine.temporary("SELECT 'x' AS a") as table:
                engine.execute(f"SELECT a::BIGINT FROM {table}")
        except EngineFailedError as refused:
            told = refused.message
        assert "Conversion" in told
        assert engine.execute("SELECT 1 AS a").to_pylist() == [{"a": 1}]

    def test_local_times_become_instants(self, engine: Engine) -> None:
        """Time zones are known, and an instant shows in UTC."""
        found = engine.execute(
            "SELECT timezone('UTC', timezone('Europe/Berlin', TIMESTAMP '2024-07-01 12:00:00')) AS t"
        )["t"][0].as_py()
        assert found.isoformat() == "2024-07-01T10:00:00"
