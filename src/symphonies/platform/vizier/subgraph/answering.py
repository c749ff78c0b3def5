"""``Subscription.asking``: an answer as it comes about, then in a model's words, each sentence checked."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from typing import Any

from symphonies.kernel import Stop
from symphonies.platform.llm import ChatStoppedError
from symphonies.platform.vizier.ask import Answer, Stage, Step
from symphonies.platform.vizier.narrate import Sentence, Span
from symphonies.platform.vizier.rewrite import AnswerWriter, Composed, Worded
from symphonies.platform.vizier.subgraph.asking import ASK, AskDesk, told
from symphonies.platform.vizier.subgraph.context import Context
from symphonies.platform.vizier.subgraph.sentences import told_figure

WRITER = "writer"
"""Key of the request's extras: the `AnswerWriter`; absent: answers stay in the composer's words."""

SDL = """
type Subscription {
  "An answer as it comes about. The last event holds all of it; whoever does not want to wait goes away."
  asking(question: String!, conversation: ID): AnswerStep!
}

"How far an answer is."
type AnswerStep {
  "reading, figures, chart (rows without a sentence), sentence, words (a model's so far) or answer, the last."
  stage: ID!
  "What is being done now, in words."
  doing: String!
  "As far as it is made; null where nothing is new."
  answer: Answer
  "A model's words for the same, every figure checked; empty where the answer's own stand."
  words: [Span!]!
  "Who wrote them, such as compatible:local."
  model: String
  "Why there are no words of the model, where one was asked and the reader should know."
  note: String
}
"""

PATIENCE_S = 300.0
"""How long a question waits for what is being prepared; whoever does not want to, goes away."""
AGAIN_S = 1.0

Events = asyncio.Queue[dict[str, Any] | BaseException | None]


def events() -> Mapping[str, Callable[..., Any]]:
    """Return, by field of the subscription type, a generator of its events."""
    return {"asking": _asking}


async def _asking(
    _source: object, info: Any, question: str, conversation: str | None = None
) -> AsyncIterator[dict[str, Any]]:
    """Yield the steps; the work is done by a thread, and ends soon after nobody listens any more."""
    loop, found, stop = asyncio.get_running_loop(), Events(), Stop()

    def put(item: dict[str, Any] | BaseException | None) -> None:
        loop.call_soon_threadsafe(found.put_nowait, item)

    def work() -> None:
        try:
            _Asked(info.context, stop, put).answer(question, conversation)
        except ChatStoppedError:
            put(None)
        except BaseException as error:
            put(error)
        else:
            put(None)

    running = loop.run_in_executor(None, work)
    try:
        while (item := await found.get()) is not None:
            if isinstance(item, BaseException):
                raise item
            yield item
    finally:
        stop.ask()
    await running


class _Asked:
    """One question at work."""

    def __init__(self, context: Context, stop: Stop, put: Callable[[dict[str, Any]], None]) -> None:
        self._context = context
        self._stop = stop
        self._put = put

    def answer(self, question: str, conversation: str | None) -> None:
        """Put every step, the whole answer last."""
        context = self._context
        desk: AskDesk = context.extras[ASK]
        before = desk.conversations.last(context.principal.id, conversation)
        answer = desk.asker.ask(question, context.scope, before, self._step)
        deadline = time.monotonic() + PATIENCE_S
        while answer.soon and time.monotonic() < deadline and not self._stop.wait(AGAIN_S):
            self._step(Step(Stage.FIGURES, answer.soon))
            answer = desk.asker.ask(question, context.scope, before, self._again)
        kept = desk.conversations.keep(context.principal.id, conversation, answer.reading)
        whole = told(answer, kept, context.semantics)
        worded = self._worded(answer, whole)
        words = _told_words(worded.sentences, answer)
        self._put(_event("answer", "", whole, words, worded.model or None, worded.note or None))

    def _step(self, step: Step) -> None:
        if self._stop.asked:
            raise ChatStoppedError("The question was called off.", hint="Ask again.")
        answer = None if step.answer is None else told(step.answer, "", self._context.semantics)
        self._put(_event(step.stage.value, step.doing, answer))

    def _again(self, step: Step) -> None:
        if step.answer is not None:
            self._step(step)

    def _worded(self, answer: Answer, whole: dict[str, Any]) -> Worded:
        writer: AnswerWriter | None = self._context.extras.get(WRITER)
        if writer is None or not answer.facts:
            return Worded()
        self._put(_event(Stage.SENTENCE.value, "A language model words it anew", whole))

        def tell(sentences: Sequence[Sentence], model: str) -> None:
            words = _told_words(sentences, answer)
            self._put(_event("words", "Every sentence is checked before it is shown", None, words, model))

        figures = tuple(
            Span(answer.sentence[each.start : each.end], each.metric, str(place))
            for place, each in enumerate(answer.figures)
        )
        composed = Composed(answer.sentence, figures, answer.facts)
        return writer.word(composed, self._context.principal.id, tell, self._stop)


def _told_words(sentences: Sequence[Sentence], answer: Answer) -> list[dict[str, Any]]:
    """Return a model's sentences as spans, its figures with what gives them elsewhere."""
    spans: list[dict[str, Any]] = []
    for sentence in sentences:
        spans += [{"text": " "}] if spans else []
        for each in sentence.spans:
            figure = None if each.fact is None else answer.figures[int(each.fact)]
            spans.append({"text": each.text} if figure is None else told_figure(each.text, figure))
    return spans


def _event(
    stage: str,
    doing: str,
    answer: dict[str, Any] | None = None,
    words: list[dict[str, Any]] | None = None,
    model: str | None = None,
    note: str | None = None,
) -> dict[str, Any]:
    step = {"stage": stage, "doing": doing, "answer": answer, "words": words or [], "model": model}
    return {**step, "note": note}
