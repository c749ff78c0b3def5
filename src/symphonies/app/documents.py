"""Private documents of an instance, and how surfaces show what is found in them."""

from __future__ import annotations

from typing import Any

from symphonies.app.settings import Settings
from symphonies.platform.retrieval import Document, Library, Obligation, Passage, open_library


def open_documents(settings: Settings) -> Library:
    """Open the documents of a store.

    Raises:
        DocumentStoreError: their store cannot be opened.
    """
    return open_library(settings.retrieval, settings.lakehouse.store)


def passage_row(passage: Passage) -> dict[str, Any]:
    """Return a passage as plain data."""
    return {
        "document": passage.document.id,
        "title": passage.document.title,
        "citation": passage.citation,
        "section": list(passage.chunk.section),
        "page": passage.chunk.page,
        "snippet": passage.snippet,
        "text": passage.chunk.text,
        "score": passage.score,
        "suspicious": list(passage.chunk.suspicious),
        "digest": passage.document.digest,
        "loaded_at": passage.document.loaded_at.isoformat(),
    }


def obligation_row(document: Document, obligation: Obligation) -> dict[str, Any]:
    """Return an obligation with its citation as plain data."""
    return {
        "document": document.id,
        "title": document.title,
        "about": dict(document.about),
        "kind": obligation.kind.value,
        "value": obligation.value,
        "unit": obligation.unit.value,
        "currency": obligation.currency,
        "day": obligation.day and obligation.day.isoformat(),
        "days": obligation.days,
        "party": obligation.party,
        "automatic": obligation.automatic,
        "doubtful": obligation.doubtful,
        "section": " > ".join(obligation.section),
        "page": obligation.page,
        "sentence": obligation.sentence,
    }
