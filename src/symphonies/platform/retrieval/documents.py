"""What is kept: documents with their rights, and the chunks of text that are searched and cited."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from symphonies.platform.retrieval.access import Access
from symphonies.platform.retrieval.obligations import Obligation


@dataclass(frozen=True)
class Document:
    """One loaded file.

    Attributes:
        id: the name of the folder it was loaded from, and its path therein.
        title: as the text calls itself, else the name of the file.
        format: ``pdf``, ``docx``, ``html``, ``markdown`` or ``text``.
        digest: SHA-256 of the file.
        pages: how many; None for formats without pages.
        loaded_at: when, UTC.
        embedder: the model of its vectors.
        access: who may read it.
        about: keys of what it speaks of, such as ``{"contracts.contract": "K-00012"}``.
        obligations: what it binds its parties to.
    """

    id: str
    title: str
    format: str
    digest: str
    pages: int | None
    loaded_at: datetime
    embedder: str
    access: Access
    about: Mapping[str, str] = field(default_factory=dict)
    obligations: tuple[Obligation, ...] = ()


@dataclass(frozen=True)
class Chunk:
    """A passage of a document, exactly as it stands there.

    Attributes:
        id: unique among all documents.
        document: the id of its document.
        number: 0 for the first.
        text: the passage.
        section: the headings above it, outermost first.
        page: where it begins; None for formats without pages.
        suspicious: phrases in it that give orders to a machine; they are quoted, never obeyed.
    """

    id: str
    document: str
    number: int
    text: str
    section: tuple[str, ...] = ()
    page: int | None = None
    suspicious: tuple[str, ...] = ()
