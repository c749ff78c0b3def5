"""Clients: in this process, over a graphql-core schema, over HTTP."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from aiohttp import web
from graphql import OperationDefinitionNode, parse

from symphonies.federation import (
    HttpClient,
    InProcessClient,
    SchemaClient,
    SubgraphRequest,
    SubgraphResponse,
    SubgraphUnavailable,
    make_subgraph_schema,
)

Handler = Callable[[web.Request], Any]


def request(query: str = "{ a }", **variables: Any) -> SubgraphRequest:
    operation = parse(query).definitions[0]
    assert isinstance(operation, OperationDefinitionNode)
    return SubgraphRequest(query, operation, variables, {"token": "t"})


async def test_a_plain_function_is_a_subgraph() -> None:
    client = InProcessClient(lambda r: SubgraphResponse({"a": r.document}))
    assert (await client.fetch(request())).data == {"a": "{ a }"}


async def test_a_coroutine_function_is_a_subgraph() -> None:
    async def answer(_: SubgraphRequest) -> SubgraphResponse:
        return SubgraphResponse({"a": 1})

    assert (await InProcessClient(answer).fetch(request())).data == {"a": 1}


SDL = """
extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key"])
type Query { a: T }
type T @key(fields: "id") { id: ID! twice: Int slow: Int }
"""


def schema_client() -> SchemaClient:
    async def reference(given: Any, _: object) -> Any:
        if given["id"] == "bad":
            raise ValueError("no such T")
        return None if given["id"] == "gone" else dict(given)

    resolvers = {"T": {"twice": lambda t, _: 2 * int(t["id"])}}
    return SchemaClient(make_subgraph_schema(SDL, resolvers, {"T": reference}))


async def test_a_schema_serves_entities() -> None:
    query = "query ($r: [_Any!]!) { _entities(representations: $r) { ... on T { id twice } } }"
    given = [{"__typename": "T", "id": i} for i in ("1", "gone", "bad")]
    answer = await schema_client().fetch(request(query, r=given))
    assert answer.data == {"_entities": [{"id": "1", "twice": 2}, None, None]}
    assert answer.errors[0]["path"] == ["_entities", 2]
    assert given[0] == {"__typename": "T", "id": "1"}


async def test_a_schema_tells_its_sdl() -> None:
    answer = await schema_client().fetch(request("{ _service { sdl } }"))
    assert answer.data == {"_service": {"sdl": SDL}}


@pytest.fixture
async def served() -> AsyncIterator[Callable[[Handler], Any]]:
    runners: list[web.AppRunner] = []

    async def serve(handler: Handler) -> str:
        app = web.Application()
        app.router.add_post("/", handler)
        runner = web.AppRunner(app)
        await runner.setup()
        runners.append(runner)
        port = 24100 + len(runners)
        await web.TCPSite(runner, "127.0.0.1", port).start()
        return f"http://127.0.0.1:{port}/"

    yield serve
    for runner in runners:
        await runner.cleanup()


async def test_http_posts_json(served: Callable[[Handler], Any]) -> None:
    seen: dict[str, Any] = {}

    async def handler(r: web.Request) -> web.Response:
        seen.update(await r.json(), token=r.headers["authorization"])
        return web.json_response({"data": {"a": 1}, "errors": [{"message": "half"}]})

    url = await served(handler)
    async with HttpClient(
        url, headers_for=lambda request: {"authorization": request.context["token"]}
    ) as client:  # type: ignore[index]
        answer = await client.fetch(request(x=1))
    assert seen == {"query": "{ a }", "variables": {"x": 1}, "token": "t"}
    assert (answer.data, answer.errors) == ({"a": 1}, [{"message": "half"}])
    assert answer.headers["content-type"].startswith("application/json")


@pytest.mark.parametrize(
    ("body", "words"),
    [(b"<html>", "not JSON"), (b"[]", "not a GraphQL result"), (b"\xff", "not JSON"), (b"{}", "not a GraphQL result"),
     (b'{"data": {}, "errors": "x"}', "not a GraphQL result"), (b" " * 5000, "more than 1000 bytes")],
)  # fmt: skip
async def test_http_garbage(served: Callable[[Handler], Any], body: bytes, words: str) -> None:
    async def handler(_: web.Request) -> web.Response:
        return web.Response(body=body, status=500)

    url = await served(handler)
    async with HttpClient(url, max_bytes=1000) as client:
        with pytest.raises(SubgraphUnavailable, match=words):
            await client.fetch(request())


async def test_nobody_there() -> None:
    async with HttpClient("http://127.0.0.1:24199/") as client:
        with pytest.raises(SubgraphUnavailable, match="could not be reached"):
            await client.fetch(request())


async def test_too_slow(served: Callable[[Handler], Any]) -> None:
    import asyncio

    release = asyncio.Event()

    async def handler(_: web.Request) -> web.Response:
        await release.wait()
        return web.Response()

    url = await served(handler)
    async with HttpClient(url, timeout_s=0.05) as client:
        with pytest.raises(SubgraphUnavailable, match="too long"):
            await client.fetch(request())
    release.set()
