"""GraphQL over HTTP: methods, media types, status codes."""

from __future__ import annotations

import json
from urllib.parse import urlencode

import pytest

from symphonies.federation import HttpReply, serve
from tests.unit.federation.shop import shop

GRAPHQL = "application/graphql-response+json"
JSON = "application/json"
NEWEST = "{ newest { number } }"


async def post(body: object, accept: str = GRAPHQL, content_type: str = JSON) -> HttpReply:
    gateway, _ = shop()
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return await serve(gateway, "POST", {"accept": accept, "content-type": content_type}, "", raw)


async def get(accept: str = GRAPHQL, **parameters: str) -> HttpReply:
    gateway, _ = shop()
    return await serve(gateway, "GET", {"accept": accept}, urlencode(parameters), b"")


async def test_a_query_is_answered() -> None:
    reply = await post({"query": NEWEST})
    assert reply.status == 200
    assert reply.headers["content-type"] == f"{GRAPHQL}; charset=utf-8"
    assert json.loads(reply.body) == {"data": {"newest": {"number": "c"}}}


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        ("", JSON),
        ("*/*", JSON),
        (JSON, JSON),
        (f"{JSON}, {GRAPHQL}", JSON),
        (f"{GRAPHQL}, {JSON};q=0.9", GRAPHQL),
        (f"{JSON};q=0.5, {GRAPHQL};q=0.6", GRAPHQL),
        ("text/html, */*;q=0.1", JSON),
    ],
)
async def test_the_media_type_is_negotiated(accept: str, media: str) -> None:
    assert (await post({"query": NEWEST}, accept)).headers["content-type"].startswith(media)


@pytest.mark.parametrize(
    ("body", "accept", "status"),
    [
        ({"query": "{ nonsense }"}, GRAPHQL, 422),
        ({"query": "{ nonsense }"}, JSON, 200),
        ({"query": "{"}, GRAPHQL, 400),
        ({"query": "{"}, JSON, 200),
        ({}, JSON, 400),
        ({"query": 1}, JSON, 400),
        ({"query": NEWEST, "variables": []}, JSON, 400),
        ([{"query": NEWEST}], JSON, 400),
        (b"{", GRAPHQL, 400),
        (b"\xff\xfe", JSON, 400),
        ({"query": "query ($n: Int!) { invoices(first: $n) { number } }"}, GRAPHQL, 422),
        ({"query": "query A { newest { number } }", "operationName": "B"}, GRAPHQL, 422),
        ({"query": "{ invoices { note } }"}, GRAPHQL, 294),
        ({"query": "{ invoices { note } }"}, JSON, 200),
        ({}, GRAPHQL, 422),
    ],
)
async def test_status(body: object, accept: str, status: int) -> None:
    reply = await post(body, accept)
    assert reply.status == status
    assert json.loads(reply.body)["errors"]


async def test_unknown_media() -> None:
    assert (await post({"query": NEWEST}, accept="text/html")).status == 406
    assert (await post({"query": NEWEST}, content_type="text/plain")).status == 415


async def test_a_large_body_is_refused() -> None:
    assert (await post({"query": "{ a }" + " " * 2_000_000})).status == 413


async def test_get_serves_queries_only() -> None:
    query = "query ($n: Int!) { invoices(first: $n) { number } }"
    reply = await get(query=query, variables='{"n": 1}')
    assert json.loads(reply.body)["data"] == {"invoices": [{"number": "a"}]}
    refused = await get(query='mutation { pay(number: "a") { number } }')
    assert refused.status == 405
    assert (await get(query="{", variables="{}")).status == 400
    assert (await get(query=NEWEST, variables="{")).status == 400


async def test_other_methods() -> None:
    gateway, _ = shop()
    reply = await serve(gateway, "DELETE", {}, "", b"")
    assert reply.status == 405
    assert reply.headers["allow"] == "GET, POST"
