"""Selections compiled to closures over columns of rows."""

from symphonies.platform.subgraphs.resolve.entities import ByKey, compile_by_key, compile_entity
from symphonies.platform.subgraphs.resolve.lists import compile_list
from symphonies.platform.subgraphs.resolve.run import Run, graphql_error

__all__ = ["ByKey", "Run", "compile_by_key", "compile_entity", "compile_list", "graphql_error"]
