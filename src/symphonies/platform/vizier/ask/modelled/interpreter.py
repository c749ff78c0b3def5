"""The interpreter with a model behind it: asked where the catalogue's own grammar does not get through."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from symphonies.kernel import SymphonyError
from symphonies.platform.llm import (
    ChatAnswerInvalidError,
    ChatModel,
    ChatRequest,
    Reply,
    load_prompt,
    why_silent,
)
from symphonies.platform.semantics import SemanticLayer
from symphonies.platform.vizier.ask.grounding import AskBack, Outcome, Plan, Refusal
from symphonies.platform.vizier.ask.interpret import Interpretation, Interpreter, Voice
from symphonies.platform.vizier.ask.language import Glossary
from symphonies.platform.vizier.ask.linking import Meanings, Synonym
from symphonies.platform.vizier.ask.modelled.shape import AskedQuery
from symphonies.platform.vizier.ask.modelled.sheet import Sheet, sheet_of
from symphonies.platform.vizier.ask.modelled.slots import problems_of, reading_of
from symphonies.platform.vizier.ask.parsing import Reading
from symphonies.platform.vizier.disclosure import Disclosure

if TYPE_CHECKING:
    from symphonies.platform.security import Scope

PROMPT = Path(__file__).parent / "question.md"
TRIES = 2
"""A query that does not fit is mended once."""
PATIENCE_S = 15.0
"""How long both tries may take; a question is answered without the model then."""
SURE = 0.8
"""Of a reading by a model."""
READ_HERE = "the question was read here."
_NOTHING_TO_READ = frozenset({"too_long", "empty"})


class ModelInterpreter(Interpreter):
    """Reads questions with the grammar first, with a model where that fails; safe between threads."""

    def __init__(
        self,
        layer: SemanticLayer,
        chat: ChatModel,
        disclosure: Disclosure,
        language: str = "en",
        *,
        learned: Callable[[], tuple[Synonym, ...]] = tuple,
        glossaries: Sequence[Glossary] = (),
        meanings: Meanings | None = None,
    ) -> None:
        """Make an interpreter.

        Args:
            layer: The catalogue and its figures.
            chat: The model.
            disclosure: What it may be told of the values of dimensions.
            language: ISO 639 code that the grammar reads; the model reads others too.
            learned: Gives what people here are known to mean by what.
            glossaries: Languages that questions are translated from before the model is asked.
            meanings: Compares phrases that no name has by what they mean; None: one of its own.
        """
        super().__init__(layer, language, learned=learned, glossaries=glossaries, meanings=meanings)
        self._chat = chat
        self._disclosure = disclosure
        self._prompt = load_prompt(PROMPT)

    def interpret(
        self, question: str, scope: Scope, before: Reading | None = None, *, instead: bool = False
    ) -> Interpretation:
        """Return what a question comes to; the grammar's word stands where the model has nothing better."""
        own = super().interpret(question, scope, before, instead=instead)
        voice = self.voice(scope)
        if not _is_lost(own.outcome) or not voice.vocabulary.metrics:
            return own
        try:
            return self._read(question, voice, scope) or own
        except SymphonyError as error:
            why = why_silent(error, task="read this", product="reading")
            return replace(own, note=f"{why}; {READ_HERE}" if why else "")

    def _read(self, question: str, voice: Voice, scope: Scope) -> Interpretation | None:
        today = self.layer.company.as_of
        vocabulary = voice.vocabulary
        sheet = sheet_of(question, vocabulary, self.layer.catalog, self._disclosure, today)
        problems: Sequence[str] = ()
        deadline = time.monotonic() + PATIENCE_S
        for _ in range(TRIES):
            reply = self._filled(sheet, problems, scope, deadline)
            if reply.output.cannot:
                return None
            problems = problems_of(reply.output, vocabulary)
            if problems:
                continue
            reading = reading_of(reply.output, vocabulary, voice.grounder.calendar, today)
            outcome = voice.grounder.ground(reading, question)
            if isinstance(outcome, Plan):
                return Interpretation(_marked(outcome, reply), reading)
            problems = [outcome.reason if isinstance(outcome, Refusal) else outcome.question]
        raise ChatAnswerInvalidError(
            "The model's readings do not fit the catalogue.", problems=list(problems)
        )

    def _filled(
        self, sheet: Sheet, problems: Sequence[str], scope: Scope, deadline: float
    ) -> Reply[AskedQuery]:
        shown = {**sheet.shown, "problems": list(problems)} if problems else sheet.shown
        request = ChatRequest(
            self._prompt.purpose,
            scope.principal_id,
            self._prompt.text,
            json.dumps(shown, ensure_ascii=False),
            classes=frozenset(sheet.classes),
            personal=bool(sheet.people),
            people=tuple(sorted(sheet.people)),
            withheld=tuple(sorted(sheet.withheld)),
            timeout_s=max(0.1, deadline - time.monotonic()),
        )
        return self._chat.fill(request, AskedQuery)


def _is_lost(outcome: Outcome) -> bool:
    """Return whether a model may help: not where a person has to choose, nor where nothing is to be read."""
    match outcome:
        case Plan():
            return False
        case AskBack():
            return len(outcome.choices) < 2
        case Refusal():
            return outcome.because not in _NOTHING_TO_READ


def _marked(plan: Plan, reply: Reply[AskedQuery]) -> Plan:
    note = f"The question was read by a language model ({reply.model}); the figures were not."
    return replace(plan, confidence=min(plan.confidence, SURE), notes=(*plan.notes, note))
