"""What every adapter of a language model must keep, as one suite to run over each."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, Protocol

import pytest
from pydantic import BaseModel

from symphonies.kernel import Stop
from symphonies.platform.llm.errors import (
    ChatAnswerInvalidError,
    ChatRefusedError,
    ChatRejectedError,
    ChatStoppedError,
    ChatUnavailableError,
)
from symphonies.platform.llm.ports import ChatModel, ChatRequest

KEY = "sk-do-not-tell-0123456789"
WORDS = "what-the-question-says"
PATIENCE_S = 0.5
"""The time-out of the ``impatient`` model."""


class Shape(BaseModel):
    """What a model is asked to fill."""

    metrics: list[str]
    top: int | None = None


class Wire(Protocol):
    """A server that speaks a provider's protocol and answers as it is told."""

    seen: list[str]
    """The bodies of the requests."""

    def says(self, text: str) -> None:
        """Answer with a text."""
        ...

    def fills(self, *data: dict[str, Any]) -> None:
        """Answer with data, a different one each time."""
        ...

    def declines(self) -> None:
        """Decline, as the provider's own filter does."""
        ...

    def fails(self, status: int, wait_s: float | None = None) -> None:
        """Answer with an error that echoes the request."""
        ...

    def garbles(self) -> None:
        """Answer with something that is no answer."""
        ...

    def hangs(self) -> None:
        """Never answer."""
        ...

    def cuts(self) -> None:
        """Stop in the middle of a text, at the limit of its length."""
        ...


ASKED = ChatRequest("test@1", "cfo", "Answer.", WORDS)


class ChatModelContract:
    """Tests of the `ChatModel` port.

    An adapter's tests inherit it and give a ``chat`` fixture whose key is `KEY`, an ``impatient`` one whose
    time-out is `PATIENCE_S`, and the ``wire`` fixture of the server both are connected to.
    """

    def test_it_answers_as_text_and_counts_tokens(self, chat: ChatModel, wire: Wire) -> None:
        """Instructions and text are told, once."""
        wire.says("Revenue rose.")
        reply = chat.complete(ASKED)
        assert (reply.output, reply.model) == ("Revenue rose.", f"{chat.kind}:{chat.name}")
        assert (reply.usage.input_tokens, reply.usage.output_tokens) == (12, 5)
        assert len(wire.seen) == 1
        assert WORDS in wire.seen[0]
        assert "Answer." in wire.seen[0]

    def test_it_answers_as_data(self, chat: ChatModel, wire: Wire) -> None:
        """The shape is validated."""
        wire.fills({"metrics": ["corp.revenue"], "top": 3})
        assert chat.fill(ASKED, Shape).output == Shape(metrics=["corp.revenue"], top=3)

    def test_data_of_another_shape_is_asked_for_once_more(self, chat: ChatModel, wire: Wire) -> None:
        """The second try counts."""
        wire.fills({"metrics": 7}, {"metrics": ["ar.dso"]})
        assert chat.fill(ASKED, Shape).output == Shape(metrics=["ar.dso"])
        assert len(wire.seen) == 2

    def test_data_that_stays_wrong_is_refused(self, chat: ChatModel, wire: Wire) -> None:
        """Never half of a shape."""
        wire.fills({"metrics": 7})
        _told(lambda: chat.fill(ASKED, Shape), ChatAnswerInvalidError)

    def test_a_refusal_is_told_as_one(self, chat: ChatModel, wire: Wire) -> None:
        """It is no answer."""
        wire.declines()
        _told(lambda: chat.complete(ASKED), ChatRefusedError)

    def test_a_rate_limit_says_how_long_to_wait(self, chat: ChatModel, wire: Wire) -> None:
        """The adapter itself asks once."""
        wire.fails(429, wait_s=3)
        assert _told(lambda: chat.complete(ASKED), ChatUnavailableError).wait_s == 3
        assert len(wire.seen) == 1

    def test_a_server_that_is_down_may_be_asked_again(self, chat: ChatModel, wire: Wire) -> None:
        """And is not, by the adapter."""
        wire.fails(503)
        assert _told(lambda: chat.complete(ASKED), ChatUnavailableError).retryable
        assert len(wire.seen) == 1

    @pytest.mark.parametrize("status", [400, 401, 403, 404])
    def test_a_request_that_is_not_taken_is_not_asked_again(
        self, chat: ChatModel, wire: Wire, status: int
    ) -> None:
        """A wrong key, an unknown model."""
        wire.fails(status)
        assert not _told(lambda: chat.complete(ASKED), ChatRejectedError).retryable

    def test_a_garbled_answer_is_refused(self, chat: ChatModel, wire: Wire) -> None:
        """Whatever the client library makes of it."""
        wire.garbles()
        _told(lambda: chat.complete(ASKED), ChatAnswerInvalidError)

    def test_a_text_cut_off_is_refused(self, chat: ChatModel, wire: Wire) -> None:
        """Half a sentence may say the opposite."""
        wire.cuts()
        _told(lambda: chat.complete(ASKED), ChatAnswerInvalidError)

    def test_a_server_that_hangs_is_given_up(self, impatient: ChatModel, wire: Wire) -> None:
        """In the time that is set, streamed or not."""
        wire.hangs()
        begun = time.monotonic()
        _told(lambda: impatient.complete(ASKED), ChatUnavailableError)
        _told(lambda: impatient.stream(ASKED, lambda _piece: None), ChatUnavailableError)
        assert time.monotonic() - begun < 20

    def test_a_text_is_streamed_in_pieces(self, chat: ChatModel, wire: Wire) -> None:
        """The pieces are the whole."""
        wire.says("Cash is ample for now.")
        pieces: list[str] = []
        reply = chat.stream(ASKED, pieces.append)
        assert len(pieces) > 1
        assert "".join(pieces) == reply.output == "Cash is ample for now."
        assert (reply.usage.input_tokens, reply.usage.output_tokens) == (12, 5)

    @pytest.mark.parametrize(
        ("behave", "kind"),
        [
            # one client library takes a refusal in a stream for an empty answer
            ("declines", (ChatRefusedError, ChatAnswerInvalidError)),
            ("cuts", ChatAnswerInvalidError),
            ("garbles", ChatAnswerInvalidError),
        ],
    )
    def test_a_stream_that_is_no_answer_is_told_as_one(
        self, chat: ChatModel, wire: Wire, behave: str, kind: Any
    ) -> None:
        """Its pieces were handed on, and are not the answer."""
        getattr(wire, behave)()
        _told(lambda: chat.stream(ASKED, lambda _piece: None), kind)

    def test_a_call_ends_as_soon_as_nobody_waits(self, chat: ChatModel, wire: Wire) -> None:
        """Whatever it does at that moment."""
        calls: tuple[Callable[[ChatRequest], object], ...] = (
            chat.complete,
            lambda request: chat.fill(request, Shape),
            lambda request: chat.stream(request, lambda _piece: None),
        )
        for number, call in enumerate(calls, start=1):
            wire.hangs()
            stop = Stop()
            with stopped_when(lambda number=number: len(wire.seen) == number, stop):
                _told(lambda call=call, stop=stop: call(replace(ASKED, stop=stop)), ChatStoppedError)
        stop = Stop()
        stop.ask()
        _told(lambda: chat.complete(replace(ASKED, stop=stop)), ChatStoppedError)

    def test_its_key_is_not_shown(self, chat: ChatModel) -> None:
        """Not by ``repr`` either."""
        assert KEY not in repr(chat) + repr(vars(chat))


@contextmanager
def stopped_when(ready: Callable[[], bool], stop: Stop) -> Iterator[None]:
    """Ask for the end from another thread as soon as something holds."""

    def watch() -> None:
        while not ready():
            time.sleep(0.01)
        stop.ask()

    watching = threading.Thread(target=watch)
    watching.start()
    yield
    watching.join()


def _told(call: Callable[[], object], kind: Any) -> Any:
    """Return the error a call raises: it tells neither the key nor the words, nor does its cause."""
    with pytest.raises(kind) as caught:
        call()
    error = caught.value
    shown = f"{error} {error!r} {error.facts}"
    assert KEY not in shown
    assert WORDS not in shown
    assert error.__cause__ is None
    assert error.__suppress_context__
    return error
