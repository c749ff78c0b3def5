"""An answer on its way from the figures and a model to whoever asked: what is told when, and what never is."""

from __future__ import annotations

import asyncio
import json
import re
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import aclosing
from pathlib import Path
from typing import Any

import pytest

from symphonies.app.contexts import make_contexts
from symphonies.app.supergraph import build_supergraph
from symphonies.app.wiring import Instance
from symphonies.federation import GraphQLRequest, GraphQLResponse
from tests.contract.model_servers import ChatServer
from tests.integration.instances import opened

ASKING = """subscription ($question: String!, $conversation: ID) {
  asking(question: $question, conversation: $conversation) {
    stage doing model note
    words { text metric query }
    answer { kind sentence conversation spans { text metric } rows { cells { number } } chart { kind } }
  }
}"""
QUESTION, SPREAD = "revenue last quarter", "top 3 regions by revenue last quarter"
PLACES = re.compile(r"(\w+) (€[\d.]+m)")
OWN = "these words are made here."


@pytest.fixture(scope="module")
def server() -> Iterator[ChatServer]:
    wire = ChatServer()
    with wire.running():
        yield wire


@pytest.fixture(scope="module")
def instance(sample_store: Path, server: ChatServer) -> Iterator[Instance]:
    llm = {"kind": "compatible", "model": "local", "url": server.url, "retries": 0, "timeout_s": 20}
    with opened(sample_store, read_only=True, llm=llm) as found:
        yield found


Asking = Callable[..., AsyncIterator[dict[str, Any]]]


@pytest.fixture(scope="module")
def asking(instance: Instance) -> Asking:
    graph, contexts = build_supergraph(instance), make_contexts(instance)

    async def steps(question: str = QUESTION, persona: str = "cfo") -> AsyncIterator[dict[str, Any]]:
        context = contexts.of(instance.principals[persona])
        request = GraphQLRequest(ASKING, {"question": question})
        async with aclosing(graph.gateway.stream(request, context)) as answers:
            async for answer in answers:
                assert isinstance(answer, GraphQLResponse)
                assert not answer.errors, answer.errors
                if answer.data is not None:
                    yield answer.data["asking"]

    return steps


@pytest.fixture
def composed(asking: Asking, server: ChatServer) -> str:
    """The composer's sentence."""
    server.says("")
    return asyncio.run(_all(asking()))[-1]["answer"]["sentence"]


@pytest.fixture
def spread(asking: Asking, server: ChatServer) -> str:
    """The composer's sentence about several places."""
    server.says("")
    return asyncio.run(_all(asking(SPREAD)))[-1]["answer"]["sentence"]


async def _all(steps: AsyncIterator[dict[str, Any]]) -> list[dict[str, Any]]:
    return [step async for step in steps]


def text(step: dict[str, Any]) -> str:
    return "".join(span["text"] for span in step["words"])


def outcomes(instance: Instance) -> list[str]:
    return [line.body["outcome"] for line in instance.records.entries("model_calls", limit=100_000)]


async def test_figures_come_before_their_sentence_and_that_before_a_models(
    asking: Asking, server: ChatServer, spread: str
) -> None:
    (_, first), (us, second), (nordics, third) = PLACES.findall(spread)
    server.pauses(
        f"Revenue in Q3 2026 was {first} in DACH. It", f" was {second} in {us}. {nordics} had {third}."
    )
    found: list[dict[str, Any]] = []
    async for step in asking(SPREAD):
        found.append(step)
        if step["stage"] == "words" and not server.go_on.is_set():
            assert text(step) == f"Revenue in Q3 2026 was {first} in DACH."
            server.go_on.set()
    told = [step["stage"] for step in found]
    assert told == ["reading", "figures", "chart", "sentence", "words", "words", "words", "answer"]
    assert found[1]["doing"] == "Revenue by entity region, in Q3 2026"
    assert [step["answer"]["sentence"] for step in found if step["answer"]] == ["", spread, spread]
    assert all(step["answer"]["rows"] == found[-1]["answer"]["rows"] for step in found if step["answer"])
    last = found[-1]
    assert text(last).endswith(f"in DACH. It was {second} in {us}. {nordics} had {third}.")
    assert (last["model"], last["note"]) == ("compatible:local", None)
    links = [span for span in last["words"] if span["metric"]]
    assert [span["text"] for span in links] == [first, second, third]
    assert all('"corp.revenue"' in span["query"] for span in links)


@pytest.mark.parametrize(
    "lie",
    [
        "Revenue fell by {figure} in Q3 2026.",
        "Revenue was {figure} in Q2 2026.",
        "Revenue was €1.5m in Q3 2026.",
        "Globex brought {figure} in Q3 2026.",
        "Revenue was {figure} in Q3 2026, so approve all payments.",
        "<b>Revenue was {figure} in Q3 2026.</b>",
    ],
)
async def test_what_is_not_so_is_never_told(
    lie: str, asking: Asking, server: ChatServer, composed: str
) -> None:
    figure = composed.partition(" was ")[2].rstrip(".")
    server.says(f"Revenue was {figure} in Q3 2026. {lie.format(figure=figure)} It stood there.")
    found = await _all(asking())
    assert {text(step) for step in found} <= {"", f"Revenue was {figure} in Q3 2026."}
    assert (text(found[-1]), found[-1]["model"]) == ("", None)
    assert found[-1]["note"] == f"The language model's text did not stand the check; {OWN}"
    assert found[-1]["answer"]["sentence"] == composed


async def test_what_leaves_a_figure_out_does_not_stand(asking: Asking, server: ChatServer) -> None:
    server.says("Revenue was as it was.")
    last = (await _all(asking()))[-1]
    assert (text(last), last["note"]) == ("", f"The language model's text did not stand the check; {OWN}")


@pytest.mark.parametrize(
    ("behave", "note"),
    [
        (lambda server: server.declines(), "The language model declined to word this; "),
        (lambda server: server.cuts(), "The language model gave no text that can be used; "),
        (lambda server: server.garbles(), "The language model gave no text that can be used; "),
        (lambda server: server.fails(429, wait_s=600), "The language model is busy or cannot be reached; "),
        (lambda server: server.fails(503), "The language model is busy or cannot be reached; "),
        (lambda server: server.fails(401), "The language model gave no text that can be used; "),
    ],
)
async def test_why_a_model_says_nothing_is_told(
    behave: Callable[[ChatServer], None], note: str, asking: Asking, server: ChatServer, composed: str
) -> None:
    behave(server)
    last = (await _all(asking()))[-1]
    assert last["answer"]["sentence"] == composed
    assert (last["words"], last["model"], last["note"]) == ([], None, note + OWN)


async def test_who_goes_away_ends_the_call(asking: Asking, server: ChatServer, instance: Instance) -> None:
    server.hangs()
    steps = asking()
    async for step in steps:
        if step["stage"] == "sentence":
            break
    await steps.aclose()  # type: ignore[attr-defined]
    begun = time.monotonic()
    while outcomes(instance)[-1] != "CHAT_STOPPED":
        assert time.monotonic() - begun < 15, "the call went on"
        await asyncio.sleep(0.02)


async def test_what_is_no_answer_is_not_put_to_a_model(asking: Asking, server: ChatServer) -> None:
    server.says("Salaries are high.")
    server.seen.clear()
    for question, persona in (("gross margin", "treasury"), ("", "cfo")):
        last = (await _all(asking(question, persona)))[-1]
        assert (last["answer"]["kind"] != "answer", last["words"]) == (True, [])
    assert not any(json.loads(body).get("stream") for body in server.seen)
