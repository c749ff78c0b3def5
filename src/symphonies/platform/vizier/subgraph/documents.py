"""``Query.documents`` and ``Query.documentObligations``: private documents, cited."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import Any

from symphonies.platform.retrieval import Document, Kind, Library, Obligation, Passage
from symphonies.platform.vizier.subgraph.context import Context

DOCUMENTS = "documents"
"""Key of the request's extras: the `Library`."""
MOST = 50

SDL = """
type Query {
  "Passages of private documents that answer a search, the best first; at most 50."
  documents(search: String!, limit: Int = 5): [Passage!]!
  "What the documents bind their parties to; of one kind, such as payment_term, or of all."
  documentObligations(kind: ID): [DocumentObligation!]!
}

"A passage of a document, quoted as it stands."
type Passage {
  document: ID!
  title: String!
  "Title, section and page."
  citation: String!
  section: [String!]!
  "Null for formats without pages."
  page: Int
  snippet: String!
  text: String!
  "Phrases in it that give orders to a machine; they are quoted, never followed."
  suspicious: [String!]!
  "SHA-256 of the file."
  digest: String!
  loadedAt: String!
}

"A term of a document, with the sentence it is read from."
type DocumentObligation {
  document: ID!
  title: String!
  "The rows that the document speaks of."
  about: [DocumentSubject!]!
  kind: ID!
  value: Float
  "days, weeks, months, years, percent, money, date or none."
  unit: ID!
  currency: String
  day: String
  "customer, supplier or either: who is bound."
  party: String
  automatic: Boolean!
  "The words and the digits of the number differ; the words hold."
  doubtful: Boolean!
  section: [String!]!
  page: Int
  sentence: String!
}

"A row of a table, such as a contract."
type DocumentSubject {
  "As product.table."
  table: ID!
  key: ID!
}
"""


def resolvers() -> Mapping[str, Mapping[str, Callable[..., Any]]]:
    """Return the resolvers of this part, by type and field."""
    return {"Query": {"documents": _documents, "documentObligations": _obligations}}


async def _documents(_source: object, info: Any, search: str, limit: int = 5) -> list[dict[str, Any]]:
    context: Context = info.context
    library: Library = context.extras[DOCUMENTS]
    most = max(0, min(limit, MOST))
    found = await asyncio.to_thread(library.search, search, context.principal, most)
    return [_passage(each) for each in found]


async def _obligations(_source: object, info: Any, kind: str | None = None) -> list[dict[str, Any]]:
    context: Context = info.context
    library: Library = context.extras[DOCUMENTS]
    if kind is not None and kind not in list(Kind):
        return []
    wanted = None if kind is None else Kind(kind)
    found = await asyncio.to_thread(library.obligations, context.principal, wanted)
    return [_obligation(*each) for each in found]


def _passage(passage: Passage) -> dict[str, Any]:
    return {
        "document": passage.document.id,
        "title": passage.document.title,
        "citation": passage.citation,
        "section": list(passage.chunk.section),
        "page": passage.chunk.page,
        "snippet": passage.snippet,
        "text": passage.chunk.text,
        "suspicious": list(passage.chunk.suspicious),
        "digest": passage.document.digest,
        "loadedAt": passage.document.loaded_at.isoformat(),
    }


def _obligation(document: Document, obligation: Obligation) -> dict[str, Any]:
    return {
        "document": document.id,
        "title": document.title,
        "about": [{"table": table, "key": key} for table, key in document.about.items()],
        "kind": obligation.kind.value,
        "value": obligation.value,
        "unit": obligation.unit.value,
        "currency": obligation.currency,
        "day": obligation.day and obligation.day.isoformat(),
        "party": obligation.party,
        "automatic": obligation.automatic,
        "doubtful": obligation.doubtful,
        "section": list(obligation.section),
        "page": obligation.page,
        "sentence": obligation.sentence,
    }
