"""Connectors: bring your own data from files, folders and databases through a mapping."""

from symphonies.platform.connectors.errors import (
    MappingInvalidError,
    SourceDriverMissingError,
    SourceEmptyError,
    SourceEncodingError,
    SourceNotFoundError,
    SourceUnreadableError,
    SourceUnsupportedError,
)
from symphonies.platform.connectors.loading import Loaded, load, load_company
from symphonies.platform.connectors.mapping.file import MappingFile, read_mapping
from symphonies.platform.connectors.mapping.model import ColumnMapping, Mapping, TableMapping
from symphonies.platform.connectors.source import Source
from symphonies.platform.connectors.suggest.draft import Suggestion, suggest_mapping

__all__ = [
    "ColumnMapping",
    "Loaded",
    "Mapping",
    "MappingFile",
    "MappingInvalidError",
    "Source",
    "SourceDriverMissingError",
    "SourceEmptyError",
    "SourceEncodingError",
    "SourceNotFoundError",
    "SourceUnreadableError",
    "SourceUnsupportedError",
    "Suggestion",
    "TableMapping",
    "load",
    "load_company",
    "read_mapping",
    "suggest_mapping",
]
