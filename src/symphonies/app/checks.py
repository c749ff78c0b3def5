"""``symphonies check``: every name in every declaration resolves, without a store."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from graphql import GraphQLError, GraphQLSchema, GraphQLSyntaxError, parse, validate

from symphonies.app.supergraph import declared_sdl
from symphonies.app.symphonies import Symphony, discover_symphonies
from symphonies.app.wiring import table_resources
from symphonies.federation import FederationError, Gateway, read_operations
from symphonies.kernel import SymphonyError
from symphonies.platform.lakehouse import discover_products, load_project
from symphonies.platform.security import PolicyStore
from symphonies.platform.semantics import Catalog, load_catalog
from symphonies.platform.vizier import load_playbook, metrics_of

_METRIC_KEYS = frozenset({"metric", "metrics", "target"})


def check_names(extra_products: Sequence[Path] = ()) -> list[str]:
    """Return what does not resolve, a line each; nothing if all is well."""
    try:
        products = discover_products(extra_products)
        load_project(products)
        PolicyStore.load(resources=table_resources(products))
        catalog = load_catalog(products)
    except SymphonyError as error:
        return [str(error)]
    schema = Gateway(declared_sdl(products), {}).schema
    return [
        fault
        for symphony in discover_symphonies()
        for fault in (*_faults(symphony, catalog), *_operation_faults(symphony, schema))
    ]


def _operation_faults(symphony: Symphony, schema: GraphQLSchema) -> Iterator[str]:
    folder = symphony.path / "operations"
    if not folder.is_dir():
        return
    try:
        operations = read_operations(folder)
    except FederationError as error:
        yield str(error)
        return
    for operation in operations:
        for problem in _problems(operation.document, schema):
            yield f"{folder / operation.name}: {problem.message}"


def _problems(document: str, schema: GraphQLSchema) -> Sequence[GraphQLError]:
    try:
        return validate(schema, parse(document))
    except GraphQLSyntaxError as error:
        return [error]


def _faults(symphony: Symphony, catalog: Catalog) -> Iterator[str]:
    told = symphony.declaration
    named = [("symphony.yaml", name) for name in (*told.heroes, *told.watch)]
    named += [("dashboard.yaml", name) for name in _metrics_in(symphony.dashboard)]
    try:
        rules = load_playbook(symphony.path / "playbook.yaml")
    except SymphonyError as error:
        yield str(error)
    else:
        named += [("playbook.yaml", name) for name in sorted(metrics_of(rules))]
    for file, name in named:
        try:
            catalog.metric(name.partition(":")[0])
        except SymphonyError as error:
            yield f"{symphony.path / file}: {error}"


def _metrics_in(node: object) -> Iterable[str]:
    """Yield every value under a key that names metrics, anywhere in a dashboard."""
    if isinstance(node, dict):
        for key, value in node.items():
            if key in _METRIC_KEYS:
                yield from _texts(value)
            else:
                yield from _metrics_in(value)
    elif isinstance(node, list):
        for item in node:
            yield from _metrics_in(item)


def _texts(value: object) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)
    else:
        yield from _metrics_in(value)
