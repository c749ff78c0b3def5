"""Subgraphs that lie, break off, flood or fall silent: the client gets the rest, the right status, no more."""

from __future__ import annotations

import asyncio
import gzip
import json
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from aiohttp import web

from tests.integration.gateway_configured import configured, gateway
from tests.integration.gateway_process import ask, events
from tests.integration.subgraph_server import Subgraphs

USERS = "{ users(first: 2) { id stars } reviews }"
ONE = "{ me { name } }"
ONCE = {"all": {"retry": None}}
IMPATIENT = ONCE | {"subgraphs": {"accounts": {"timeout_s": 0.5}}}


def says(
    body: bytes | Any, status: int = 200, **headers: str
) -> Callable[[web.Request], Awaitable[web.Response]]:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()

    async def answer(_: web.Request) -> web.Response:
        return web.Response(body=raw, status=status, headers={"content-type": "application/json", **headers})

    return answer


def says_nothing_to_strangers(state: Subgraphs, body: dict[str, Any]) -> None:
    """No address of a subgraph, no trace, no file name gets out."""
    text = json.dumps(body)
    for leak in (state.base, state.base.split("//")[1], "127.0.0.1", "Traceback", ".py", "site-packages"):
        assert leak not in text


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 200),
        (b"<html>Bad gateway</html>", 502),
        (b'{"data": {"me": {"name": "\xff"}}}', 200),
        (b'{"data": {"me": ', 200),
        (b'{"data": {"me": {"name": NaN}}}', 200),
        (b"[" * 200_000, 200),
        ([{"data": {}}], 200),
        ({"data": []}, 200),
        ({"data": None}, 200),
        ({"data": "yes"}, 200),
        ({"something": "else"}, 200),
        ("data", 200),
        ({"errors": "broken"}, 500),
        ({"errors": [1]}, 500),
    ],
)
async def test_an_answer_that_is_no_graphql_is_an_error_of_its_field(body: Any, status: int) -> None:
    async with gateway(traffic=ONCE) as (state, url):
        state.instead["accounts"] = says(body, status)
        got, answer, _ = await ask(url, "{ me { name } reviews }")
        assert got == 294
        assert answer["data"] == {"me": None, "reviews": 7}
        error = answer["errors"][0]
        assert error["extensions"]["service"] == "accounts"
        assert error["extensions"]["code"] in {"SUBGRAPH_UNAVAILABLE", "SUBGRAPH_ERROR"}
        says_nothing_to_strangers(state, answer)


@pytest.mark.parametrize(
    ("me", "shown"),
    [
        ({"name": None, "id": "1"}, None),  # null for non-null
        ({"name": {"first": "Ada"}, "id": "1"}, None),  # an object for a text
        ({"name": ["Ada"], "id": "1"}, None),
        ([{"name": "Ada"}], None),  # a list for an object
        ("Ada", None),
        (7, None),
        ({}, None),  # nothing at all
    ],
)
async def test_a_value_of_the_wrong_kind_is_null_with_an_error(me: Any, shown: Any) -> None:
    async with gateway(traffic=ONCE) as (state, url):
        state.instead["accounts"] = says({"data": {"me": me}})
        status, answer, _ = await ask(url, "{ me { name } reviews }")
        assert (status, answer["data"]) == (294, {"me": shown, "reviews": 7})
        assert answer["errors"][0]["path"][0] == "me"


async def test_a_number_that_is_no_number() -> None:
    async with gateway(traffic=ONCE) as (state, url):
        for age in ("old", 1.5, True, {}, 2**31, 1e40):
            state.instead["accounts"] = says({"data": {"me": {"age": age}}})
            status, answer, _ = await ask(url, "{ me { age } reviews }")
            assert (status, answer["data"]) == (294, {"me": None, "reviews": 7}), age


async def test_other_entities_than_asked() -> None:
    async with gateway(traffic=ONCE) as (state, url):
        for told in ([], [{"stars": 1}], [{"stars": 1}] * 3, {"stars": 1}, None, [1, [{"stars": 1}]]):
            state.instead["reviews"] = says({"data": {"_entities": told, "reviews": 7}})
            status, answer, _ = await ask(url, "{ users(first: 2) { id stars } }")
            assert (status, answer["data"]) == (
                294,
                {"users": [{"id": "0", "stars": None}, {"id": "1", "stars": None}]},
            )
            assert answer["errors"][0]["extensions"]["service"] == "reviews"


async def test_a_flood_is_cut_off() -> None:
    sent = 0

    async def flood(request: web.Request) -> web.StreamResponse:
        nonlocal sent
        response = web.StreamResponse(headers={"content-type": "application/json"})
        await response.prepare(request)
        await response.write(b'{"data": {"me": {"name": "')
        for _ in range(100):
            await response.write(b"x" * 1_000_000)
            sent += 1
        return response

    async with gateway(traffic={"all": {"retry": None, "max_bytes": 3_000_000}}) as (state, url):
        state.instead["accounts"] = flood
        status, answer, _ = await ask(url, "{ me { name } reviews }")
        assert (status, answer["data"]) == (294, {"me": None, "reviews": 7})
        assert answer["errors"][0]["message"] == "Subgraph accounts answered more than 3000000 bytes."
        assert sent < 50


async def test_a_small_answer_that_unpacks_to_a_flood_is_cut_off() -> None:
    packed = gzip.compress(b'{"data": {"me": {"name": "' + b"x" * 20_000_000 + b'"}}}')
    assert len(packed) < 50_000
    async with gateway(traffic={"all": {"retry": None, "max_bytes": 1_000_000}}) as (state, url):
        state.instead["accounts"] = says(packed, **{"content-encoding": "gzip"})
        status, answer, _ = await ask(url, ONE)
        assert (status, answer["data"]) == (294, {"me": None})


async def test_an_answer_that_never_ends_or_never_begins() -> None:
    async def silent(_: web.Request) -> web.Response:
        await asyncio.sleep(30)
        return web.Response()

    async def endless(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        while True:
            await response.write(b" ")
            await asyncio.sleep(0.05)

    async def broken(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"content-length": "1000"})
        await response.prepare(request)
        await response.write(b'{"data"')
        assert request.transport is not None
        request.transport.abort()
        return response

    async with gateway(traffic=IMPATIENT) as (state, url):
        for behave, words in ((silent, "took too long"), (endless, "took too long"), (broken, "broke off")):
            state.instead["accounts"] = behave
            status, answer, _ = await ask(url, "{ me { name } reviews }")
            assert (status, answer["data"]) == (294, {"me": None, "reviews": 7})
            assert words in answer["errors"][0]["message"]
            says_nothing_to_strangers(state, answer)


async def test_a_subgraph_that_is_not_there() -> None:
    async with gateway(
        traffic={"all": {"retry": None}, "subgraphs": {"accounts": {"url": "http://127.0.0.1:1/x"}}}
    ) as (_, url):
        status, answer, _ = await ask(url, "{ me { name } reviews }")
        assert (status, answer["data"]) == (294, {"me": None, "reviews": 7})
        assert answer["errors"] == [
            {
                "message": "Subgraph accounts could not be reached.",
                "extensions": {"code": "SUBGRAPH_UNAVAILABLE", "service": "accounts"},
            }
        ]


async def test_a_redirect_is_not_followed() -> None:
    async with gateway(traffic=ONCE) as (state, url):
        state.instead["accounts"] = says(b"", 307, location=f"{state.base}/reviews")
        assert (await ask(url, ONE))[1]["data"] == {"me": None}
        assert state.count("reviews") == 0


async def test_the_traces_of_a_subgraphs_errors_stay_inside() -> None:
    told = {
        "message": "Not for you.",
        "path": ["me", "name"],
        "extensions": {
            "code": "FORBIDDEN",
            "exception": {"stacktrace": ["at /srv/app.py"]},
            "stacktrace": ["x.py"],
        },
    }
    for telling, message, code in (
        ("told", "Not for you.", "FORBIDDEN"),
        ("hidden", "The subgraph failed.", "SUBGRAPH_ERROR"),
    ):
        async with gateway(traffic={"all": {"errors": telling}}) as (state, url):
            state.instead["accounts"] = says({"data": {"me": None}, "errors": [told]})
            status, answer, _ = await ask(url, ONE)
            assert (status, answer["data"]) == (294, {"me": None})
            assert answer["errors"] == [
                {
                    "message": message,
                    "path": ["me", "name"],
                    "extensions": {"code": code, "service": "accounts"},
                }
            ]


async def test_a_read_is_repeated_and_a_change_is_not() -> None:
    async with gateway() as (state, url):
        failing = says(b"", 503)
        calls = 0

        async def once(request: web.Request) -> web.StreamResponse:
            nonlocal calls
            calls += 1
            if calls == 1:
                return await failing(request)
            return await says({"data": {"me": {"name": "Ada"}, "rename": {"name": "Ada"}}})(request)

        state.instead["accounts"] = once
        assert (await ask(url, ONE))[:2] == (200, {"data": {"me": {"name": "Ada"}}})
        calls = 0
        status, answer, _ = await ask(url, 'mutation { rename(name: "Ada") { name } }')
        assert (status, answer["data"], calls) == (294, None, 1)


async def test_the_circuit_opens_for_a_subgraph_that_keeps_failing() -> None:
    rules = {"retry": None, "breaker": {"fewest": 4, "pause_s": 60}}
    async with gateway(traffic={"subgraphs": {"accounts": rules}}) as (state, url):
        state.instead["accounts"] = says(b"", 503)
        for _ in range(4):
            await ask(url, ONE)
        asked = state.count("accounts")
        answer = (await ask(url, ONE))[1]
        assert answer["errors"][0]["extensions"]["circuit"] == "open"
        assert state.count("accounts") == asked
        assert (await ask(url, "{ reviews }"))[0] == 200


async def test_equal_reads_under_way_are_sent_once() -> None:
    async with gateway() as (state, url):
        state.delay_s = 0.2
        answers = await asyncio.gather(*(ask(url, ONE) for _ in range(5)))
        assert {status for status, _, _ in answers} == {200}
        assert state.count("accounts") == 1


async def test_events_that_break_off_end_with_an_error() -> None:
    async with gateway() as (state, url):
        async with events(url, "subscription { ticks { id } }") as told:
            while not state.live:
                await asyncio.sleep(0.01)
            state.tick(1)
            assert await anext(told) == {"data": {"ticks": {"id": "1"}}}
            state.instead["reviews"] = says(b"<html>")
            state.tick(None)
            assert [event async for event in told] == []
        async with events(url, "subscription { ticks(to: 1) { id stars } }") as told:
            event = await anext(told)
            assert event["data"] == {"ticks": {"id": "0", "stars": None}}
            assert event["errors"][0]["path"] == ["ticks"]


async def test_the_gateway_goes_on_without_any_subgraph() -> None:
    state = Subgraphs("http://127.0.0.1:1")
    async with configured(state, traffic={"all": {"retry": None}}) as url:
        status, answer, _ = await ask(url, "{ __typename me { id } }")
        assert (status, answer["data"]) == (294, {"__typename": "Query", "me": None})
