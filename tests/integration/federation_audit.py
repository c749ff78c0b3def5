"""The recorded subgraphs of the public federation gateway audit, and the three that keep state."""

from __future__ import annotations

import importlib.util
import json
import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from graphql import GraphQLSchema

from symphonies.federation import (
    SchemaClient,
    SubgraphClient,
    SubgraphRequest,
    SubgraphResponse,
    make_subgraph_schema,
)

HERE = Path(__file__).resolve()
AUDIT = Path(os.environ.get("SYMPHONIES_FEDERATION", HERE.parents[3] / "shared" / "federation"))
IS_HERE = (AUDIT / "audit-cases" / "index.json").exists()
ABSENT = "the audit's recordings are not here; SYMPHONIES_FEDERATION names the folder that holds them"


def suites() -> list[str]:
    """Returns the names of all suites."""
    if not IS_HERE:
        return []
    return [entry["id"] for entry in json.loads((AUDIT / "audit-cases" / "index.json").read_text())]


def suite(name: str, run: str = "r1") -> dict[str, Any]:
    """Returns a suite's subgraphs, supergraph and cases."""
    return json.loads((AUDIT / "audit-cases" / f"{name}.json").read_text().replace("__RID__", run))


class Recorded:
    """A subgraph that answers from the recordings and counts what it is asked."""

    def __init__(self, execute: Callable[..., dict[str, Any]]) -> None:
        self._execute = execute
        self.requests = 0

    async def fetch(self, request: SubgraphRequest) -> SubgraphResponse:
        self.requests += 1
        answer = self._execute(request.document, request.variables)
        return SubgraphResponse(answer.get("data"), answer.get("errors") or ())


class Counted:
    """A client that counts requests."""

    def __init__(self, client: SubgraphClient) -> None:
        self._client = client
        self.requests = 0

    async def fetch(self, request: SubgraphRequest) -> SubgraphResponse:
        self.requests += 1
        return await self._client.fetch(request)


def clients(name: str, subgraphs: list[dict[str, str]]) -> dict[str, Any]:
    """Returns counting clients for a suite's subgraphs."""
    if name == "mutations":
        return {key: Counted(SchemaClient(schema)) for key, schema in stateful(subgraphs).items()}
    mock = recorded_module("mock").Mock
    fixture = json.loads((AUDIT / "audit-fixture.json").read_text())
    return {
        s["name"]: Recorded(mock(name, s["name"], s["sdl"], fixture[name][s["name"]]).execute)
        for s in subgraphs
    }


def recorded_module(name: str) -> Any:
    """Loads a module that lies beside the recordings, under a name nothing else has."""
    sys.dont_write_bytecode = True
    known = sys.modules.get(f"federation_audit_{name}")
    if known is not None:
        return known
    spec = importlib.util.spec_from_file_location(f"federation_audit_{name}", AUDIT / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    if name == "mock":
        sys.modules.setdefault("record", recorded_module("record"))
    spec.loader.exec_module(module)
    sys.modules[spec.name] = module
    return module


def stateful(subgraphs: list[dict[str, str]]) -> Mapping[str, GraphQLSchema]:
    """Returns the subgraphs whose mutations change something."""
    products = {
        "p1": {"id": "p1", "name": "p1-name", "price": 9.99},
        "p2": {"id": "p2", "name": "p2", "price": 9.99},
    }
    categories: dict[str, dict[str, str]] = {}
    numbers: dict[str, int] = {}

    def add_product(_: object, _info: object, input: dict[str, Any]) -> dict[str, Any]:
        products["new"] = {"id": "new", **input}
        return products["new"]

    def add_category(_: object, _info: object, name: str, requestId: str) -> dict[str, str]:
        key = f"c-added-{requestId}"
        assert key not in categories, "one mutation was sent to two subgraphs"
        categories[key] = {"id": key, "name": name}
        return categories[key]

    def change(change: Callable[[int, int], int]) -> Callable[..., int]:
        def resolve(_: object, _info: object, requestId: str, num: int = 0, by: int = 0) -> int:
            numbers[requestId] = change(numbers.get(requestId, 0), num or by)
            return numbers[requestId]

        return resolve

    def delete(_: object, _info: object, requestId: str) -> int:
        return numbers.pop(requestId)

    resolvers: dict[str, Any] = {
        "a": {
            "Mutation": {
                "addProduct": add_product,
                "addCategory": add_category,
                "multiply": change(lambda now, by: now * by),
            },
            "Query": {
                "product": lambda _o, _i, id: products[id],
                "products": lambda *_: list(products.values()),
            },
        },
        "b": {
            "Mutation": {"addCategory": add_category, "delete": delete},
            "Product": {
                "isExpensive": lambda product, _: product["price"] > 500,
                "isAvailable": lambda *_: True,
            },
        },
        "c": {"Mutation": {"add": change(lambda now, num: now + num)}},
    }
    references: dict[str, Any] = {
        "a": {
            "Product": lambda given, _: products[given["id"]],
            "Category": lambda given, _: categories[given["id"]],
        },
        "b": {"Product": lambda given, _: dict(given), "Category": lambda given, _: categories[given["id"]]},
        "c": {},
    }
    return {
        s["name"]: make_subgraph_schema(s["sdl"], resolvers[s["name"]], references[s["name"]])
        for s in subgraphs
    }
