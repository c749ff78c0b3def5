"""Catalogues of others: MetricFlow (dbt) and Apache Ossie, read into ours and written from it."""

from symphonies.platform.semantics.exchange.build import Imported, build_catalog
from symphonies.platform.semantics.exchange.folder import read_folder
from symphonies.platform.semantics.exchange.model import ForeignModel, Source
from symphonies.platform.semantics.exchange.ossie import to_ossie
from symphonies.platform.semantics.exchange.views import SCHEMA, ViewStore, view_sql

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
