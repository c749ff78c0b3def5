"""The product with its subgraphs in processes of their own answers as it does in one, and sockets work on both."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from symphonies.federation import read_operations
from symphonies.suite import cfo
from tests.live import COMMAND, SERVED, Server, to_twelve_digits

KEY = "a key that both sides know, and nobody else"
APART = ("invoicing", "payments", "corporate", "contracts", "compliance", "metrics", "vizier")
CFO = Path(cfo.__file__).parent / "operations"
SDK = Path(__file__).parents[2] / "ui" / "sdk" / "operations"


@contextmanager
def command(*arguments: str | Path, cwd: Path) -> Iterator[str]:
    """Runs a serving command in a folder and yields its address."""
    environment = {n: v for n, v in os.environ.items() if not n.startswith("SYMPHONIES_")}
    with subprocess.Popen(
        [*COMMAND, *map(str, arguments)],
        cwd=cwd,
        env={**environment, "SYMPHONIES_FEDERATION__KEY": KEY, "SYMPHONIES_LEARNING__AUTOMATIC": "false"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        assert process.stdout is not None
        said = []
        try:
            for line in process.stdout:
                said.append(line)
                if found := SERVED.search(line):
                    yield found[1]
                    break
            else:
                raise AssertionError("".join(said))
        finally:
            process.terminate()
            process.wait(timeout=20)


@pytest.fixture(scope="module")
def apart(sample_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Server]]:
    """Two processes: one with every subgraph, one with the gateway; both only read the store."""
    folder = tmp_path_factory.mktemp("apart")
    store = shutil.copytree(sample_store, folder / "store")
    with command("subgraph", "serve", "--store", store, "--port", "0", cwd=folder) as address:
        base = address.removesuffix("/NAME")
        lines = "\n".join(f'{name} = "{base}/{name}"' for name in APART)
        (folder / "symphonies.toml").write_text(f"[federation.subgraphs]\n{lines}\n")
        with command("serve", "--store", store, "--port", "0", cwd=folder) as served:
            yield base, Server(served)


def operations(server: Server) -> list[tuple[str, dict[str, Any]]]:
    """Returns every operation of the pages with variables that find something."""
    found = server.query("{ invoices(first: 1) { nodes { invoiceId customer { customerId } } } }")
    [invoice] = found["invoices"]["nodes"]
    variables: Mapping[str, list[dict[str, Any]]] = {
        "customer": [{"id": invoice["customer"]["customerId"]}],
        "invoice": [{"id": invoice["invoiceId"]}],
        "findings": [{"first": 5}],
        "obligations": [{"first": 5}],
        "open_invoices": [{"first": 5}],
        "catalogue": [{}],
        "session": [{}],
        "sources": [{}],
        "metric": [
            {"id": name, "by": by} for name in ("corp.cash", "ar.open", "ar.dso") for by in ([], ["entity"])
        ],
        "explain": [{"id": "ar.dso"}],
        "corrections": [{}],
        "corrections_waiting": [{}],
        "decisions": [{}],
        "model": [{}],
        "pins": [{}],
        "reading_style": [{}],
        "ask": [{"question": "revenue by region last quarter", "conversation": "here"}],
    }
    # What each process finds out by itself is asked elsewhere: it says for a while that it is preparing, and
    # engines propose as soon as their plan is there.
    learned = ("cash_", "briefing", "recommendations", "anomalies", "anomaly_cause")
    found = {Path(each.name).stem: each.document for folder in (CFO, SDK) for each in read_operations(folder)}
    texts = {name: text for name, text in found.items() if not name.startswith(learned)}
    # Decisions would be taken in one store and then be missing in the other; steps on the way to an answer are
    # no answer yet.
    asked = {name: text for name, text in texts.items() if not text.startswith(("mutation", "subscription"))}
    return [(text, given) for name, text in asked.items() for given in variables[name]]


def test_every_operation_answers_the_same_for_every_persona(
    sample_server: Server, apart: tuple[str, Server]
) -> None:
    _, server = apart
    asked = operations(sample_server)
    assert len(asked) >= 12
    for persona in ("cfo", "controller_dach", "auditor", "outsider"):
        here, there = sample_server.become(persona), server.become(persona)
        for document, variables in asked:
            body = {"query": document, "variables": variables}
            one = sample_server.post("/graphql", body, cookie=here).json()
            other = server.post("/graphql", body, cookie=there).json()
            assert to_twelve_digits(other) == to_twelve_digits(one), (
                persona,
                document.split("(")[0],
                variables,
            )


def test_a_subgraph_answers_only_whom_the_gateway_vouches_for(apart: tuple[str, Server]) -> None:
    base, _ = apart
    direct = Server(base.rsplit("/", 1)[0])
    body = {"query": "{ invoices(first: 1) { totalCount } }"}
    for headers in ({}, {"symphonies-principal": "a.b.c"}, {"cookie": "symphonies_session=x"}):
        answer = direct.post("/subgraphs/invoicing", body, **headers)
        assert (answer.status, answer.json()["code"]) == (401, "PRINCIPAL_UNPROVEN")
    assert direct.get("/healthz").status == 200


@pytest.mark.parametrize("where", ["in one process", "apart"])
async def test_a_socket_has_the_rights_of_its_session(
    sample_server: Server, apart: tuple[str, Server], where: str
) -> None:
    server = sample_server if where == "in one process" else apart[1]
    query = '{ metric(id: "ar.open", grain: MONTH, period: {last: 1}) { state } viewer { id } }'
    url = server.address.replace("http", "ws", 1) + "/graphql"
    async with aiohttp.ClientSession() as session:
        for persona, state in (("cfo", "READY"), ("outsider", "FORBIDDEN")):
            headers = {"cookie": server.become(persona), "origin": server.address}
            async with session.ws_connect(url, headers=headers, protocols=["graphql-transport-ws"]) as ws:
                await ws.send_json({"type": "connection_init"})
                assert await ws.receive_json() == {"type": "connection_ack"}
                await ws.send_json({"type": "subscribe", "id": "1", "payload": {"query": query}})
                told = (await ws.receive_json())["payload"]["data"]
                assert told == {"metric": {"state": state}, "viewer": {"id": persona}}
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await session.ws_connect(
                url, origin="https://elsewhere.example", protocols=["graphql-transport-ws"]
            )


def test_answers_come_as_events_too(sample_server: Server) -> None:
    body = {"query": "{ company { name } }"}
    answer = sample_server.post("/graphql", body, accept="text/event-stream")
    assert answer.headers["content-type"].startswith("text/event-stream")
    assert b'data: {"data":{"company":{"name":"Demo Bank"}}}' in answer.body
    refused = sample_server.post("/graphql", body, origin="https://elsewhere.example")
    assert (refused.status, refused.json()["code"]) == (400, "REQUEST_INVALID")


def test_what_is_set_wrong_is_said(tmp_path: Path) -> None:
    done = subprocess.run(
        [*COMMAND, "subgraph", "serve"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (done.returncode, "federation.key is not set" in done.stderr) == (1, True)
    (tmp_path / "symphonies.toml").write_text('[federation.subgraphs]\ninvoicing = "http://elsewhere/x"\n')
    done = subprocess.run([*COMMAND, "serve"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, "neither https nor on loopback" in done.stderr) == (1, True)
    assert "Traceback" not in done.stderr + json.dumps(done.stdout)
