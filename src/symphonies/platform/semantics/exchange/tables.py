"""Another's sources made into tables, joined along the keys that hold each value once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from symphonies.platform.semantics.catalog.model import ColumnModel, ModelGraph, Reference, TableModel
from symphonies.platform.semantics.exchange.implied import kinds_of
from symphonies.platform.semantics.exchange.model import Source
from symphonies.platform.semantics.exchange.views import SCHEMA, ViewStore

_LABELS = ("name", "title", "label", "number")
"""Endings of a field that people know a row by."""


def build_tables(sources: Sequence[Source], store: ViewStore, notes: list[str]) -> ModelGraph:
    """Return the tables of sources with the ways between them; the notes name keys that join nothing."""
    references = _references(sources, store, notes)
    tables = {f"{SCHEMA}.{each.name}": _table(each, store.columns(each.name)) for each in sources}
    return ModelGraph(
        {name: replace(table, references=references.get(name, {})) for name, table in tables.items()}
    )


def without_kinds(graph: ModelGraph, sources: Sequence[Source]) -> ModelGraph:
    """Return the graph without the ways to sources that only mark rows: there is nothing to split by."""
    kinds = {f"{SCHEMA}.{source.name}" for source, _ in kinds_of(sources)}
    tables = {
        name: replace(
            table,
            references={key: each for key, each in table.references.items() if each.target not in kinds},
        )
        for name, table in graph.tables.items()
    }
    return ModelGraph(tables)


def _table(source: Source, types: Mapping[str, str]) -> TableModel:
    keys = {f"{each.name}__key": each for each in source.entities}
    described = {each.name: each for each in source.fields}
    found = {}
    for name, kind in types.items():
        meaning = described[name].description if name in described else ""
        found[name] = ColumnModel(name, kind, meaning, name in described, None, None)
    primary = [name for name, each in keys.items() if each.kind in ("primary", "unique", "natural")]
    full = f"{SCHEMA}.{source.name}"
    named = [each.name for each in source.fields if each.name.endswith(_LABELS)]
    label = next(iter([*named, *primary]), None)
    return TableModel(full, SCHEMA, tuple(primary[:1]), label, None, True, None, found, {})


def _references(
    sources: Sequence[Source], store: ViewStore, notes: list[str]
) -> dict[str, dict[str, Reference]]:
    owners: dict[str, list[str]] = {}
    for source in sources:
        for each in source.entities:
            if each.kind not in ("primary", "unique", "natural"):
                continue
            if store.unique(source.name, f"{each.name}__key"):
                owners.setdefault(each.name, []).append(source.name)
            else:
                notes.append(f"{source.name}: key {each.name} is not unique, so nothing is joined to it")
    found: dict[str, dict[str, Reference]] = {}
    for source in sources:
        own = found.setdefault(f"{SCHEMA}.{source.name}", {})
        for each in source.entities:
            for owner in owners.get(each.name, ()):
                if owner == source.name:
                    continue
                alone = len([name for name in owners[each.name] if name != source.name]) == 1
                main = owner == each.name or (alone and each.kind == "foreign")
                name = each.name if main else owner
                column = f"{each.name}__key"
                own.setdefault(name, Reference(name, column, f"{SCHEMA}.{owner}", column, own=main))
    return found
