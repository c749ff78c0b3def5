"""Looks in a process of their own: they find what they would here, and leave no process behind."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from functools import partial
from multiprocessing import active_children
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

import pytest
import structlog
from starlette.testclient import TestClient

from symphonies.app.asking import cascade_of
from symphonies.app.contexts import make_contexts
from symphonies.app.server import create_app
from symphonies.app.settings import load_settings
from symphonies.app.supergraph import build_supergraph
from symphonies.app.wiring import Instance, open_instance
from symphonies.federation import GraphQLRequest
from symphonies.platform.vizier import Almanac, LookTerms, look_over

WHO = "treasury"
"""Sees the fewest metrics of those who see any: the quickest look."""
LIST = "{ anomalies { ready items { id value low high chance since also } } }"


@pytest.fixture
def instance(sample_store: Path, tmp_path: Path) -> Iterator[Instance]:
    store = shutil.copytree(sample_store, tmp_path / "store")
    settings = load_settings(
        environment={},
        lakehouse={"store": store},
        learning={"automatic": False},
        federation={"timeout_s": 900},
    )
    opened = open_instance(settings)
    yield opened
    opened.close()


def until(found: Callable[[], Any]) -> Any:
    """Return what is found as soon as something is."""
    while not (one := found()):
        time.sleep(0.05)
    return one


def the_process() -> BaseProcess | None:
    return next((each for each in active_children() if each.name == "looking"), None)


def test_a_look_apart_finds_what_one_here_does_and_is_made_anew_when_it_was_killed(
    instance: Instance,
) -> None:
    graph, contexts = build_supergraph(instance), make_contexts(instance, apart=True)
    principal = instance.principals[WHO]

    def asked() -> dict[str, Any]:
        request = graph.gateway.execute(GraphQLRequest(LIST), contexts.of(principal))
        answer = asyncio.run(request)
        assert not answer.errors
        return answer.data["anomalies"]

    with structlog.testing.capture_logs() as logged:
        assert asked() == {"ready": False, "items": []}
        killed = until(the_process)
        os.kill(killed.pid, signal.SIGKILL)
        assert until(lambda: logged)[0]["code"] == "WORK_BROKEN_OFF"
        assert "'looking' ended with -9" in logged[0]["why"]
        told = until(lambda: (now := asked())["ready"] and now)
    here = look_over(
        instance.semantics, LookTerms(instance.scope(principal), cascade_of(instance), (), Almanac())
    )
    assert here
    assert [(each["id"], each["chance"]) for each in told["items"]] == [
        (each.id, each.head.chance) for each in here
    ]
    assert [each["also"] for each in told["items"]] == [list(each.metrics[1:]) for each in here]
    assert len(logged) == 1
    assert until(lambda: not active_children())


def test_a_server_that_ends_leaves_no_look_behind(instance: Instance) -> None:
    with TestClient(create_app(instance), base_url="http://localhost") as client:
        asked = partial(client.post, "/graphql", json={"query": LIST})
        client.post("/api/session", json={"persona": WHO})
        assert asked().json()["data"]["anomalies"]["ready"] is False
        process = until(the_process)
    assert until(lambda: not process.is_alive())
    assert active_children() == []
