"""Brings the vault up to date with what has landed since."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlglot import exp

from symphonies.platform.lakehouse.engine.names import LOAD_ID, landing_table, quoted, text
from symphonies.platform.lakehouse.ports import Engine
from symphonies.platform.lakehouse.vault.design import HASH_DIFF, HASH_KEY, HistoryDesign, LinkDesign
from symphonies.platform.lakehouse.vault.generate import (
    LINK_KEY,
    LOADED_AT,
    SCHEMA,
    SOURCE,
    hub_insert,
    link_insert,
    satellite_insert,
    stage_query,
)

STATE = "meta.vault_state"


@dataclass(frozen=True)
class VaultStep:
    """Loads that a table's history has yet to take in."""

    design: HistoryDesign
    after: int
    """The last load already taken in, 0 for none."""
    until: int
    """The newest load that brought rows."""


def prepare_vault(engine: Engine, designs: Iterable[HistoryDesign]) -> None:
    """Create the vault's missing tables, and columns that a newer contract adds."""
    with engine.transaction():
        engine.execute(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}")
        engine.execute(f"CREATE TABLE IF NOT EXISTS {STATE} (table_name VARCHAR PRIMARY KEY, load_id BIGINT)")
        stored = _stored_columns(engine)
        for design in designs:
            for table, columns in _layout(design).items():
                _ensure(engine, design, table, columns, stored.get(table, set()))


def plan_vault(
    engine: Engine, designs: Iterable[HistoryDesign], newest: Mapping[str, int]
) -> tuple[VaultStep, ...]:
    """Return a step for every table with loads that its history lacks.

    Args:
        engine: The store.
        designs: The histories to keep.
        newest: The last load that changed each landed table.
    """
    done = {row["table_name"]: row["load_id"] for row in engine.execute(f"FROM {STATE}").to_pylist()}
    steps = [
        VaultStep(design, done.get(design.full_name, 0), newest.get(design.full_name, 0))
        for design in designs
    ]
    return tuple(step for step in steps if step.until > step.after)


def load_vault(engine: Engine, step: VaultStep) -> None:
    """Take the loads of a step into hub, links and satellite, all or nothing."""
    design = step.design
    stage = f"_stage_{design.stem}"
    landed = _landed(design)
    with engine.transaction():
        loads = exp.alias_(
            exp.select(
                exp.column("load_id").as_(LOAD_ID),
                exp.column("loaded_at").as_(LOADED_AT),
                exp.column("source").as_(SOURCE),
            )
            .from_("meta.loads")
            .subquery(),
            "loads",
            table=True,
        )
        query = stage_query(design, landed.copy(), loads, step.after)
        engine.execute(
            exp.Create(this=exp.table_(stage, db=SCHEMA, quoted=True), kind="TABLE", expression=query)
        )
        engine.execute(hub_insert(design, stage, landed.copy()))
        for link in design.links:
            engine.execute(link_insert(design, link, stage, landed.copy()))
        engine.execute(satellite_insert(design, stage, landed.copy()))
        engine.execute(f'DROP TABLE {SCHEMA}."{stage}"')
        engine.execute(f"INSERT OR REPLACE INTO {STATE} VALUES (?, ?)", [design.full_name, step.until])


def _landed(design: HistoryDesign) -> exp.Table:
    schema, name = landing_table(design.product, design.table).split(".")
    return exp.table_(name, db=schema, quoted=True, alias="landed")


def _layout(design: HistoryDesign) -> dict[str, dict[str, str | None]]:
    """Return the columns of each vault table with their type; None takes the type of the landed column."""
    told: dict[str, str | None] = {LOADED_AT: "TIMESTAMP", LOAD_ID: "BIGINT", SOURCE: "VARCHAR"}
    key = dict.fromkeys(design.key)
    rest: dict[str, str | None] = dict.fromkeys(design.payload)
    return {
        design.hub: {HASH_KEY: "UUID", **key, **told},
        design.satellite: {HASH_KEY: "UUID", HASH_DIFF: "UUID", **rest, **told},
        **{link.name: _link_layout(link) | told for link in design.links},
    }


def _link_layout(link: LinkDesign) -> dict[str, str | None]:
    return {LINK_KEY: "UUID", HASH_KEY: "UUID", link.target_key: "UUID"}


def _ensure(
    engine: Engine, design: HistoryDesign, table: str, columns: dict[str, str | None], stored: set[str]
) -> None:
    target = f"{SCHEMA}.{quoted(table)}"
    if not stored:
        chosen = ", ".join(
            quoted(name) if kind is None else f"CAST(NULL AS {kind}) AS {quoted(name)}"
            for name, kind in columns.items()
        )
        source = landing_table(design.product, design.table)
        schema, name = source.split(".")
        engine.execute(f"CREATE TABLE {target} AS SELECT {chosen} FROM {schema}.{quoted(name)} WHERE FALSE")
        return
    for name in columns.keys() - stored:
        kind = (
            engine.execute(
                "SELECT data_type FROM information_schema.columns WHERE table_schema || '.' || table_name = "
                f"{text(landing_table(design.product, design.table))} AND column_name = {text(name)}",
            )
            .column(0)[0]
            .as_py()
        )
        engine.execute(f"ALTER TABLE {target} ADD COLUMN {quoted(name)} {kind}")


def _stored_columns(engine: Engine) -> dict[str, set[str]]:
    found = engine.execute(
        f"SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = '{SCHEMA}'"
    )
    stored: dict[str, set[str]] = {}
    for row in found.to_pylist():
        stored.setdefault(row["table_name"], set()).add(row["column_name"])
    return stored
