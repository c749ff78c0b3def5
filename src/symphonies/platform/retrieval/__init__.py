"""Retrieval: private documents to passages with citations, each principal seeing only their own library."""

from symphonies.platform.retrieval.access import Access
from symphonies.platform.retrieval.documents import Chunk, Document
from symphonies.platform.retrieval.errors import (
    DocumentAccessInvalidError,
    DocumentEmptyError,
    DocumentStoreError,
    DocumentUnknownError,
    DocumentUnreadableError,
    DocumentUnsupportedError,
)
from symphonies.platform.retrieval.library import Library, LoadOutcome, Passage
from symphonies.platform.retrieval.obligations import (
    Kind,
    Obligation,
    ObligationQuestion,
    Unit,
    extract,
    parse_question,
)
from symphonies.platform.retrieval.parsing import parse_document
from symphonies.platform.retrieval.ports import Embedder, VectorStore
from symphonies.platform.retrieval.settings import RetrievalSettings, open_embedder, open_library, open_store
from symphonies.platform.retrieval.wordpieces import whole_words

__all__ = [
    "Access",
    "Chunk",
    "Document",
    "DocumentAccessInvalidError",
    "DocumentEmptyError",
    "DocumentStoreError",
    "DocumentUnknownError",
    "DocumentUnreadableError",
    "DocumentUnsupportedError",
    "Embedder",
    "Kind",
    "Library",
    "LoadOutcome",
    "Obligation",
    "ObligationQuestion",
    "Passage",
    "RetrievalSettings",
    "Unit",
    "VectorStore",
    "extract",
    "open_embedder",
    "open_library",
    "open_store",
    "parse_document",
    "parse_question",
    "whole_words",
]
