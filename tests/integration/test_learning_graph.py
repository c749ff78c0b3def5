"""Models over GraphQL: what is served, and retraining that is asked for, followed and called off by who may."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from symphonies.app.contexts import make_contexts
from symphonies.app.learning import Learning
from symphonies.app.supergraph import build_supergraph
from symphonies.app.upkeep import Upkeep
from symphonies.app.wiring import Instance
from symphonies.app.wiring_engines import find_engine
from symphonies.federation import GraphQLRequest, GraphQLResponse
from symphonies.platform.learning import Bench, begin
from tests.integration.instances import opened
from tests.integration.persona_graph import Ask, asking

ENGINES = "{ learningEngines { id due mayRetrain served { label } } }"
RETRAIN = 'mutation { retrainModel(engine: "pay_days") { id state engine asOf over } }'
CANCEL = "mutation ($id: ID!) { cancelRetraining(id: $id) { state over } }"


@pytest.fixture(scope="module")
def instance(own_store: Path) -> Iterator[Instance]:
    with opened(own_store, learning={"automatic": False}) as found:
        yield found


@pytest.fixture(scope="module")
def ask(instance: Instance) -> Ask:
    return asking(instance)


def code(answer: Any) -> str:
    return answer.errors[0]["extensions"]["code"]


def test_engines_are_told_with_why_they_should_learn(ask: Ask) -> None:
    told = {each["id"]: each for each in ask(ENGINES).data["learningEngines"]}
    assert set(told) == {"cash", "pay_days"}
    # The server begins with a draft by itself, sooner or later.
    served = told["pay_days"].pop("served")
    due = "the model was never tested" if served else "there is no model yet"
    assert served in (None, {"label": "pay_days 1 (draft)"})
    assert told["pay_days"] == {"id": "pay_days", "due": due, "mayRetrain": True}


def test_a_retraining_is_asked_for_once_followed_and_called_off(ask: Ask, instance: Instance) -> None:
    begun: list[bool] = []
    instance.workers.append(lambda: begun.append(True))
    first, again = (ask(RETRAIN).data["retrainModel"] for _ in range(2))
    assert first == again
    assert begun
    assert (first["engine"], first["asOf"], first["state"]) == ("pay_days", "2026-10-31", "waiting")
    assert ask("{ retrainings { id } }").data["retrainings"] == [{"id": first["id"]}]
    assert ask(CANCEL, id=first["id"]).data["cancelRetraining"] == {"state": "cancelled", "over": True}
    assert ask(RETRAIN).data["retrainModel"]["id"] != first["id"]


def test_who_sees_a_part_may_not_have_it_learned_and_who_sees_nothing_knows_of_nothing(ask: Ask) -> None:
    assert {each["mayRetrain"] for each in ask(ENGINES, "controller_dach").data["learningEngines"]} == {False}
    assert code(ask(RETRAIN, "controller_dach")) == "FORBIDDEN"
    assert ask(ENGINES, "outsider").data["learningEngines"] == []
    assert code(ask(RETRAIN, "outsider")) == "MODEL_UNKNOWN"


def test_what_is_not_there_is_told(ask: Ask) -> None:
    assert code(ask('mutation { retrainModel(engine: "nothing") { id } }')) == "MODEL_UNKNOWN"
    assert code(ask('{ retraining(id: "nothing") { id } }')) == "JOB_UNKNOWN"


PROGRESS = """subscription ($id: ID!) { retrainingProgress(id: $id) { state over done doing } }"""
SERVED = "{ learningEngines { id served { label origins } } retrainings(first: 1) { state reason } }"


def test_a_retraining_is_followed_called_off_and_the_old_model_stays(instance: Instance, ask: Ask) -> None:
    """All of it over the graph, with the job really done beside it."""
    bench = Bench(find_engine("pay_days"), *_learning(instance))
    begin(bench, instance.company.as_of)
    before = {each["id"]: each["served"] for each in ask(SERVED).data["learningEngines"]}["pay_days"]
    versions = bench.registry.versions("pay_days")
    upkeep = Upkeep(instance)
    upkeep.start()
    try:
        for each in ask("{ retrainings { id over } }").data["retrainings"]:
            if not each["over"]:
                ask(CANCEL, id=each["id"])
        job = ask(RETRAIN).data["retrainModel"]
        told = asyncio.run(_followed(instance, job["id"], ask))
    finally:
        upkeep.stop()
    states = [each["state"] for each in told]
    assert states[-1] == "cancelled"
    assert "running" in states
    moved = [each for each in told if each["state"] == "running" and "looking ahead from" in each["doing"]]
    assert [each["done"] for each in moved] == sorted(each["done"] for each in moved)
    assert all(0 <= each["done"] < 1 for each in moved)
    after = ask(SERVED).data
    assert {each["id"]: each["served"] for each in after["learningEngines"]}["pay_days"] == before
    assert after["retrainings"][0]["state"] == "cancelled"
    assert bench.registry.versions("pay_days") == versions


def _learning(instance: Instance) -> tuple[Any, ...]:
    learning = Learning(instance)
    return learning.tables, learning.registry, instance.clock


async def _followed(instance: Instance, job: str, ask: Ask) -> list[dict[str, Any]]:
    """Returns what is told of a job until it is over; it is called off as soon as it has told how far it is."""
    graph, contexts = build_supergraph(instance), make_contexts(instance)
    context = contexts.of(instance.principals["cfo"])
    told: list[dict[str, Any]] = []
    async for answer in graph.gateway.stream(GraphQLRequest(PROGRESS, {"id": job}), context):
        assert isinstance(answer, GraphQLResponse)
        if answer.data is None:
            assert not answer.errors
            continue
        told.append(answer.data["retrainingProgress"])
        if told[-1]["doing"] and len({each["done"] for each in told}) > 1:
            await asyncio.to_thread(ask, CANCEL, id=job)
    return told
