"""Questions about private documents: obligations that can be compared, and passages quoted as they stand."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from symphonies.platform.retrieval import Document, Library, Obligation, Passage, parse_question
from symphonies.platform.vizier.ask.answering.answer import Answer, Working
from symphonies.platform.vizier.ask.parsing import Reading

if TYPE_CHECKING:
    from symphonies.platform.security import Principal, Scope

_QUOTED = re.compile(
    r"\b(?:what|where|which|does|do)\b.*\b(?:documents?|contracts?|agreements?|polic(?:y|ies)|minutes)\b"
    r".*\b(?:says?|said|state[sd]?|mentions?|writes?|written)\b",
    re.IGNORECASE,
)
_PASSAGES = 3
_COLUMNS = ("document", "value", "unit", "section", "page", "sentence")
_WARNING = "A quoted text gives orders to a machine; it is only quoted."


@dataclass(frozen=True)
class DocumentQuestions:
    """Answers from the library of whoever asks; a question of another sort is left to others."""

    library: Library
    people: Mapping[str, Principal]

    def answer(self, question: str, scope: Scope) -> Answer | None:
        """Return an answer; None where the question is not about documents, or there are none to read."""
        principal = self.people.get(scope.principal_id)
        asked = parse_question(question)
        quoted = bool(_QUOTED.search(question[:500]))
        if principal is None or not (asked or quoted):
            return None
        if quoted:
            found = self.library.search(question, principal, _PASSAGES)
            return _from_passages(question, found) if found else None
        assert asked is not None, "one of the two holds"
        known = self.library.obligations(principal, asked.kind)
        if not known:
            return None
        limit = (
            ""
            if asked.limit is None
            else f" of {asked.comparison} {_value(asked.limit.value)} {asked.limit.unit}"
        )
        what = f"{asked.kind.replace('_', ' ')}{limit}"
        return _from_obligations(question, what, [each for each in known if asked.accepts(each[1])])


def _from_obligations(question: str, what: str, found: Sequence[tuple[Document, Obligation]]) -> Answer:
    names = list(dict.fromkeys(document.title for document, _ in found))
    told = ", ".join(names[:5]) + (f" and {len(names) - 5} more" if len(names) > 5 else "")
    sentence = (
        f"A {what} is in {told}." if names else f"I find a {what} in none of the documents you may read."
    )
    rows = tuple(
        {
            "document": document.title,
            "value": obligation.value,
            "unit": obligation.currency or obligation.unit.value,
            "section": " > ".join(obligation.section),
            "page": obligation.page,
            "sentence": obligation.sentence,
        }
        for document, obligation in found
    )
    notes = [f"{d.title}: the words and the digits differ; the words hold." for d, o in found if o.doubtful]
    words = ("Read from the sentences quoted; a term said in another way may be missed.",)
    return _answer(question, sentence, _COLUMNS, rows, (words, found), tuple(notes))


def _from_passages(question: str, found: Sequence[Passage]) -> Answer:
    best = found[0]
    rows = tuple(
        {
            "document": each.document.title,
            "section": " > ".join(each.chunk.section),
            "page": each.chunk.page,
            "sentence": each.snippet,
        }
        for each in found
    )
    notes = (_WARNING,) if any(each.chunk.suspicious for each in found) else ()
    words = ("Quoted as it stands; found by words and by meaning.",)
    sources = (words, [(each.document, None) for each in found])
    sentence = f"{best.citation}: “{best.snippet}”"
    return _answer(question, sentence, ("document", "section", "page", "sentence"), rows, sources, notes)


def _answer(
    question: str,
    sentence: str,
    columns: tuple[str, ...],
    rows: tuple[Mapping[str, object], ...],
    sources: tuple[tuple[str, ...], Sequence[tuple[Document, object]]],
    notes: tuple[str, ...],
) -> Answer:
    words, found = sources
    lineage = tuple(dict.fromkeys(document.id for document, _ in found))
    working = Working(words, (), None, lineage)
    return Answer(
        "answer", question, sentence, Reading(), None, columns, rows, None, working, 0.8, notes=notes,
        intent="documents",
    )  # fmt: skip


def _value(value: float | None) -> str:
    return "" if value is None else f"{value:,g}"
