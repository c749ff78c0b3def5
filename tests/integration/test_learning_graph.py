"""Models over GraphQL: what is served, and retraining that is asked for, followed and called off by who may."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from symphonies.app.settings import load_settings
from symphonies.app.wiring import Instance, open_instance
from tests.integration.persona_graph import Ask, asking

ENGINES = "{ learningEngines { id due mayRetrain served { label } } }"
RETRAIN = 'mutation { retrainModel(engine: "pay_days") { id state engine asOf over } }'
CANCEL = "mutation ($id: ID!) { cancelRetraining(id: $id) { state over } }"


@pytest.fixture(scope="module")
def instance(sample_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Instance]:
    store = shutil.copytree(sample_store, tmp_path_factory.mktemp("learning") / "store")
    opened = open_instance(load_settings(environment={}, lakehouse={"store": store}))
    yield opened
    opened.close()


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
