"""Catalogues of others: MetricFlow (dbt) and Apache Ossie, read into ours and written from it."""

from symphonies.platform.semantics.exchange.build import SCHEMA, Imported, ViewStore, build_catalog, view_sql
from symphonies.platform.semantics.exchange.folder import read_folder
from symphonies.platform.semantics.exchange.model import ForeignModel, Source
from symphonies.platform.semantics.exchange.ossie import to_ossie

__all__ = [
    "SCHEMA",
    "ForeignModel",
    "Imported",
    "Source",
    "ViewStore",
    "build_catalog",
    "read_folder",
    "to_ossie",
    "view_sql",
]
