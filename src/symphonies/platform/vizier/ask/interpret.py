"""Questions to outcomes without a model: who asks decides which words there are."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from symphonies.kernel import Kept
from symphonies.platform.semantics import SemanticLayer, calendar_of
from symphonies.platform.vizier.ask.grounding import AskBack, Grounder, Outcome, Plan, Refusal
from symphonies.platform.vizier.ask.grounding.metrics import SURE
from symphonies.platform.vizier.ask.grounding.variants import labelled
from symphonies.platform.vizier.ask.language import (
    DateGrammar,
    Glossary,
    Lexicon,
    Sense,
    load_lexicon,
    stem_at,
    tokenise,
    words_of,
)
from symphonies.platform.vizier.ask.linking import (
    CALLED,
    DimensionTerm,
    Likenesses,
    Meanings,
    Synonym,
    Vocabulary,
    build_vocabulary,
)
from symphonies.platform.vizier.ask.meaning import ByMeaning
from symphonies.platform.vizier.ask.parsing import (
    Parser,
    Reading,
    all_but,
    asks_advice,
    follow_up,
    is_order,
    leans,
    lifted,
    of_another,
    one_of_split,
    ordered,
    same_subject,
)

if TYPE_CHECKING:
    from symphonies.platform.security import Scope

LONGEST_QUESTION = 600
"""Characters; nobody asks for a figure in more."""
_PLACES = frozenset({"country", "region", "segment", "entity_id", "industry"})
_VOICES = 64
_TRANSLATED = 0.6
"""A question of which a glossary has fewer words is in another language."""


@dataclass(frozen=True)
class Voice:
    """What one principal can say and how it is read."""

    vocabulary: Vocabulary
    parser: Parser
    grounder: Grounder
    likenesses: Likenesses


@dataclass(frozen=True)
class Interpretation:
    """What a question comes to, and what the next one may lean on.

    Attributes:
        outcome: what it comes to.
        reading: how it was read.
        note: what the reader is to know of how it was read; empty where that is nothing to speak of.
    """

    outcome: Outcome
    reading: Reading
    note: str = ""


class Interpreter:
    """Reads questions over one catalogue; safe to share between threads."""

    def __init__(
        self,
        layer: SemanticLayer,
        language: str = "en",
        *,
        ever: bool = False,
        learned: Callable[[], tuple[Synonym, ...]] = tuple,
        meanings: Meanings | None = None,
        glossaries: Sequence[Glossary] = (),
    ) -> None:
        """Make an interpreter.

        Args:
            layer: The catalogue and its figures.
            language: ISO 639 code of the questions.
            ever: Whether a figure without a period is that of all time, not of the newest one.
            learned: Gives what people here are known to mean by what.
            glossaries: Languages that questions are translated from.
            meanings: Compares phrases that no name has by what they mean; None: one of its own.
        """
        self.ever = ever
        self._learned = learned
        self.layer = layer
        self.meanings = meanings or Meanings()
        self.glossaries = tuple(glossaries)
        self.lexicon = load_lexicon(language)
        self._voices: Kept[tuple[str, tuple[Synonym, ...]], Voice] = Kept(_VOICES)

    def interpret(
        self, question: str, scope: Scope, before: Reading | None = None, *, instead: bool = False
    ) -> Interpretation:
        """Return what a question comes to.

        Args:
            question: Anything a person may type.
            scope: What that person may see; no other word is known.
            before: The reading of the question before it, for follow-ups.
            instead: Whether it says what was meant by the one before.
        """
        if before is not None and before.choice and _agrees(question):
            question, before = before.choice, before.answered
        refused = unreadable(question, self.lexicon)
        if refused is not None and before is not None and _takes_away(question, self.lexicon):
            refused = None
        if refused is not None and refused.because != "language":
            return Interpretation(refused, before or Reading())
        if refused is None:
            found = self._spoken(question, scope, before, instead=instead)
            if isinstance(found.outcome, Plan):
                return found
        else:
            found = Interpretation(self._speaks(refused), before or Reading())
        return self._translated(question, scope, before, instead=instead) or found

    def _translated(
        self, question: str, scope: Scope, before: Reading | None, *, instead: bool
    ) -> Interpretation | None:
        """Read a question in another language; None where it is in none that is known."""
        for glossary in self.glossaries:
            told = glossary.translate(question)
            if told.known < _TRANSLATED:
                continue
            found = self._spoken(told.text, scope, before, instead=instead)
            note = f"I read that as “{told.text}”."
            match found.outcome:
                case Plan():
                    outcome: Outcome = replace(found.outcome, notes=(note, *found.outcome.notes))
                case AskBack():
                    outcome = replace(found.outcome, question=f"{note} {found.outcome.question}")
                case Refusal():
                    outcome = replace(found.outcome, reason=f"{note} {found.outcome.reason}")
            return Interpretation(outcome, found.reading)
        return None

    def _speaks(self, refused: Refusal) -> Refusal:
        """Return a refusal of a language that says which ones are understood."""
        names = " and ".join([self.lexicon.name, *(each.name for each in self.glossaries)])
        return replace(refused, reason=f"{refused.reason} I understand questions in {names}.")

    def _spoken(
        self, question: str, scope: Scope, before: Reading | None, *, instead: bool
    ) -> Interpretation:
        """Read a question; where it comes to nothing after one that did not, go on from the last answer."""
        voice = self.voice(scope)
        found = self._after(question, voice, before, instead=instead)
        last = before.answered if before is not None else None
        if last is not None and not isinstance(found.outcome, Plan):
            again = self._after(question, voice, last, instead=instead)
            if isinstance(again.outcome, Plan):
                found = replace(again, note="I went on from the last answer, not from the question after it.")
        found.reading.settled = isinstance(found.outcome, Plan)
        one = isinstance(found.outcome, AskBack) and len(found.outcome.choices) == 1
        found.reading.choice = found.outcome.choices[0] if isinstance(found.outcome, AskBack) and one else ""
        if isinstance(found.outcome, Plan):
            found.reading.variants = dict(found.outcome.query.variants)
            found.reading.groups = found.reading.groups or _ranked(found.reading, found.outcome, voice)
        if before is not None and not found.reading.settled:
            found.reading.answered = before if before.settled else before.answered
        return found

    def _after(self, question: str, voice: Voice, before: Reading | None, *, instead: bool) -> Interpretation:
        """Read a question after another one."""
        reading = voice.parser.parse(question)
        varies = before is not None and _varies(before, reading, question, voice)
        if varies:
            reading.metrics, reading.mentioned, reading.measure = [], [], ""
        if before is not None:
            reading = one_of_split(before, reading, question, voice.vocabulary)
        if before is not None and (instead or varies or leans(reading)):
            reading = all_but(before, reading, voice.vocabulary)
            kept, reading = lifted(before, reading, voice.vocabulary)
            reading = follow_up(of_another(kept, reading, voice.vocabulary), reading)
            reading = same_subject(before, reading, voice.vocabulary)
        outcome = voice.grounder.ground(reading, question)
        if isinstance(outcome, AskBack | Refusal):
            meaning = ByMeaning(voice.likenesses, self.lexicon, voice.vocabulary, voice.grounder)
            reading, outcome = meaning.read(reading, question, outcome, before)
        reading.question = question
        reading.offer = outcome.offer if isinstance(outcome, AskBack) else None
        return Interpretation(outcome, reading)

    def places(self, question: str, scope: Scope) -> list[str]:
        """Return the parts of the company that a question names: values that figures are limited to."""
        voice = self.voice(scope)
        reading = voice.parser.parse(question)
        found = []
        for mention in reading.values:
            columns = {term.column[1] for term, fit in mention.candidates if fit >= CALLED}
            if columns & _PLACES:
                found.append(mention.text)
        return found

    def voice(self, scope: Scope) -> Voice:
        """Return the words of a principal, from memory where an equal scope was seen before."""
        learned = self._learned()
        key = (scope.audience, learned)
        known = self._voices.get(key)
        if known is not None:
            return known
        vocabulary = build_vocabulary(self.layer, scope, self.lexicon, learned)
        company = self.layer.company
        calendar = calendar_of(company)
        parser = Parser(vocabulary, DateGrammar(self.lexicon, calendar, company.as_of))
        grounder = Grounder(vocabulary, company, calendar, ever=self.ever)
        likenesses = Likenesses(vocabulary.metrics.values(), self.meanings)
        voice = Voice(vocabulary, parser, grounder, likenesses)
        return self._voices.put(key, voice)


def _ranked(reading: Reading, plan: Plan, voice: Voice) -> list[DimensionTerm]:
    """Return what is ranked though no split was named: the suppliers of ``top ten suppliers we owe``."""
    known = voice.vocabulary.dimensions
    names = ((path.rsplit(".", 1)[-1],) for path in plan.query.by if reading.rank is not None)
    return [known[name] for name in names if name in known]


def _agrees(question: str) -> bool:
    """Return whether a question says no more than yes to what was offered."""
    words = {token.text.lower() for token in tokenise(question) if token.text.isalnum()}
    return bool(words & words_of("consent")) and words <= words_of("consent") | words_of("consenting")


def _varies(before: Reading, reading: Reading, question: str, voice: Voice) -> bool:
    """Return whether a question only names a variant of the figure before: ``and by value?``."""
    known = [mention.candidates[0][0][0] for mention in before.metrics if mention.candidates]
    variants = (labelled(name, reading, question, voice.vocabulary) for name in known[:1])
    named = any(mention.fit >= SURE for mention in reading.metrics)
    return not named and not reading.values and any(variants)


def _takes_away(question: str, lexicon: Lexicon) -> bool:
    """Return whether an order is about the answer before: ``drop Germany``, ``remove Japan``."""
    tokens = tokenise(question)
    first = stem_at(tokens, ordered(tokens))
    return first in lexicon.drops or Sense.EXCEPT in lexicon.senses.get((first,), ())


def unreadable(question: str, lexicon: Lexicon) -> Refusal | None:
    """Return why a text is no question that can be read: empty, too long, in another language."""
    if len(question) > LONGEST_QUESTION:
        return Refusal(
            f"That is {len(question):,} characters; I read questions of up to {LONGEST_QUESTION}.",
            because="too_long",
        )
    words = [token.text.lower() for token in tokenise(question) if token.text.isalnum()]
    if not words:
        return Refusal(
            "There is no question. Ask for a figure, such as “revenue last quarter”.", because="empty"
        )
    tokens = tokenise(question, lexicon.spelling)
    if is_order(tokens, lexicon):
        return Refusal(
            "I answer questions about figures; I change nothing and send nothing.", because="command"
        )
    if asks_advice(tokens):
        return Refusal("I answer questions about figures; what is to be done about them I do not say.")
    for name, common in lexicon.foreign.items():
        hits = sum(word in common for word in words)
        if hits >= 2 and hits * 3 >= len(words):
            return Refusal(
                f"That seems to be {name}.",
                because="language",
            )
    letters = [letter for letter in question if letter.isalpha()]
    if sum(not unicodedata.name(letter, "").startswith("LATIN") for letter in letters) * 2 > len(letters):
        return Refusal("I cannot read that script.", because="language")
    return None
