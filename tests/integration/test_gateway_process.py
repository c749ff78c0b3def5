"""The gateway as a user runs it: a process of its own, from files, over HTTP, SSE and WebSocket."""

from __future__ import annotations

import asyncio
import gzip
import json
import socket as sockets
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web

from symphonies.federation import FederationError
from symphonies.federation.server import sources
from symphonies.federation.server.assembly import assemble
from symphonies.federation.server.configuration import read_configuration
from symphonies.federation.server.sources import SubgraphList, SupergraphFile
from tests.integration.gateway_process import ask, events, process, run, socket
from tests.integration.subgraph_server import ACCOUNTS, SDL, Subgraphs, serving, subgraphs

ME = "{ me { name reviews { text } } }"
JOINED = {"data": {"me": {"name": "user 1", "reviews": [{"text": "by 1"}]}}}


@pytest.fixture
async def served() -> AsyncIterator[Subgraphs]:
    async with subgraphs() as state:
        yield state


def supergraph_file(served: Subgraphs, folder: Path, **changed: str) -> Path:
    path = folder / "supergraph.graphql"
    fresh = folder / "new.graphql"
    fresh.write_text(served.supergraph(**changed), "utf-8")
    fresh.rename(path)  # as deployments do: never a half-written file
    return path


async def test_a_supergraph_is_served_over_http_events_and_sockets(served: Subgraphs, tmp_path: Path) -> None:
    async with process("--supergraph", supergraph_file(served, tmp_path)) as gateway:
        assert (await ask(gateway.url, ME))[:2] == (200, JOINED)
        async with aiohttp.ClientSession() as session:
            async with session.get(f"{gateway.base}/healthcheck") as health:
                assert (health.status, await health.json()) == (200, {"status": "ok"})
            async with session.get(f"{gateway.base}/readiness") as ready:
                assert await ready.json() == {"status": "ready", "subgraphs": ["accounts", "reviews"]}
            async with session.get(f"{gateway.base}/elsewhere") as lost:
                assert lost.status == 404
        ticking = "subscription { ticks(to: 2) { id name stars } }"
        wanted = [{"data": {"ticks": {"id": str(n), "name": f"user {n}", "stars": n}}} for n in range(2)]
        async with events(gateway.url, ticking) as told:
            assert [event async for event in told] == wanted
        async with socket(gateway.url) as ws:
            assert await ws.receive_json() == {"type": "connection_ack"}
            await ws.send_json({"type": "subscribe", "id": "a", "payload": {"query": ticking}})
            assert [(await ws.receive_json())["payload"] for _ in wanted] == wanted
            assert await ws.receive_json() == {"type": "complete", "id": "a"}
            await ws.send_json({"type": "subscribe", "id": "b", "payload": {"query": ME}})
            assert (await ws.receive_json())["payload"] == JOINED


async def test_subgraphs_are_composed_from_their_list(served: Subgraphs, tmp_path: Path) -> None:
    (tmp_path / "accounts.graphql").write_text(ACCOUNTS, "utf-8")
    listed = tmp_path / "subgraphs.yaml"
    # reviews has no schema here: it is asked for it
    listed.write_text(
        f"subgraphs:\n  accounts: {{url: '{served.base}/accounts', schema: accounts.graphql}}\n"
        f"  reviews: {{url: '{served.base}/reviews'}}\n"
    )
    async with process("--subgraphs", listed) as gateway:
        assert (await ask(gateway.url, ME))[:2] == (200, JOINED)


async def test_a_contract_is_kept_over_reloads_and_changes_with_its_settings(
    served: Subgraphs, tmp_path: Path
) -> None:
    tagged = ACCOUNTS.replace('"@key"', '"@key", "@tag"')
    tagged = tagged.replace("name: String! age", 'name: String! @tag(name: "internal") age')
    schema, config = tmp_path / "accounts.graphql", tmp_path / "gateway.yaml"
    schema.write_text(tagged, "utf-8")
    config.write_text("contract: {exclude: [internal]}\n")
    listed = tmp_path / "subgraphs.yaml"
    listed.write_text(
        f"accounts: {{url: '{served.base}/accounts', schema: accounts.graphql}}\n"
        f"reviews: {{url: '{served.base}/reviews'}}\n"
    )
    async with process("--subgraphs", listed, "--config", config, "--watch") as gateway:
        _, hidden, _ = await ask(gateway.url, "{ me { name } }")
        assert hidden["errors"][0]["extensions"] == {"code": "GRAPHQL_VALIDATION_FAILED"}
        schema.write_text(tagged.replace("type Query {", "type Query { fresh: String"), "utf-8")
        await gateway.line("supergraph was replaced")
        _, body, _ = await ask(gateway.url, '{ me { id } __type(name: "Query") { fields { name } } }')
        assert body["data"]["me"] == {"id": "1"}
        assert {"name": "fresh"} in body["data"]["__type"]["fields"]
        assert (await ask(gateway.url, "{ me { name } }"))[1] == hidden
        config.write_text("contract: {exclude: [internl]}\n")
        assert 'names the tag "internl"' in (await gateway.line("which no element has"))["event"]
        await gateway.line("supergraph was replaced")
        assert (await ask(gateway.url, ME))[:2] == (200, JOINED)
    async with process("--subgraphs", listed, "--exclude", "internal") as gateway:
        assert (await ask(gateway.url, "{ me { name } }"))[1] == hidden


async def test_a_composed_supergraph_takes_no_contract(served: Subgraphs, tmp_path: Path) -> None:
    code, _, told = await run("--supergraph", supergraph_file(served, tmp_path), "--include", "x")
    assert code == 1
    assert "a composed supergraph is served as it is" in told


async def test_a_reload_under_load_drops_nothing(served: Subgraphs, tmp_path: Path) -> None:
    file = supergraph_file(served, tmp_path)
    more = ACCOUNTS.replace("type Query {", "type Query { fresh: String")
    served.delay_s = 0.01
    async with process("--supergraph", file, "--watch") as gateway, socket(gateway.url) as ws:
        await ws.receive_json()
        subscription = {"query": "subscription { ticks { id stars } }"}
        await ws.send_json({"type": "subscribe", "id": "s", "payload": subscription})
        while not served.live:
            await asyncio.sleep(0.01)
        answers: list[tuple[int, dict]] = []
        is_over = asyncio.Event()

        async def load() -> None:
            while not is_over.is_set():
                answers.append((await ask(gateway.url, ME))[:2])

        clients = [asyncio.create_task(load()) for _ in range(8)]
        for change in ({"accounts": more}, {}, {"accounts": more}):
            supergraph_file(served, tmp_path, **change)
            line = await gateway.line("supergraph was replaced")
            assert line["level"] == "warning"
            served.tick(5)
            event = await ws.receive_json()
            assert event["payload"] == {"data": {"ticks": {"id": "5", "stars": 5}}}
        _, body, _ = await ask(gateway.url, '{ __type(name: "Query") { fields { name } } }')
        assert {"name": "fresh"} in body["data"]["__type"]["fields"]
        is_over.set()
        await asyncio.gather(*clients)
        assert len(answers) > 30
        assert [answer for answer in answers if answer != (200, JOINED)] == []
        (tmp_path / "supergraph.graphql").write_text("type Query {")
        assert "refused, the old one stays" in (await gateway.line("refused"))["event"]
        assert (await ask(gateway.url, ME))[:2] == (200, JOINED)


async def test_changed_settings_are_taken_over(served: Subgraphs, tmp_path: Path) -> None:
    config = tmp_path / "gateway.yaml"
    config.write_text("limits: {depth: 50}\n")
    file = supergraph_file(served, tmp_path)
    async with process("--supergraph", file, "--config", config, "--watch") as gateway:
        assert (await ask(gateway.url, ME))[0] == 200
        config.write_text("limits: {depth: 1}\n")
        await gateway.line("supergraph was replaced")
        assert (await ask(gateway.url, ME))[1]["errors"][0]["extensions"] == {"code": "DEPTH_LIMIT_EXCEEDED"}
        refused = await gateway.line("DEPTH_LIMIT_EXCEEDED")
        assert refused | {"at": ""} == {
            "at": "",
            "level": "info",
            "event": "Request refused.",
            "code": "DEPTH_LIMIT_EXCEEDED",
            "client": "127.0.0.1",
            "status": 400,
            "reason": "The operation is more than 1 levels deep.",
        }
        config.write_text("limts: {depth: 1}\n")
        assert "did you mean 'limits'" in (await gateway.line("old one stays"))["event"]
        config.write_text("limits: {depth: 40}\n")
        await gateway.line("supergraph was replaced")
        gateway.hang_up()
        await gateway.line("supergraph was replaced")
        assert (await ask(gateway.url, ME))[0] == 200


async def test_a_process_reports_to_its_collector_as_it_ends(served: Subgraphs, tmp_path: Path) -> None:
    received: list[tuple[str, bytes]] = []

    async def take(request: web.Request) -> web.Response:
        received.append(
            (request.path, gzip.decompress(raw) if (raw := await request.read())[:2] == b"\x1f\x8b" else raw)
        )
        return web.Response()

    app = web.Application()
    app.router.add_post("/v1/{kind}", take)
    async with serving(app) as collector:
        config = tmp_path / "gateway.yaml"
        config.write_text(f"telemetry: {{enabled: true, endpoint: '{collector}', service_name: edge}}\n")
        async with process("--supergraph", supergraph_file(served, tmp_path), "--config", config) as gateway:
            assert (await ask(gateway.url, ME))[:2] == (200, JOINED)
            assert served.seen["reviews"][0][1]["traceparent"].startswith("00-")
    told = {path: b"".join(raw for where, raw in received if where == path) for path, _ in received}
    for name in (b"POST /graphql", b"graphql.plan", b"query reviews", b"edge"):
        assert name in told["/v1/traces"]
    for name in (b"http.server.request.duration", b"graphql.gateway.subscriptions.active"):
        assert name in told["/v1/metrics"]


async def test_the_log_tells_no_text_of_documents(served: Subgraphs, tmp_path: Path) -> None:
    async with process("--supergraph", supergraph_file(served, tmp_path)) as gateway:
        named = {"graphql-client-name": "shop"}
        for query, code in (
            ('{ sesame(word: "s3cret") }', "GRAPHQL_VALIDATION_FAILED"),
            ('{ me { "s3cret', "GRAPHQL_PARSE_FAILED"),
            ("query ($s3cret: Int!) { users(first: $s3cret) { id } }", "BAD_USER_INPUT"),
        ):
            await ask(gateway.url, query, named, s3cret="s3cret")
            line = await gateway.line(code)
            assert line["client"] == "127.0.0.1 (shop)"
            assert "s3cret" not in json.dumps(line)
            assert "sesame" not in json.dumps(line)


@pytest.mark.parametrize(
    ("config", "words"),
    [
        ("servr: {}", "did you mean 'server'?"),
        ("traffic: {all: {timeout: 3}}", "traffic.all has no 'timeout': did you mean 'timeout_s'?"),
        (
            "traffic: {subgraphs: {acounts: {}}}",
            "traffic.subgraphs has no 'acounts': did you mean 'accounts'?",
        ),
        ("limits: {depth: deep}", "limits.depth must be a whole number"),
        ("server: [", "gateway.yaml, line 1, column 10: neither YAML nor JSON"),
        ("authorization: {jwt: {issuer: me}}", "exactly one of jwks_url, jwks_file and key_file"),
        ("authorization: {jwt: {jwks_file: none.json}}", "cannot be read: No such file"),
        ("hooks: [none.py]", "is not a Python file that can be read"),
        ("persisted: {documents: none}", "none"),
        ("headers: {all: {insert: {x-key: '${NOT_THERE}'}}}", "needs NOT_THERE"),
        ("cache: {enabled: true, invalidation_path: /drop}", "needs an invalidation_key"),
    ],
)
def test_a_wrong_setting_is_refused_with_its_reason(tmp_path: Path, config: str, words: str) -> None:
    path = tmp_path / "gateway.yaml"
    path.write_text(config)
    sdl = Subgraphs("http://127.0.0.1:1").supergraph()
    with pytest.raises(FederationError) as refused:
        assemble(sdl, read_configuration(path))
    assert words in refused.value.message


async def test_what_cannot_be_served_ends_with_its_reason(served: Subgraphs, tmp_path: Path) -> None:
    file = supergraph_file(served, tmp_path)
    with sockets.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        code, out, err = await run("--supergraph", file, "--port", str(port))
    assert (code, out) == (1, "")
    assert f"error ADDRESS_TAKEN: 127.0.0.1:{port} cannot be listened on" in err
    (tmp_path / "gateway.yaml").write_text("servr: {}")
    code, _, err = await run("--supergraph", file, "--config", tmp_path / "gateway.yaml")
    assert (code, err) == (
        1,
        "error CONFIGURATION_INVALID: The configuration has no 'servr': did you mean 'server'?\n"
        "  More: docs/errors/CONFIGURATION_INVALID.md\n",
    )
    assert (await run("--supergraph", file, "--subgraphs", file))[0] == 2


async def test_files_that_cannot_be_read_say_why(tmp_path: Path) -> None:
    with pytest.raises(FederationError, match="No such file"):
        await SupergraphFile(tmp_path / "none.graphql").read()
    (tmp_path / "bad.graphql").write_bytes(b"\xff\xfe")
    with pytest.raises(FederationError, match="is not UTF-8"):
        await SupergraphFile(tmp_path / "bad.graphql").read()
    listed = tmp_path / "subgraphs.json"
    sdls = SDL | {"reviews": "type Query { a: Gone }"}
    listed.write_text(json.dumps([{"name": n, "url": "http://x", "sdl": sdl} for n, sdl in sdls.items()]))
    with pytest.raises(FederationError, match="Gone"):
        await SubgraphList(listed).read()


async def test_a_subgraph_that_does_not_tell_its_schema_is_named_with_the_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sources, "INTROSPECTION_TIMEOUT_S", 1.0)
    sent = 0

    async def flood(request: web.Request) -> web.StreamResponse:
        nonlocal sent
        response = web.StreamResponse()
        await response.prepare(request)
        for _ in range(200):
            await response.write(b" " * 1_000_000)
            sent += 1
        return response

    async def silent(_: web.Request) -> web.Response:
        await asyncio.sleep(20)
        return web.Response()

    bodies = {
        "html": b"<html>",
        "binary": b"\xff\xfe",
        "null": b'{"data": null}',
        "odd": b'{"data": {"_service": {"sdl": 1}}}',
    }

    async def plain(request: web.Request) -> web.Response:
        return web.Response(body=bodies[request.match_info["name"]])

    app = web.Application()
    app.router.add_post("/flood", flood)
    app.router.add_post("/silent", silent)
    app.router.add_post("/{name}", plain)
    async with serving(app) as base:
        reasons = dict.fromkeys((*bodies, "flood"), "the answer is no schema") | {
            "silent": "no answer in 1 s"
        }
        urls = {name: f"{base}/{name}" for name in reasons} | {"gone": "http://127.0.0.1:1/"}
        for name, reason in (reasons | {"gone": "it cannot be reached"}).items():
            (tmp_path / "list.json").write_text(json.dumps({"reviews": urls[name]}))
            with pytest.raises(FederationError) as refused:
                await SubgraphList(tmp_path / "list.json").read()
            told = f"Subgraph reviews does not tell its schema at {urls[name]}: {reason}."
            assert refused.value.message == told
    assert sent < 100
