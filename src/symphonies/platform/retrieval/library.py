"""The library: files in, passages with citations out, each principal in a library of their own."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from symphonies.kernel import Clock, ForbiddenError, SymphonyError, did_you_mean
from symphonies.platform.retrieval.access import parse_declared
from symphonies.platform.retrieval.chunking import chunked
from symphonies.platform.retrieval.documents import Chunk, Document
from symphonies.platform.retrieval.errors import DocumentUnknownError, DocumentUnsupportedError
from symphonies.platform.retrieval.obligations import Kind, Obligation, extract_all
from symphonies.platform.retrieval.parsing import PARSERS, Parsed, parse_document, read_yaml
from symphonies.platform.retrieval.ports import Embedder, VectorStore
from symphonies.platform.retrieval.ranking import Ranker
from symphonies.platform.retrieval.sentences import sentences
from symphonies.platform.retrieval.snippets import snippet
from symphonies.platform.retrieval.suspicion import suspicious
from symphonies.platform.security import Principal

SIDE_CAR = ".access.yaml"
"""After the whole name of a file: what is declared of it. ``folder.access.yaml`` speaks for a folder."""
FOLDER_CAR = "folder.access.yaml"


@dataclass(frozen=True)
class Passage:
    """A chunk that answers a search, with where it stands.

    Attributes:
        document: where from.
        chunk: the whole passage.
        snippet: the part of it that answers best, exactly as it stands there.
        score: higher is better; comparable within one search only.
    """

    document: Document
    chunk: Chunk
    snippet: str
    score: float

    @property
    def citation(self) -> str:
        """Title, section and page, for people."""
        section = " > ".join(each for each in self.chunk.section if each != self.document.title)
        page = "" if self.chunk.page is None else f"page {self.chunk.page}"
        return ", ".join(part for part in (self.document.title, section, page) if part)


@dataclass(frozen=True)
class LoadOutcome:
    """What became of one file."""

    file: str
    state: str
    """``loaded``, ``unchanged``, or ``refused``."""
    chunks: int = 0
    error: SymphonyError | None = None


class Library:
    """Private documents; safe to share between threads."""

    def __init__(self, store: VectorStore, embedder: Embedder, clock: Clock) -> None:
        self.store = store
        self.embedder = embedder
        self.clock = clock
        self._ranker = Ranker(store, embedder)

    def load(self, path: Path, loader: Principal) -> Iterator[LoadOutcome]:
        """Load a file, or those of a folder, one by one; a refused file stops no other.

        What was loaded from the same file before is replaced; unchanged files are passed over.

        Raises:
            DocumentUnknownError: there is no such file or folder.
        """
        if not path.exists():
            raise DocumentUnknownError(f"There is no file or folder {path.name!r}.", hint="Check the path.")
        root = path if path.is_dir() else path.parent
        known = {document.id: document for document in self.store.documents()}
        for file in _files(path):
            name = f"{root.resolve().name}/{file.relative_to(root).as_posix()}"
            try:
                yield self._load(file, root, name, loader, known.get(name))
            except SymphonyError as error:
                yield LoadOutcome(name, "refused", error=error)

    def readable(self, principal: Principal) -> Sequence[Document]:
        """Return the documents a principal may read, by id."""
        return [document for document in self.store.documents() if document.access.allows(principal)]

    def search(self, words: str, principal: Principal, limit: int = 5) -> Sequence[Passage]:
        """Return the passages that answer best, at most one a document's chunk.

        What the principal may not read is left out before anything is scored: it shifts no rank and no
        weight of a word.

        Args:
            words: what is sought; without a word nothing is found.
            principal: who asks.
            limit: how many passages at most.
        """
        if not words.strip():
            return []
        documents = {document.id: document for document in self.readable(principal)}
        return [
            Passage(documents[chunk.document], chunk, snippet(chunk.text, words), score)
            for chunk, score in self._ranker.rank(words, list(documents.values()), limit)
        ]

    def obligations(
        self,
        principal: Principal,
        kind: Kind | None = None,
        accept: Callable[[Obligation], bool] | None = None,
    ) -> Sequence[tuple[Document, Obligation]]:
        """Return the obligations of the documents a principal may read.

        Args:
            principal: who asks.
            kind: of this kind only.
            accept: only those that it accepts.
        """
        return [
            (document, obligation)
            for document in self.readable(principal)
            for obligation in document.obligations
            if kind in (None, obligation.kind) and (accept is None or accept(obligation))
        ]

    def remove(self, document: str, principal: Principal) -> None:
        """Forget a document; only its owner may, and the owner of the installation.

        Raises:
            DocumentUnknownError: there is none, or none that this principal may remove.
        """
        mine = [each.id for each in self.store.documents() if _may_change(each, principal)]
        if document not in mine:
            raise DocumentUnknownError(
                f"{principal.id!r} owns no document {document!r}.", hint=did_you_mean(document, mine)
            )
        self.store.remove(document)

    def close(self) -> None:
        """Let go of the store."""
        self.store.close()

    def _load(
        self, file: Path, root: Path, name: str, loader: Principal, known: Document | None
    ) -> LoadOutcome:
        if known is not None and not _may_change(known, loader):
            raise ForbiddenError(
                f"{name} belongs to somebody else.", hint="Load it under another name, or ask its owner."
            )
        declared = _declared_beside(file, root)
        digest = hashlib.sha256(file.read_bytes() + repr(declared).encode()).hexdigest()
        if known is not None and (known.digest, known.embedder) == (digest, self.embedder.name):
            return LoadOutcome(name, "unchanged")
        parsed = parse_document(file)
        told = parse_declared({**(declared or {}), **(parsed.front or {})}, name)
        blocks = list(chunked(parsed.blocks))
        chunks = [
            Chunk(
                f"{name}#{number}",
                name,
                number,
                block.text,
                block.section,
                block.page,
                suspicious(block.text),
            )
            for number, block in enumerate(blocks)
        ]
        document = Document(
            id=name,
            title=told.title or parsed.title or file.stem,
            format=parsed.format,
            digest=digest,
            pages=parsed.pages,
            loaded_at=self.clock.now(),
            embedder=self.embedder.name,
            access=told.access(loader.id),
            about=told.about,
            obligations=_obligations(parsed),
        )
        self.store.put(document, chunks, self.embedder.embed([_embedded(chunk) for chunk in chunks]))
        return LoadOutcome(name, "loaded", len(chunks))


def _may_change(document: Document, principal: Principal) -> bool:
    return document.access.owner == principal.id or "owner" in principal.roles


def _embedded(chunk: Chunk) -> str:
    return f"{chunk.section[-1]}. {chunk.text}" if chunk.section else chunk.text


def _obligations(parsed: Parsed) -> tuple[Obligation, ...]:
    return extract_all(
        (sentence, block.section, block.page)
        for block in parsed.blocks
        for sentence in sentences(block.text)
        if not suspicious(sentence)
    )


def _files(path: Path) -> Iterator[Path]:
    if path.is_file():
        if path.suffix.lower() not in PARSERS:
            raise DocumentUnsupportedError(
                f"{path.name}: files of type {path.suffix or 'none'!r} are not read.",
                hint=f"Read are {', '.join(PARSERS)}.",
            )
        yield path
        return
    for file in sorted(path.rglob("*")):
        hidden = any(part.startswith(".") for part in file.relative_to(path).parts)
        if file.is_file() and not hidden and file.suffix.lower() in PARSERS:
            yield file


def _declared_beside(file: Path, root: Path) -> dict[str, object] | None:
    """Return what is declared for a file: of the folders down to it, and beside it; the nearer wins."""
    told: dict[str, object] = {}
    folders = [
        folder for folder in (*reversed(file.parent.parents), file.parent) if folder.is_relative_to(root)
    ]
    for place in [*(folder / FOLDER_CAR for folder in folders), file.with_name(file.name + SIDE_CAR)]:
        if place.is_file():
            told |= read_yaml(place.read_text("utf-8"), place.name) or {}
    return told or None
