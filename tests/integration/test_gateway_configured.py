"""What a configuration switches on, seen by clients over HTTP and by subgraphs behind HTTP."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import aiohttp
from aiohttp import web
from joserfc import jwt
from joserfc.jwk import RSAKey

from symphonies.federation import hash_of
from tests.integration.gateway_configured import gateway
from tests.integration.gateway_process import ask, socket
from tests.integration.subgraph_server import serving

KEY = RSAKey.generate_key(2048, {"kid": "k1", "use": "sig"})
OPEN = "{ me { name } secret admin }"


def token(key: RSAKey = KEY, **claims: Any) -> dict[str, str]:
    told = {
        "sub": "ada",
        "iss": "https://id.example",
        "aud": "graph",
        "exp": int(time.time()) + 600,
        **claims,
    }
    return {"authorization": "Bearer " + jwt.encode({"alg": "RS256", "kid": "k1"}, told, key)}


async def jwks(_: web.Request) -> web.Response:
    return web.json_response({"keys": [KEY.as_dict(private=False)]})


def provider() -> web.Application:
    app = web.Application()
    app.router.add_get("/jwks", jwks)
    return app


async def test_tokens_of_an_identity_provider() -> None:
    async with serving(provider()) as idp:
        rules = {"jwks_url": f"{idp}/jwks", "issuer": "https://id.example", "audience": "graph"}
        async with gateway(authorization={"jwt": rules}) as (_, url):
            status, body, _ = await ask(url, OPEN)
            assert (status, body["data"]) == (294, {"me": {"name": "user 1"}, "secret": None, "admin": None})
            status, body, _ = await ask(url, OPEN, token())
            assert (status, body["data"]["secret"], body["data"]["admin"]) == (294, "hidden", None)
            status, body, _ = await ask(url, OPEN, token(scope="read admin"))
            assert (status, body) == (
                200,
                {"data": {"me": {"name": "user 1"}, "secret": "hidden", "admin": "for admins"}},
            )
            for bad in ({"exp": 1}, {"iss": "https://evil"}, {"aud": "other"}, {"sub": None}):
                status, body, _ = await ask(url, OPEN, token(**bad))
                assert (status, body["errors"][0]["extensions"]["code"]) == (401, "UNAUTHENTICATED"), bad
            stranger = RSAKey.generate_key(2048, {"kid": "k1"})
            assert (await ask(url, OPEN, token(stranger)))[0] == 401
            assert (await ask(url, OPEN, {"authorization": "Bearer x.y.z"}))[0] == 401


async def test_reject_mode_and_required_tokens(tmp_path: Path) -> None:
    (tmp_path / "key.pem").write_bytes(KEY.as_pem(private=False))
    rules = {"key_file": "key.pem", "required": True}
    async with gateway(tmp_path, authorization={"mode": "reject", "jwt": rules}) as (state, url):
        status, body, headers = await ask(url, "{ me { name } }")
        assert (status, headers["www-authenticate"]) == (401, "Bearer")
        status, body, _ = await ask(url, OPEN, token())
        assert (status, "data" in body) == (403, False)
        assert body["errors"][0]["extensions"]["code"] == "UNAUTHORIZED_FIELD_OR_TYPE"
        assert state.count("accounts") == 0
        assert (await ask(url, "{ secret }", token()))[0] == 200


async def test_a_socket_is_authenticated_as_it_connects(tmp_path: Path) -> None:
    (tmp_path / "key.pem").write_bytes(KEY.as_pem(private=False))
    async with gateway(tmp_path, authorization={"jwt": {"key_file": "key.pem"}}) as (_, url):
        for payload, told in ((token(), "hidden"), (None, None)):
            async with socket(url, payload) as ws:
                await ws.receive_json()
                await ws.send_json({"type": "subscribe", "id": "1", "payload": {"query": "{ secret }"}})
                assert (await ws.receive_json())["payload"]["data"] == {"secret": told}


async def test_a_socket_with_a_bad_token_is_closed_at_once(tmp_path: Path) -> None:
    (tmp_path / "key.pem").write_bytes(KEY.as_pem(private=False))
    for required, payload in ((False, token(exp=1)), (True, None)):
        rules = {"key_file": "key.pem", "required": required}
        async with gateway(tmp_path, authorization={"jwt": rules}) as (_, url), socket(url, payload) as ws:
            message = await ws.receive()
            assert (message.type, message.data) == (aiohttp.WSMsgType.CLOSE, 4403)


async def test_a_subscription_ends_with_its_token(tmp_path: Path) -> None:
    (tmp_path / "key.pem").write_bytes(KEY.as_pem(private=False))
    settings = {"authorization": {"jwt": {"key_file": "key.pem"}}}
    async with gateway(tmp_path, **settings) as (_, url), socket(url, token(exp=int(time.time()) + 1)) as ws:
        await ws.receive_json()
        await ws.send_json(
            {"type": "subscribe", "id": "1", "payload": {"query": "subscription { ticks { id } }"}}
        )
        ended = await ws.receive_json()
        assert ended["payload"]["errors"][0]["extensions"]["code"] == "SUBSCRIPTION_EXPIRED"


async def test_headers_are_forwarded_by_rules() -> None:
    rules = {
        "all": {"propagate": ["x-tenant"], "insert": {"x-gateway": "yes"}},
        "subgraphs": {
            "accounts": {"matching": ["x-user-.*"], "rename": {"x-old": "x-new"}, "remove": ["x-user-secret"]}
        },
    }
    sent = {
        "x-tenant": "t1",
        "x-user-id": "7",
        "x-user-secret": "s",
        "x-old": "o",
        "cookie": "c=1",
        "authorization": "Bearer z",
    }
    async with gateway(headers=rules) as (state, url):
        await ask(url, "{ me { name } reviews }", sent)
        accounts, reviews = (state.seen[name][0][1] for name in ("accounts", "reviews"))
    told = {"x-tenant": "t1", "x-gateway": "yes", "x-user-id": "7", "x-new": "o"}
    assert {name: accounts.get(name) for name in told} == told
    assert {"x-user-secret", "x-old", "cookie", "authorization"} & accounts.keys() == set()
    assert {name for name in reviews if name.startswith("x-")} == {"x-tenant", "x-gateway"}


async def test_only_trusted_documents(tmp_path: Path) -> None:
    (tmp_path / "operations").mkdir()
    known = "query Known { me { name } }"
    (tmp_path / "operations" / "known.graphql").write_text(known)
    async with gateway(tmp_path, persisted={"documents": "operations", "only_trusted": True}) as (_, url):
        assert (await ask(url, known))[0] == 200
        status, body, _ = await ask(url, "{ me { id } }")
        assert (status, body["errors"][0]["extensions"]["code"]) == (403, "DOCUMENT_NOT_TRUSTED")
        by_hash = {"extensions": {"persistedQuery": {"version": 1, "sha256Hash": hash_of(known)}}}
        async with aiohttp.ClientSession() as session, session.post(url, json=by_hash) as answer:
            assert (await answer.json(content_type=None))["data"] == {"me": {"name": "user 1"}}


async def test_documents_are_learnt_by_hash() -> None:
    query = "{ me { name } }"
    named = {"extensions": {"persistedQuery": {"version": 1, "sha256Hash": hash_of(query)}}}
    async with gateway() as (_, url), aiohttp.ClientSession() as session:
        for body, code in (
            (named, "PERSISTED_QUERY_NOT_FOUND"),
            ({**named, "query": query}, None),
            (named, None),
            ({**named, "query": "{ me { id } }"}, "PERSISTED_QUERY_MISMATCH"),
        ):
            async with session.post(url, json=body) as answer:
                told = await answer.json(content_type=None)
                assert told.get("errors", [{}])[0].get("extensions", {}).get("code") == code


async def test_introspection_can_be_switched_off() -> None:
    async with gateway(gateway={"introspection": False}) as (_, url):
        status, body, _ = await ask(url, "{ __schema { types { name } } }")
        assert (status, body["errors"][0]["extensions"]["code"]) == (400, "INTROSPECTION_DISABLED")


async def test_answers_are_cached_and_invalidated_over_http() -> None:
    key = "a key that is long enough"
    settings = {
        "enabled": True,
        "invalidation_path": "/invalidate",
        "invalidation_key": key,
        "subgraphs": {"reviews": {"ttl_s": 60}},
    }
    async with gateway(cache=settings) as (state, url), aiohttp.ClientSession() as session:
        users = "{ users(first: 3) { id stars } }"
        state.headers["cache-control"] = "max-age=120, public"
        _, first, headers = await ask(url, users)
        assert headers["cache-control"] == "max-age=120, public"
        assert (await ask(url, users))[1] == first
        assert (state.count("accounts"), state.count("reviews")) == (1, 1)
        address = url.replace("/graphql", "/invalidate")
        drop = [{"kind": "cache_tag", "subgraphs": ["reviews"], "cache_tag": "reviewer-2"}]
        for good, status in (("wrong", 401), (key, 202)):
            async with session.post(
                address, json=drop, headers={"authorization": f"Bearer {good}"}
            ) as answer:
                assert answer.status == status
                if status == 202:
                    assert await answer.json() == {"count": 1}
        async with session.post(address, data=b"{", headers={"authorization": f"Bearer {key}"}) as answer:
            assert answer.status == 400
        async with session.get(address, headers={"authorization": f"Bearer {key}"}) as answer:
            assert answer.status == 405
        assert (await ask(url, users))[1] == first
        assert (state.count("accounts"), state.count("reviews")) == (1, 2)
        assert state.seen["reviews"][1][0]["variables"]["representations"] == [
            {"__typename": "User", "id": "2"}
        ]


HOOKS = '''
"""Hooks of a test."""

from dataclasses import dataclass, replace

from symphonies.federation import Identity, RequestRefused


@dataclass
class Seen:
    count: int = 0


seen = Seen()


async def on_request(exchange, proceed):
    if exchange.headers.get("x-banned"):
        raise RequestRefused("You are banned.", code="BANNED", status=403)
    exchange.identity = Identity("ada")
    exchange.response_headers["x-seen"] = "yes"
    return await proceed()


async def decide_policies(exchange, policies):
    return policies if exchange.headers.get("x-open") else ()


async def on_fetch(exchange, request, proceed):
    seen.count += 1
    return await proceed(replace(request, headers={"x-hook": str(seen.count)}))


async def on_result(exchange, response):
    return replace(response, extensions={"fetches": seen.count})
'''


async def test_hooks_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "hooks.py").write_text(HOOKS)
    async with gateway(tmp_path, hooks=["hooks.py"]) as (state, url):
        status, body, headers = await ask(url, "{ secret ruled }", {"x-open": "1"})
        assert (status, body) == (
            200,
            {"data": {"secret": "hidden", "ruled": "by policy"}, "extensions": {"fetches": 1}},
        )
        assert headers["x-seen"] == "yes"
        assert state.seen["accounts"][0][1]["x-hook"] == "1"
        status, body, _ = await ask(url, "{ ruled }")
        assert (status, body["data"]) == (294, {"ruled": None})
        status, body, _ = await ask(url, "{ me { id } }", {"x-banned": "1"})
        assert (status, body["errors"][0]["extensions"]["code"]) == (403, "BANNED")


async def test_a_hook_that_fails_is_told_to_the_log_only(tmp_path: Path, caplog: Any) -> None:
    (tmp_path / "hooks.py").write_text(
        "async def on_request(exchange, proceed):\n    raise RuntimeError('my secret place')\n"
    )
    async with gateway(tmp_path, hooks=["hooks.py"]) as (_, url):
        status, body, _ = await ask(url, "{ me { id } }")
        assert status == 500
        assert body == {
            "errors": [
                {
                    "message": "The gateway failed; its log says why.",
                    "extensions": {"code": "INTERNAL_SERVER_ERROR"},
                }
            ]
        }


async def test_a_fetch_hook_that_fails_is_a_failure_of_its_subgraph(tmp_path: Path) -> None:
    (tmp_path / "hooks.py").write_text(
        "async def on_fetch(exchange, request, proceed):\n"
        "    if request.service == 'accounts':\n        raise RuntimeError('my secret place')\n"
        "    return await proceed(request)\n"
    )
    async with gateway(tmp_path, hooks=["hooks.py"]) as (_, url):
        status, body, _ = await ask(url, "{ me { id } reviews }")
        assert (status, body["data"]) == (294, {"me": None, "reviews": 7})
        assert body["errors"][0]["message"] == "Subgraph accounts failed."
