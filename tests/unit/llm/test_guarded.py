"""What goes through the door: policy, redaction, budgets, retries, the chain, memory, the log."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from symphonies.kernel import Stop, SymphonyError
from symphonies.platform.lakehouse import Privacy
from symphonies.platform.llm import (
    ChatBudgetSpentError,
    ChatDataWithheldError,
    ChatRejectedError,
    ChatRequest,
    ChatStoppedError,
    ChatUnavailableError,
    GuardedModel,
    LLMSettings,
    Reply,
    Usage,
)
from symphonies.platform.llm import guarded as guarded_module
from symphonies.platform.records import Records, RecordsSettings, open_records


class Days:
    """A clock that is set."""

    def __init__(self) -> None:
        self.instant = datetime.now(UTC)

    def now(self) -> datetime:
        return self.instant


class Echo:
    """A model that says what it was told, or fails as it is told to."""

    kind = "compatible"

    def __init__(self, name: str = "a", *, external: bool = True) -> None:
        self.name, self.external = name, external
        self.told: list[str] = []
        self.failures: list[SymphonyError] = []
        self.closed = False

    def complete(self, request: ChatRequest) -> Reply[str]:
        self.told.append(request.text)
        if self.failures:
            raise self.failures.pop(0)
        return Reply(request.text, f"{self.kind}:{self.name}", Usage(70, 30))

    def fill(self, request: ChatRequest, shape: type[Any]) -> Reply[Any]:
        reply = self.complete(request)
        return Reply(shape(said=[reply.output], n=1), reply.model, reply.usage)

    def stream(self, request: ChatRequest, told: Callable[[str], None]) -> Reply[str]:
        for letter in request.text:
            told(letter)
        return self.complete(request)

    def close(self) -> None:
        self.closed = True


class Said(BaseModel):
    said: list[str]
    n: int


@pytest.fixture
def records(tmp_path: Path) -> Iterator[Records]:
    opened = open_records(RecordsSettings(), tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    waited: list[float] = []
    monkeypatch.setattr(guarded_module.Stop, "wait", lambda _stop, seconds: bool(waited.append(seconds)))
    return waited


def door(records: Records, *models: Echo, clock: Days | None = None, **settings: Any) -> GuardedModel:
    local = {"kind": "compatible", "model": "m", "url": "https://model.example/v1"}
    prices = {name: settings.pop(name) for name in ("input_price", "output_price") if name in settings}
    each = {**local, **prices}
    given = LLMSettings.model_validate({**each, "fallbacks": [each] * (len(models) - 1), **settings})
    return GuardedModel(models, given, records, clock or Days())


def asked(text: str = "Hello.", **more: Any) -> ChatRequest:
    return ChatRequest("test@1", more.pop("by", "cfo"), "Answer.", text, **more)


def lines(records: Records) -> list[dict[str, Any]]:
    return [{**entry.body, "by": entry.by} for entry in records.entries("model_calls")]


@pytest.mark.parametrize(
    ("may_leave", "passes"),
    [("public", "public"), ("internal", "public internal"), ("confidential", "public internal confidential")],
)
def test_only_weak_enough_classes_leave_the_house(records: Records, may_leave: str, passes: str) -> None:
    model = Echo()
    chat = door(records, model, may_leave=may_leave)
    for privacy in Privacy:
        request = asked(privacy.value, classes=frozenset({Privacy.PUBLIC, privacy}))
        if privacy.value in passes.split():
            assert chat.complete(request).output == privacy.value
        else:
            with pytest.raises(ChatDataWithheldError, match=privacy.value):
                chat.complete(request)
    assert model.told == passes.split()
    assert lines(records)[-1]["outcome"] == "CHAT_DATA_WITHHELD"


def test_a_model_in_the_house_is_told_everything(records: Records) -> None:
    outside, inside = Echo("out"), Echo("in", external=False)
    chat = door(records, outside, inside)
    request = asked("Ann Lee earns 7.", classes=frozenset({Privacy.RESTRICTED}), people=("Ann Lee",))
    assert chat.complete(request).model == "compatible:in"
    assert (outside.told, inside.told) == ([], ["Ann Lee earns 7."])


def test_people_addresses_and_amounts_are_taken_out_and_put_back(records: Records) -> None:
    model = Echo()
    chat = door(records, model, amounts="redact")
    text = "Ann Lee (ann.lee@x.example, DE89 3704 0044 0532 0130 00, +49 30 1234567) and ann lee owe €4.2m, not €4.2m less."
    reply = chat.complete(asked(text, people=("Ann Lee", "Ann"), amounts=("€4.2m",)))
    assert reply.output == text
    told = model.told[0]
    assert not any(word in told.lower() for word in ("ann", "lee", "example", "3704", "1234567", "4.2"))
    assert told.count("[AMOUNT_1]") == 2
    assert lines(records)[0]["hidden"] == 6


def test_words_are_put_back_in_data_and_in_streams(records: Records) -> None:
    chat = door(records, Echo())
    request = asked("Ask [someone] or Ann Lee[1].", people=("Ann Lee",))
    assert chat.fill(request, Said).output == Said(said=["Ask [someone] or Ann Lee[1]."], n=1)
    pieces: list[str] = []
    assert chat.stream(request, pieces.append).output == "".join(pieces) == "Ask [someone] or Ann Lee[1]."


def test_people_may_be_refused_altogether(records: Records) -> None:
    model = Echo()
    with pytest.raises(ChatDataWithheldError, match="people"):
        door(records, model, personal="refuse").complete(asked(personal=True))
    assert model.told == []
    assert door(records, model, personal="send").complete(asked("Ann", people=("Ann",))).output == "Ann"
    assert model.told == ["Ann"]


def test_tokens_of_a_person_and_of_the_day_run_out_and_come_back(records: Records) -> None:
    clock = Days()
    limits = {"tokens_per_person": 2200, "tokens_per_day": 2300, "cache_size": 0, "clock": clock}
    chat = door(records, Echo(), **limits)
    chat.complete(asked("1"))
    chat.complete(asked("2"))
    with pytest.raises(ChatBudgetSpentError, match="of cfo"):
        chat.complete(asked("3"))
    chat.complete(asked("3", by="cro"))
    again = door(records, Echo(), **limits)
    with pytest.raises(ChatBudgetSpentError, match="of the day"):
        again.complete(asked("4", by="chro"))
    clock.instant += timedelta(days=1)
    assert again.complete(asked("5")).output == "5"


def test_calls_at_once_do_not_overdraw(records: Records) -> None:
    gate = threading.Event()

    class Slow(Echo):
        def complete(self, request: ChatRequest) -> Reply[str]:
            gate.wait(20)
            return super().complete(request)

    chat = door(records, Slow(), tokens_per_person=2500)
    outcomes: list[str] = []

    def call(text: str) -> None:
        try:
            outcomes.append(chat.complete(asked(text)).output)
        except ChatBudgetSpentError:
            outcomes.append("spent")
            gate.set()

    threads = [threading.Thread(target=call, args=(str(number),)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert sorted(outcomes)[1] == "spent"
    assert len(outcomes) == 2


def test_money_runs_out_and_is_noted(records: Records) -> None:
    chat = door(records, Echo(), input_price=10_000, output_price=20_000, cost_per_person=2.0, cache_size=0)
    chat.complete(asked("1"))
    assert lines(records)[0]["cost"] == pytest.approx(1.3)
    chat.complete(asked("2"))
    with pytest.raises(ChatBudgetSpentError, match="money of cfo"):
        chat.complete(asked("3"))


def test_a_busy_model_is_asked_again_after_as_long_as_it_says(records: Records, waits: list[float]) -> None:
    model = Echo()
    model.failures = [ChatUnavailableError("busy", wait_s=3.0), ChatUnavailableError("busy")]
    assert door(records, model).complete(asked()).output == "Hello."
    assert waits[0] == 3.0
    assert 0.5 <= waits[1] <= 1.5
    assert [line["outcome"] for line in lines(records)] == ["CHAT_UNAVAILABLE"] * 2 + ["answered"]


@pytest.mark.parametrize(
    "error",
    [
        ChatRejectedError("no"),
        ChatUnavailableError("busy", wait_s=900.0),
        ChatUnavailableError("hangs", timed_out=True),
    ],
)
def test_the_next_model_is_asked_where_waiting_is_in_vain(
    records: Records, waits: list[float], error: SymphonyError
) -> None:
    first, second = Echo("first"), Echo("second")
    first.failures = [error]
    reply = door(records, first, second).complete(asked())
    assert (reply.model, waits, len(first.told)) == ("compatible:second", [], 1)


def test_the_last_error_is_told_when_nobody_answers(records: Records, waits: list[float]) -> None:
    first, second = Echo("first"), Echo("second")
    first.failures, second.failures = [ChatUnavailableError("a")] * 9, [ChatRejectedError("b")]
    with pytest.raises(ChatRejectedError, match="b"):
        door(records, first, second).complete(asked())
    assert (len(first.told), len(waits)) == (3, 2)


def test_a_stream_that_has_begun_is_not_taken_over(records: Records, waits: list[float]) -> None:
    first, second = Echo("first"), Echo("second")
    first.failures = [ChatUnavailableError("broken off")]
    with pytest.raises(ChatUnavailableError):
        door(records, first, second).stream(asked(), lambda _piece: None)
    assert (second.told, waits) == ([], [])


def test_an_answer_is_remembered_but_not_for_another_text_shape_or_too_long(records: Records) -> None:
    model = Echo()
    chat = door(records, model, cache_size=2)
    assert not chat.complete(asked("1")).cached
    again = chat.complete(asked("1", by="cro"))
    assert (again.cached, again.usage.tokens, again.output) == (True, 0, "1")
    chat.fill(asked("1"), Said)
    chat.complete(asked("2"))
    assert not chat.complete(asked("1")).cached
    assert [line["outcome"] for line in lines(records)].count("cached") == 1


def test_two_people_in_one_sentence_do_not_mix_in_memory(records: Records) -> None:
    chat = door(records, Echo())
    assert chat.complete(asked("Ann pays.", people=("Ann",))).output == "Ann pays."
    second = chat.complete(asked("Bob pays.", people=("Bob",)))
    assert (second.output, second.cached) == ("Bob pays.", True)


def test_the_log_has_who_and_what_for_but_no_content(records: Records) -> None:
    chat = door(records, Echo())
    chat.complete(asked("A secret plan of Ann.", people=("Ann",), classes=frozenset({Privacy.INTERNAL})))
    line = lines(records)[0]
    assert {name: line[name] for name in ("by", "purpose", "model", "classes", "external", "cost")} == {
        "by": "cfo",
        "purpose": "test@1",
        "model": "compatible:a",
        "classes": ["internal"],
        "external": True,
        "cost": None,
    }
    assert (line["input_tokens"], line["output_tokens"], len(line["prompt_sha256"])) == (70, 30, 64)
    assert not any(word in str(line) for word in ("secret", "plan", "Ann", "Answer"))


def test_closing_closes_every_model(records: Records) -> None:
    models = Echo("a"), Echo("b")
    door(records, *models).close()
    assert all(model.closed for model in models)


def test_a_call_that_is_called_off_is_put_to_nobody_else(records: Records) -> None:
    first, second = Echo("first"), Echo("second")
    first.failures = [ChatStoppedError("Called off.", hint="")]
    with pytest.raises(ChatStoppedError):
        door(records, first, second, tokens_per_day=100_000).stream(asked(), lambda _piece: None)
    assert second.told == []
    assert [line["outcome"] for line in lines(records)] == ["CHAT_STOPPED"]


def test_who_leaves_does_not_wait_for_a_busy_model(records: Records) -> None:
    first, second, stop = Echo("first"), Echo("second"), Stop()
    first.failures = [ChatUnavailableError("Busy.", hint="", wait_s=600)] * 3
    stop.ask()
    door(records, first, second, patience_s=3600).complete(asked(stop=stop))
    assert (len(first.told), second.told) == (1, ["Hello."])


def test_all_tries_together_have_an_end(records: Records, waits: list[float]) -> None:
    first, second = Echo("first"), Echo("second")
    first.failures = [ChatUnavailableError("busy", wait_s=0.5)] * 9
    with pytest.raises(ChatUnavailableError):
        door(records, first, patience_s=0.2).complete(asked())
    assert (len(first.told), waits) == (1, [])
    reply = door(records, first, second, patience_s=0.2).complete(asked())
    assert reply.model == "compatible:second"


def test_a_name_is_taken_out_as_json_writes_it(records: Records) -> None:
    model = Echo()
    name = 'Jo "the \\ Ox" Lee'
    text = json.dumps({"said": f"Ask {name}."})
    said = door(records, model).fill(asked(text, people=(name,)), Said).output
    assert "Ox" not in model.told[0]
    assert said.said == [f'{{"said": "Ask {name}."}}']
