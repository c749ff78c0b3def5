"""One call from end to end: policy, redaction, memory, budget, retries, the next model, the log."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from symphonies.kernel import Clock, Kept, Stop, SymphonyError
from symphonies.platform.llm.budget import Budget
from symphonies.platform.llm.calls import CallLog, prompt_hash
from symphonies.platform.llm.errors import (
    ChatBudgetSpentError,
    ChatDataWithheldError,
    ChatStoppedError,
    ChatUnavailableError,
)
from symphonies.platform.llm.meters import Meters
from symphonies.platform.llm.options import LLMSettings
from symphonies.platform.llm.policy import prepare
from symphonies.platform.llm.ports import ChatModel, ChatRequest, Output, Reply, Shape, Usage
from symphonies.platform.llm.redaction import LONGEST_PLACEHOLDER, Redaction

FIRST_WAIT_S = 0.5
"""Before the second try, where the provider does not say; doubled each time, give or take a half."""
CHARACTERS_PER_TOKEN = 3
"""A cautious guess, for what a call may take at most."""

Put = Callable[[ChatModel, ChatRequest], Reply[Output]]
Restore = Callable[[Redaction, Output], Output]


class GuardedModel:
    """The models of an instance behind one door; a `ChatModel` itself, known by the first of them.

    Besides the errors of a model, calls raise `ChatBudgetSpentError` and `ChatDataWithheldError`.

    Args:
        models: asked in turn.
        settings: policy, budgets, retries.
        records: keeps the log of calls.
        clock: tells the day.
    """

    def __init__(
        self, models: Sequence[ChatModel], settings: LLMSettings, records: Any, clock: Clock
    ) -> None:
        self.settings = settings
        self._models = tuple(models)
        self._prices = tuple((each.input_price, each.output_price) for each in settings.models)
        self._most = tuple(each.max_output_tokens for each in settings.models)
        self._calls = CallLog(records)
        self._budget = Budget(settings, self._calls, clock)
        self._cache: Kept[str, Reply[Any]] = Kept(settings.cache_size)
        self._meters = Meters()

    @property
    def kind(self) -> str:
        """The first model's kind."""
        return self._models[0].kind

    @property
    def name(self) -> str:
        """The first model's name."""
        return self._models[0].name

    @property
    def external(self) -> bool:
        """Whether any of the models stands outside the house."""
        return any(model.external for model in self._models)

    def complete(self, request: ChatRequest) -> Reply[str]:
        """Return an answer as text."""
        return self._first(request, lambda model, sent: model.complete(sent), Redaction.restore, "text")

    def fill(self, request: ChatRequest, shape: type[Shape]) -> Reply[Shape]:
        """Return an answer as data of a shape."""
        return self._first(
            request, lambda model, sent: model.fill(sent, shape), Redaction.restore_all, shape.__qualname__
        )

    def stream(self, request: ChatRequest, told: Callable[[str], None]) -> Reply[str]:
        """Hand the answer to ``told`` as it comes; another model takes over only before the first word."""
        begun: list[str] = []

        def put(model: ChatModel, sent: ChatRequest, way_back: Redaction) -> Reply[str]:
            restored = _Restored(way_back, lambda text: (begun.append(text), told(text)))
            reply = model.stream(sent, restored.take)
            restored.end()
            return reply

        last, deadline = None, self._deadline(request)
        for place, model in enumerate(self._models):
            try:
                sent, way_back = self._prepared(model, request)
                reply = self._put(
                    place,
                    sent,
                    lambda m, s, back=way_back: put(m, s, back),
                    way_back,
                    deadline,
                    lambda: bool(begun),
                )
                return replace(reply, output=way_back.restore(reply.output))
            except (ChatBudgetSpentError, ChatStoppedError):
                raise
            except SymphonyError as error:
                last = error
                if begun:
                    raise
        raise last or AssertionError("there is a model")

    def close(self) -> None:
        """Let go of all models' connections."""
        for model in self._models:
            model.close()

    def _first(
        self, request: ChatRequest, put: Put[Output], restore: Restore[Output], shape: str
    ) -> Reply[Output]:
        """Return the answer of the first model that gives one."""
        last, deadline = None, self._deadline(request)
        for place, model in enumerate(self._models):
            try:
                sent, way_back = self._prepared(model, request)
                key = prompt_hash(sent, model.kind, model.name, shape)
                reply = self._cache.get(key)
                if reply is not None:
                    self._told(place, sent, "cached", Usage(), way_back, 0.0)
                    reply = replace(reply, usage=Usage(), cached=True)
                else:
                    reply = self._put(place, sent, put, way_back, deadline)
                    self._cache.put(key, reply)
                return replace(reply, output=restore(way_back, reply.output))
            except (ChatBudgetSpentError, ChatStoppedError):
                raise
            except SymphonyError as error:
                last = error
        raise last or AssertionError("there is a model")

    def _deadline(self, request: ChatRequest) -> float:
        """Return until when a call may take, on the monotonic clock."""
        return time.monotonic() + min(self.settings.patience_s, request.timeout_s or self.settings.patience_s)

    def _prepared(self, model: ChatModel, request: ChatRequest) -> tuple[ChatRequest, Redaction]:
        try:
            return prepare(request, self.settings, external=model.external)
        except ChatDataWithheldError as error:
            self._told(self._models.index(model), request, error.code, Usage(), Redaction(), 0.0)
            raise

    def _put(
        self,
        place: int,
        sent: ChatRequest,
        put: Put[Output],
        way_back: Redaction,
        deadline: float,
        begun: Callable[[], bool] = lambda: False,
    ) -> Reply[Output]:
        """Put a request to one model, again where it is busy; every try has its line in the log."""
        most = (len(sent.instructions) + len(sent.text)) // CHARACTERS_PER_TOKEN + self._most[place]
        with self._budget.held(sent.by, most):
            for left in reversed(range(self.settings.retries + 1)):
                start = time.monotonic()
                try:
                    reply = put(self._models[place], replace(sent, timeout_s=_left_s(deadline)))
                except SymphonyError as error:
                    self._told(place, sent, error.code, Usage(), way_back, time.monotonic() - start)
                    if (
                        not left
                        or begun()
                        or not _waited(error, self.settings.retries - left, deadline, sent.stop or Stop())
                    ):
                        raise
                else:
                    self._told(place, sent, "answered", reply.usage, way_back, time.monotonic() - start)
                    return reply
        raise AssertionError("unreachable")

    def _told(
        self,
        place: int,
        sent: ChatRequest,
        outcome: str,
        usage: Usage,
        way_back: Redaction,
        duration_s: float,
    ) -> None:
        model, (read, written) = self._models[place], self._prices[place]
        cost = None
        if read is not None and written is not None:
            cost = (usage.input_tokens * read + usage.output_tokens * written) / 1e6
        self._calls.write(sent, model, outcome, usage, cost, hidden=way_back.hidden)
        self._meters.measure(sent, model, outcome, usage, cost, duration_s)


class _Restored:
    """Puts words back into a text that comes in pieces; a placeholder may lie across two."""

    def __init__(self, way_back: Redaction, told: Callable[[str], object]) -> None:
        self._way_back = way_back
        self._told = told
        self._left = ""

    def take(self, piece: str) -> None:
        text = self._left + piece
        cut = text.rfind("[")
        if cut < 0 or "]" in text[cut:] or len(text) - cut > LONGEST_PLACEHOLDER:
            cut = len(text)
        self._left = text[cut:]
        self._tell(text[:cut])

    def end(self) -> None:
        self._tell(self._left)
        self._left = ""

    def _tell(self, text: str) -> None:
        if text:
            self._told(self._way_back.restore(text))


def _left_s(deadline: float) -> float:
    """Return how long a call may still take.

    Raises:
        ChatUnavailableError: no time is left.
    """
    left_s = deadline - time.monotonic()
    if left_s <= 0:
        raise ChatUnavailableError(
            "No language model answered in time.",
            hint="Try again, or raise patience_s in section llm.",
            timed_out=True,
        )
    return left_s


def _waited(error: SymphonyError, tries: int, deadline: float, stop: Stop) -> bool:
    """Wait as long as it takes before a model is asked again; False where that makes no sense."""
    if not isinstance(error, ChatUnavailableError) or error.facts.get("timed_out"):
        return False
    wait_s = error.wait_s if error.wait_s is not None else FIRST_WAIT_S * 2**tries * random.uniform(0.5, 1.5)
    if wait_s >= deadline - time.monotonic():
        return False
    return not stop.wait(wait_s)
