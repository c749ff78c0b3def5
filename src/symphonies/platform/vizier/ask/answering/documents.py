"""Questions about private documents: obligations that can be compared, and passages quoted as they stand."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from symphonies.platform.retrieval import Document, Kind, Library, Obligation, Passage, parse_question
from symphonies.platform.vizier.ask.answering.answer import Answer, Working
from symphonies.platform.vizier.ask.answering.steps import Stage, Step, Tell, nobody
from symphonies.platform.vizier.ask.parsing import Reading

if TYPE_CHECKING:
    from symphonies.platform.security import Principal, Scope

_QUOTED = re.compile(
    r"\b(?:what|where|which|does|do)\b.*\b(?:documents?|contracts?|agreements?|polic(?:y|ies)|minutes|annex(?:es)?|amendments?)\b"
    r".*\b(?:says?|said|state[sd]?|mentions?|writes?|written)\b",
    re.IGNORECASE,
)
_PASSAGES = 3
_COLUMNS = ("document", "value", "unit", "section", "page", "sentence")
_WARNING = "A quoted text gives orders to a machine; it is only quoted."


class KnownRows(Protocol):
    """What the tables hold of what documents speak of."""

    def of(self, table: str, keys: Sequence[str], scope: Scope, /) -> Mapping[str, Mapping[str, Any]]:
        """Return rows by key, as far as a scope lets them be seen."""
        ...


@dataclass(frozen=True)
class DocumentQuestions:
    """Answers from the library of whoever asks; a question of another sort is left to others."""

    library: Library
    people: Mapping[str, Principal]
    rows: KnownRows | None = None
    """Knows the rows documents speak of; None: only what the documents say is told."""

    def answer(self, question: str, scope: Scope, tell: Tell = nobody) -> Answer | None:
        """Return an answer; None where the question is not about documents, or there are none to read."""
        principal = self.people.get(scope.principal_id)
        asked = parse_question(question)
        quoted = bool(_QUOTED.search(question[:500]))
        if principal is None or not (asked or quoted):
            return None
        tell(Step(Stage.FIGURES, "Looking through the documents"))
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
        what = "liability without a limit" if asked.unlimited and asked.kind is Kind.LIABILITY_CAP else what
        found = [each for each in known if asked.accepts(each[1])]
        return _from_obligations(question, what, found, [self._of_tables(each[0], scope) for each in found])

    def _of_tables(self, document: Document, scope: Scope) -> Mapping[str, Any]:
        """Return what the tables hold of what a document speaks of."""
        told: dict[str, Any] = {}
        if self.rows is None:
            return told
        for table, key in document.about.items():
            row = self.rows.of(table, [key], scope).get(key)
            if row is not None:
                told |= {table.rpartition(".")[2]: key, **row}
        return told


def _from_obligations(
    question: str,
    what: str,
    found: Sequence[tuple[Document, Obligation]],
    of_tables: Sequence[Mapping[str, Any]],
) -> Answer:
    names = list(dict.fromkeys(_cited(*each) for each in found))
    told = "; ".join(names[:5]) + (f" and {len(names) - 5} more" if len(names) > 5 else "")
    sentence = (
        f"A {what} is in {told}." if names else f"I find a {what} in none of the documents you may read."
    )
    more = tuple(dict.fromkeys(name for row in of_tables for name in row))
    rows = tuple(
        {
            "document": document.title,
            "value": obligation.value,
            "unit": obligation.currency or obligation.unit.value,
            "section": " > ".join(obligation.section),
            "page": obligation.page,
            "sentence": obligation.sentence,
            **{name: row.get(name) for name in more},
        }
        for (document, obligation), row in zip(found, of_tables, strict=True)
    )
    notes = [f"{d.title}: the words and the digits differ; the words hold." for d, o in found if o.doubtful]
    words = ("Read from the sentences quoted; a term said in another way may be missed.",)
    return _answer(question, sentence, (*_COLUMNS, *more), rows, (words, found), tuple(notes))


def _cited(document: Document, obligation: Obligation) -> str:
    """Return where an obligation stands: title, section and page."""
    page = "" if obligation.page is None else f", page {obligation.page}"
    section = f", {obligation.section[-1]}" if obligation.section else ""
    return f"{document.title} ({_amount(obligation)}{section}{page})"


def _amount(obligation: Obligation) -> str:
    if obligation.day is not None:
        return obligation.day.isoformat()
    if obligation.value is None:
        return "no limit" if obligation.kind is Kind.LIABILITY_CAP else "no rate"
    return f"{_value(obligation.value)} {obligation.currency or obligation.unit.value}"


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
    return "" if value is None else f"{value:,.12g}"
