"""Writes the queries that find what is new for hubs, links and satellites.

The generators of datavault4sqlglot write the set logic (first sight of a key, change against the
newest state, change within a batch); this module alone knows that library. Its high-water mark
compares dates and its hashing drops case and spaces, so neither is used: rows come from a staging
table that holds exactly the new loads, hashed by ``hashing``. Its incremental queries return helper
columns that clash with columns of the same name, so they only ever see hashes and the address of
a row, ``(_load_id, _row)``; the rest is joined from the landed rows by that address.
"""

from __future__ import annotations

from collections.abc import Sequence

import datavault4sqlglot as dv
from sqlglot import exp

from symphonies.platform.lakehouse.modelling.model import DIALECT
from symphonies.platform.lakehouse.vault.design import HASH_DIFF, HASH_KEY, HistoryDesign, LinkDesign
from symphonies.platform.lakehouse.vault.hashing import hash_of

SCHEMA = "vault"
LOAD = "_load_id"
ROW = "_row"
LOADED_AT = "_loaded_at"
SOURCE = "_source"
LINK_KEY = "_link_hash_key"


def stage_query(design: HistoryDesign, landed: exp.Expr, loads: exp.Expr, after: int) -> exp.Select:
    """Return the hashes and addresses of the rows landed after a load.

    Args:
        design: The history to load.
        landed: The landing table, under the alias ``landed``.
        loads: A relation of ``_load_id, _loaded_at, _source`` under the alias ``loads``.
        after: The last load that is already in the vault.
    """
    hashes = [hash_of(design.key).as_(HASH_KEY), hash_of(design.payload or design.key).as_(HASH_DIFF)]
    for link in design.links:
        hashes.append(hash_of([link.column]).as_(link.target_key))
        hashes.append(hash_of([*design.key, link.column]).as_(_link_column(link)))
    plain = [exp.column(name, table="landed", quoted=True) for name in (LOAD, ROW)]
    told = [exp.column(name, table="loads", quoted=True) for name in (LOADED_AT, SOURCE)]
    on = exp.column(LOAD, table="landed", quoted=True).eq(exp.column(LOAD, table="loads", quoted=True))
    new = exp.column(LOAD, table="landed", quoted=True) > exp.Literal.number(after)
    return exp.select(*hashes, *plain, *told).from_(landed).join(loads, on=on).where(new)


def hub_insert(design: HistoryDesign, stage: str, landed: exp.Expr) -> exp.Insert:
    """Return the statement that adds the keys seen for the first time."""
    _configure()
    query = dv.HubGenerator(
        design.hub,
        [dv.SourceBinding(source=_stage(stage))],
        HASH_KEY,
        [ROW],
        target_schema=SCHEMA,
        is_incremental=True,
        disable_hwm=True,
        additional_columns=[LOADED_AT],
        dialect=DIALECT,
    ).generate_sql()
    return _insert(design.hub, [HASH_KEY], design.key, query, landed)


def link_insert(design: HistoryDesign, link: LinkDesign, stage: str, landed: exp.Expr) -> exp.Insert:
    """Return the statement that adds the relations seen for the first time."""
    _configure()
    binding = dv.SourceBinding(source=_stage(stage), hash_key_col=_link_column(link))
    query = dv.LinkGenerator(
        link.name,
        [binding],
        LINK_KEY,
        [HASH_KEY, link.target_key],
        target_schema=SCHEMA,
        is_incremental=True,
        disable_hwm=True,
        additional_columns=[ROW, LOADED_AT],
        dialect=DIALECT,
    ).generate_sql()
    related = exp.column(link.column, table="landed", quoted=True).is_(exp.null()).not_()
    return _insert(link.name, [LINK_KEY, HASH_KEY, link.target_key], (), query, landed, where=related)


def satellite_insert(design: HistoryDesign, stage: str, landed: exp.Expr) -> exp.Insert:
    """Return the statement that adds the states that differ from the one before."""
    _configure()
    query = dv.SatelliteGenerator(
        design.satellite,
        _stage(stage),
        HASH_KEY,
        HASH_DIFF,
        target_schema=SCHEMA,
        payload=[ROW, LOADED_AT],
        is_incremental=True,
        disable_hwm=True,
        dialect=DIALECT,
    ).generate_sql()
    return _insert(design.satellite, [HASH_KEY, HASH_DIFF], design.payload, query, landed)


def _link_column(link: LinkDesign) -> str:
    return f"_{link.column}_link_hash_key"


def _configure() -> None:
    """Set the library's settings, which are global and may have been read from the working folder."""
    dv.config.hash = "SHA256"
    dv.config.ldts_alias = LOAD
    dv.config.rsrc_alias = SOURCE
    dv.config.quote_identifiers = True


def _stage(name: str) -> dv.SourceModel:
    return dv.SourceModel(schema=SCHEMA, table_name=name)


def _insert(
    table: str,
    hashes: list[str],
    payload: Sequence[str],
    query: exp.Expr,
    landed: exp.Expr,
    where: exp.Expr | None = None,
) -> exp.Insert:
    """Return an INSERT of the hashes found, with the payload of the landed rows they came from."""
    assert isinstance(query, exp.Query)
    told = [LOADED_AT, LOAD, SOURCE]
    chosen = [exp.column(name, table="found", quoted=True) for name in hashes]
    chosen += [exp.column(name, table="landed", quoted=True) for name in payload]
    chosen += [exp.column(name, table="found", quoted=True) for name in told]
    address = [
        exp.column(name, table="found", quoted=True).eq(exp.column(name, table="landed", quoted=True))
        for name in (LOAD, ROW)
    ]
    rows = exp.select(*chosen).from_(query.subquery("found"))
    if payload or where is not None:
        rows = rows.join(landed, on=exp.and_(*address))
    if where is not None:
        rows = rows.where(where)
    names = [exp.to_identifier(name, quoted=True) for name in [*hashes, *payload, *told]]
    return exp.Insert(
        this=exp.Schema(this=exp.table_(table, db=SCHEMA, quoted=True), expressions=names), expression=rows
    )
