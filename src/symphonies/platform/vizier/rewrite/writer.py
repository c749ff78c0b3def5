"""An answer in a model's words, sentence by sentence as they come, each told only once it was checked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from symphonies.kernel import Stop, SymphonyError
from symphonies.platform.llm import ChatRequest, why_silent
from symphonies.platform.vizier.check import sentence_end
from symphonies.platform.vizier.facts import Fact
from symphonies.platform.vizier.narrate import Sentence, Span, load_language
from symphonies.platform.vizier.rewrite.judging import Judge
from symphonies.platform.vizier.rewrite.linking import linked
from symphonies.platform.vizier.rewrite.scribe import Scribe
from symphonies.platform.vizier.rewrite.wording import languages

PATIENCE_S = 10.0
"""How long a model may take; the composer's words stand there meanwhile."""
MADE_HERE = "these words are made here."
UNTRUE = f"The language model's text did not stand the check; {MADE_HERE}"

Tell = Callable[[Sequence[Sentence], str], object]
"""Takes the sentences so far, and who writes them."""


@dataclass(frozen=True)
class Composed:
    """What the composer said.

    Attributes:
        text: its words.
        figures: the figures in it, in their order; ``fact`` names each.
        facts: what the text tells.
        language: ISO 639-1 code.
    """

    text: str
    figures: tuple[Span, ...]
    facts: tuple[Fact, ...]
    language: str = "en"


@dataclass(frozen=True)
class Worded:
    """What became of it.

    Attributes:
        sentences: the model's; none where the composer's words stand.
        model: who wrote them.
        note: why the composer's words stand, for the reader; empty where that is nothing to speak of.
    """

    sentences: tuple[Sentence, ...] = ()
    model: str = ""
    note: str = ""


class AnswerWriter(Scribe):
    """Words answers anew."""

    prompt = Path(__file__).parent / "answer.md"

    def word(self, composed: Composed, by: str, tell: Tell, stop: Stop) -> Worded:
        """Return an answer in the model's words, where all of them stand the check.

        Args:
            composed: what the composer said.
            by: the id of the principal it is for.
            tell: hears of every sentence that stands, as soon as it does.
            stop: asked for when nobody waits any more.
        """
        if not composed.facts or composed.language not in languages():
            return Worded()
        judge = Judge(composed.text, composed.facts, load_language(composed.language), self._names)
        broken = Stop()
        text = _Sentences(judge, composed.figures, lambda done: tell(done, self._called), broken)
        try:
            with stop.calling(broken.ask):
                reply = self._chat.stream(self._request(composed, by, broken), text.take)
        except SymphonyError as error:
            return Worded(note=UNTRUE if text.untrue else _why(error))
        if not text.end():
            return Worded(note=UNTRUE)
        return Worded(text.done, reply.model)

    @property
    def _called(self) -> str:
        return f"{self._chat.kind}:{self._chat.name}"

    def _request(self, composed: Composed, by: str, stop: Stop) -> ChatRequest:
        text = {"language": composed.language, "text": composed.text}
        return self._asked(text, composed.facts, composed.figures, by, timeout_s=PATIENCE_S, stop=stop)


@dataclass
class _Sentences:
    """Cuts a text that comes in pieces into sentences; the first that does not stand breaks it off."""

    judge: Judge
    figures: tuple[Span, ...]
    tell: Callable[[Sequence[Sentence]], object]
    broken: Stop
    untrue: bool = False
    done: tuple[Sentence, ...] = ()
    _left: str = ""
    _texts: list[str] = field(default_factory=list)

    def take(self, piece: str) -> None:
        """Take the next piece."""
        self._left += piece
        while not self.untrue and (found := sentence_end(self._left)) is not None:
            text, self._left = self._left[: found[0]], self._left[found[1] :]
            self._add(text)

    def end(self) -> bool:
        """Take what is left as the last sentence; return whether all that was composed is said."""
        if not self.untrue and self._left.strip():
            self._add(self._left)
        printed = {span.text for sentence in self.done for span in sentence.spans if span.fact}
        return not self.untrue and printed == {span.text for span in self.figures}

    def _add(self, text: str) -> None:
        texts = [*self._texts, text.strip()]
        # a sentence may lean on those before it: what is checked is all that will have been said
        if not self.judge.stands(" ".join(texts)):
            self.untrue = True
            self.broken.ask()
            return
        self._texts = texts
        self.done = linked(texts, self.figures)
        self.tell(self.done)


def _why(error: SymphonyError) -> str:
    """Return why the composer's words stand, for the reader."""
    why = why_silent(error, task="word this", product="text")
    return f"{why}; {MADE_HERE}" if why else ""
