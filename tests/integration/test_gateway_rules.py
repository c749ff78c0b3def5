"""GraphQL over HTTP, rule by rule, through a real server; docs/gateway/http-rules.md names every test here."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import urlencode

import aiohttp
import pytest

from tests.integration.gateway_configured import gateway

NEW = "application/graphql-response+json"
OLD = "application/json"
ME = {"query": "{ me { name } }"}
PREFLIGHT = {"graphql-require-preflight": "1"}


class Client:
    """Sends requests as they are told to be."""

    def __init__(self, url: str, session: aiohttp.ClientSession) -> None:
        self.url = url
        self._session = session

    async def send(
        self, method: str, url: str = "", **options: Any
    ) -> tuple[int, aiohttp.ClientResponse, Any]:
        async with self._session.request(method, url or self.url, allow_redirects=False, **options) as answer:
            raw = await answer.read()
            is_json = "json" in answer.headers.get("content-type", "")
            return answer.status, answer, json.loads(raw) if is_json and raw else raw

    async def post(
        self, body: Any, accept: str = NEW, content: str = OLD, **headers: str
    ) -> tuple[int, Any, Any]:
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        return await self.send(
            "POST", data=raw, headers={"accept": accept, "content-type": content, **headers}
        )

    async def get(
        self, accept: str = NEW, headers: dict[str, str] | None = None, **given: str
    ) -> tuple[int, Any, Any]:
        url = f"{self.url}?{urlencode(given)}"
        return await self.send(
            "GET", url, headers={"accept": accept, **(PREFLIGHT if headers is None else headers)}
        )


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    settings = {
        "limits": {"body_bytes": 5000, "tokens": 200, "depth": 5, "aliases": 3, "root_fields": 4},
        "cors": {"origins": ["https://app.example"], "credentials": True},
        "server": {"max_batch": 2},
        "demand": {"max_cost": 30},
    }
    async with gateway(**settings) as (_, url), aiohttp.ClientSession() as session:
        yield Client(url, session)


def code(body: Any) -> str:
    return body["errors"][0]["extensions"]["code"]


async def test_post_with_json_is_answered(client: Client) -> None:
    status, answer, body = await client.post(ME)
    assert (status, body) == (200, {"data": {"me": {"name": "user 1"}}})
    assert answer.headers["content-type"] == f"{NEW}; charset=utf-8"


async def test_get_is_answered_for_queries(client: Client) -> None:
    named = {
        "query": "query A($n: Int) { users(first: $n) { id } } query B { me { id } }",
        "operationName": "A",
    }
    status, _, body = await client.get(**named, variables='{"n": 1}')
    assert (status, body) == (200, {"data": {"users": [{"id": "0"}]}})


async def test_a_mutation_by_get_is_405(client: Client) -> None:
    status, answer, body = await client.get(query='mutation { rename(name: "a") { id } }')
    assert (status, answer.headers["allow"], code(body)) == (405, "POST", "METHOD_NOT_ALLOWED")


async def test_other_methods_are_405(client: Client) -> None:
    status, answer, _ = await client.send("PUT", data=b"{}", headers={"content-type": OLD})
    assert (status, answer.headers["allow"]) == (405, "GET, POST")


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        ("*/*", OLD),
        (OLD, OLD),
        (NEW, NEW),
        (f"{NEW}, {OLD};q=0.9", NEW),
        (f"{OLD};q=0.5, {NEW};q=0.6", NEW),
        ("application/*", NEW),
    ],
)
async def test_the_media_type_follows_accept(client: Client, accept: str, media: str) -> None:
    _, answer, _ = await client.post(ME, accept)
    assert answer.headers["content-type"] == f"{media}; charset=utf-8"


async def test_no_acceptable_media_type_is_406(client: Client) -> None:
    assert (await client.post(ME, "text/html"))[0] == 406
    assert (await client.post({"query": "subscription { ticks(to: 1) { id } }"}))[0] == 406


@pytest.mark.parametrize(
    "content", ["text/plain", "application/xml", "application/json; charset=latin-1", "application/graphql"]
)
async def test_another_content_type_is_415(client: Client, content: str) -> None:
    status, _, body = await client.post(ME, content=content, **PREFLIGHT)
    assert (status, code(body)) == (415, "UNSUPPORTED_MEDIA_TYPE")


MALFORMED = [
    (b"{", "JSON_INVALID"),
    (b"\xff\xfe", "JSON_INVALID"),
    (b"", "JSON_INVALID"),
    (b"null", "BAD_REQUEST"),
    ({}, "BAD_REQUEST"),
    ({"query": 7}, "BAD_REQUEST"),
    ({"query": "{ me { id } }", "variables": [1]}, "BAD_REQUEST"),
    ({"query": "{ me { id } }", "operationName": 1}, "BAD_REQUEST"),
    ({"query": "{ me { id } }", "extensions": "x"}, "BAD_REQUEST"),
]


@pytest.mark.parametrize(("body", "told"), MALFORMED)
async def test_a_malformed_request_is_400_or_422(client: Client, body: Any, told: str) -> None:
    status, _, answer = await client.post(body)
    assert (status, code(answer)) == (400 if told == "JSON_INVALID" else 422, told)
    assert "data" not in answer
    assert (await client.post(body, OLD))[0] == 400


UNRUNNABLE = [
    ({"query": "{ me { nothing } }"}, "GRAPHQL_VALIDATION_FAILED", 422),
    ({"query": "{ me"}, "GRAPHQL_PARSE_FAILED", 400),
    ({"query": "query A { me { id } }", "operationName": "B"}, "OPERATION_RESOLUTION_FAILURE", 422),
    ({"query": "query A { me { id } } query B { me { id } }"}, "OPERATION_RESOLUTION_FAILURE", 422),
    ({"query": "query ($n: Int!) { users(first: $n) { id } }"}, "BAD_USER_INPUT", 422),
    (
        {"query": "query ($n: Int) { users(first: $n) { id } }", "variables": {"n": "x"}},
        "BAD_USER_INPUT",
        422,
    ),
    (
        {"query": "query ($n: Int) { users(first: $n) { id } }", "variables": {"n": 2**40}},
        "BAD_USER_INPUT",
        422,
    ),
    (
        {"query": "query ($u: Unit) { me { age(unit: $u) } }", "variables": {"u": "WEEKS"}},
        "BAD_USER_INPUT",
        422,
    ),
]


@pytest.mark.parametrize(("body", "told", "wanted"), UNRUNNABLE)
async def test_what_cannot_be_run_is_4xx_without_data(
    client: Client, body: Any, told: str, wanted: int
) -> None:
    status, _, answer = await client.post(body)
    assert (status, code(answer)) == (wanted, told)
    assert "data" not in answer


@pytest.mark.parametrize(("body", "told", "_"), UNRUNNABLE)
async def test_with_application_json_it_is_200(client: Client, body: Any, told: str, _: int) -> None:
    status, _answer, answer = await client.post(body, OLD)
    assert (status, code(answer)) == (200, told)
    assert "data" not in answer


async def test_partial_data_is_294_or_200(client: Client) -> None:
    query = {"query": "{ me { name } secret }"}
    status, _, body = await client.post(query)
    assert (status, body["data"], code(body)) == (
        294,
        {"me": {"name": "user 1"}, "secret": None},
        "UNAUTHORIZED_FIELD_OR_TYPE",
    )
    assert (await client.post(query, OLD))[0] == 200


async def test_a_large_body_is_413(client: Client) -> None:
    status, _, body = await client.post({"query": "{ me { id } }" + " " * 6000})
    assert (status, code(body)) == (413, "BODY_TOO_LARGE")


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("{ me { id } }" + " # \n" + "{ me { id } }" * 60, "TOKEN_LIMIT_EXCEEDED"),
        (
            "{ me { reviews { text } } " + "a: me { id } b: me { id } c: me { id } d: me { id } }",
            "ALIAS_LIMIT_EXCEEDED",
        ),
        ('{ me { id } reviews echo(name: "a") users { id } __typename }', "ROOT_FIELD_LIMIT_EXCEEDED"),
        ("{ me { " + "... on User { " * 12 + "id" + " }" * 12 + " } }", "DEPTH_LIMIT_EXCEEDED"),
        ("{ users(first: 1000) { id reviews { text } } }", "COST_ESTIMATED_TOO_EXPENSIVE"),
    ],
)
async def test_what_is_too_large_is_refused_with_its_own_code(client: Client, query: str, told: str) -> None:
    status, _, body = await client.post({"query": query})
    assert (status, code(body)) == (400, told)


async def test_a_request_any_page_could_send_is_403(client: Client) -> None:
    status, _, body = await client.get(query="{ me { id } }", headers={})
    assert (status, code(body)) == (403, "CSRF_PREVENTED")
    assert (await client.post(ME, content="text/plain"))[0] == 415
    assert (await client.get(query="{ me { id } }", headers={"sec-fetch-site": "same-origin"}))[0] == 200


async def test_cors_is_answered_for_the_allowed_origin_only(client: Client) -> None:
    ask = {"access-control-request-method": "POST", "access-control-request-headers": "content-type"}
    status, answer, _ = await client.send("OPTIONS", headers={"origin": "https://app.example", **ask})
    assert status == 204
    assert answer.headers["access-control-allow-origin"] == "https://app.example"
    assert answer.headers["access-control-allow-credentials"] == "true"
    assert answer.headers["access-control-allow-headers"] == "content-type"
    _, other, _ = await client.send("OPTIONS", headers={"origin": "https://evil.example", **ask})
    assert "access-control-allow-origin" not in other.headers
    assert other.headers["vary"] == "Origin"
    _, mine, _ = await client.post(ME, origin="https://app.example")
    assert mine.headers["access-control-allow-origin"] == "https://app.example"


async def test_a_socket_is_opened_for_the_allowed_origin_only(client: Client) -> None:
    url = client.url.replace("http", "ws", 1)
    async with client._session.ws_connect(
        url, origin="https://app.example", protocols=["graphql-transport-ws"]
    ):
        pass
    with pytest.raises(aiohttp.WSServerHandshakeError):
        await client._session.ws_connect(
            url, origin="https://evil.example", protocols=["graphql-transport-ws"]
        )


async def test_a_batch_is_a_list_within_its_limit(client: Client) -> None:
    status, _, body = await client.post([ME, {"query": "{ nothing }"}])
    assert (status, body[0], code(body[1])) == (
        200,
        {"data": {"me": {"name": "user 1"}}},
        "GRAPHQL_VALIDATION_FAILED",
    )
    assert (await client.post([ME] * 3, OLD))[0] == 422
    assert (await client.post([], OLD))[0] == 400


async def test_deferred_parts_come_as_multipart(client: Client) -> None:
    query = {"query": "{ me { name ... @defer { reviews { text } } } }"}
    status, answer, raw = await client.post(query, "multipart/mixed;deferSpec=20220824, application/json")
    assert (status, answer.headers["content-type"].split(";")[0]) == (200, "multipart/mixed")
    assert raw.count(b"content-type: application/json") + raw.count(b"Content-Type: application/json") == 2
    assert b'"hasNext":true' in raw
    assert b'"hasNext":false' in raw
    assert (await client.post(query))[2] == {
        "data": {"me": {"name": "user 1", "reviews": [{"text": "by 1"}]}}
    }


async def test_events_come_as_server_sent_events(client: Client) -> None:
    query = {"query": "subscription { ticks(to: 1) { id } }"}
    status, answer, raw = await client.post(query, "text/event-stream")
    assert (status, answer.headers["content-type"].split(";")[0]) == (200, "text/event-stream")
    assert answer.headers["cache-control"] == "no-cache, no-store, no-transform"
    assert b'event: next\ndata: {"data":{"ticks":{"id":"0"}}}\n\n' in raw
    assert (
        raw.rstrip()
        .split(b"\n")[-2 if raw.rstrip().endswith(b"data:") else -1]
        .startswith(b"event: complete")
    )


async def test_strangers_are_told_of_no_similar_names(client: Client) -> None:
    _, _, body = await client.post({"query": "{ me { nam } }"})
    assert "name" not in body["errors"][0]["message"].replace("nam'", "").replace('"nam"', "")
