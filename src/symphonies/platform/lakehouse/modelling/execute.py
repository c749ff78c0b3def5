"""Builds one model: beside the old table first, then in its place."""

from __future__ import annotations

from dataclasses import dataclass

from symphonies.platform.lakehouse.contracts.contract import Table
from symphonies.platform.lakehouse.engine.names import quoted, quoted_table, text
from symphonies.platform.lakehouse.errors import EngineFailedError
from symphonies.platform.lakehouse.modelling.errors import ModelContractMismatchError, ModelFailedError
from symphonies.platform.lakehouse.modelling.model import Model, ResolvedModel
from symphonies.platform.lakehouse.modelling.shape import fit_columns
from symphonies.platform.lakehouse.ports import Engine


@dataclass(frozen=True)
class Built:
    """What building a model did."""

    rows: int
    """Rows in the table afterwards."""
    changed: bool
    """Whether the table's data may differ from before."""
    watermark: str | None


def stage_model(engine: Engine, model: ResolvedModel, declared: Table | None, since: str | None) -> None:
    """Compute a model into a table beside its own.

    Args:
        engine: The store.
        model: The model.
        declared: Its table in the contract; None for a private helper.
        since: Take only rows at or after this watermark; None for all.

    Raises:
        ModelFailedError: If the engine cannot compute it.
        ModelContractMismatchError: If the result is not what the contract promises.
    """
    sql = model.query.sql(dialect=engine.dialect)
    try:
        found = {
            row["column_name"]: row["column_type"] for row in engine.execute(f"DESCRIBE {sql}").to_pylist()
        }
        _check_incremental(model.model, found, declared)
        columns = [quoted(name) for name in found]
        if declared is not None:
            columns = fit_columns(model.table, found, declared)
        query = f"SELECT {', '.join(columns)} FROM ({sql})"
        if since is not None and model.model.watermark:
            mark, kind = quoted(model.model.watermark), found[model.model.watermark]
            new = f" WHERE {mark} >= CAST({text(since)} AS {kind}) OR {mark} IS NULL"
            query += f"{new} EXCEPT SELECT * FROM {quoted_table(model.table)}{new}"
        engine.execute(f"CREATE OR REPLACE TABLE {_staged(model)} AS {query}")
    except EngineFailedError as error:
        cause = str(error.facts.get("detail", error.message))
        raise ModelFailedError(
            f"Model {model.table} failed: {cause}", hint=f"See {model.model.path}. Its table is as it was."
        ) from error


def swap_model(engine: Engine, model: ResolvedModel, declared: Table | None, since: str | None) -> Built:
    """Put the staged rows in place: merged by key if incremental, else as the whole table.

    Call it inside a transaction.
    """
    target, staged = quoted_table(model.table), _staged(model)
    if since is None:
        engine.execute(f"DROP TABLE IF EXISTS {target}")
        engine.execute(f"ALTER TABLE {staged} RENAME TO {quoted(model.model.name)}")
        changed = True
    else:
        changed = _count(engine, staged) > 0
        if changed:
            columns = engine.execute(f"FROM {staged} LIMIT 0").schema.names
            engine.execute(_merge(target, staged, _key(model.model, declared), columns))
        engine.execute(f"DROP TABLE {staged}")
    return Built(_count(engine, target), changed, _watermark(engine, model))


def drop_staged(engine: Engine, model: ResolvedModel) -> None:
    """Remove what a failed build left beside the table."""
    engine.execute(f"DROP TABLE IF EXISTS {_staged(model)}")


def _staged(model: ResolvedModel) -> str:
    return quoted_table(f"{model.model.product}.__next_{model.model.name}")


def _key(model: Model, declared: Table | None) -> tuple[str, ...]:
    return model.key or (declared.key if declared else ())


def _check_incremental(model: Model, found: dict[str, str], declared: Table | None) -> None:
    if model.watermark is None:
        return
    key = _key(model, declared)
    missing = [name for name in (model.watermark, *key) if name not in found]
    if missing or not key:
        what = f"no column {missing[0]!r}" if missing else "no key"
        raise ModelContractMismatchError(
            f"The incremental model {model.table} gives {what} to merge by.",
            hint="Name columns of its result in `-- key:` and `-- watermark:`.",
            differences=missing,
        )


def _merge(target: str, staged: str, key: tuple[str, ...], columns: list[str]) -> str:
    same = " AND ".join(f"old.{quoted(name)} IS NOT DISTINCT FROM new.{quoted(name)}" for name in key)
    changes = ", ".join(f"{quoted(name)} = new.{quoted(name)}" for name in columns if name not in key)
    update = f" WHEN MATCHED THEN UPDATE SET {changes}" if changes else ""
    names = ", ".join(quoted(name) for name in columns)
    values = ", ".join(f"new.{quoted(name)}" for name in columns)
    return (
        f"MERGE INTO {target} AS old USING {staged} AS new ON {same}{update} "
        f"WHEN NOT MATCHED THEN INSERT ({names}) VALUES ({values})"
    )


def _watermark(engine: Engine, model: ResolvedModel) -> str | None:
    if model.model.watermark is None:
        return None
    mark = quoted(model.model.watermark)
    found = engine.execute(f"SELECT CAST(max({mark}) AS VARCHAR) AS mark FROM {quoted_table(model.table)}")
    value = found.column(0)[0].as_py()
    return None if value is None else str(value)


def _count(engine: Engine, table: str) -> int:
    return int(engine.execute(f"SELECT count(*) FROM {table}").column(0)[0].as_py())
