"""PDF: pages as they are printed, paragraphs put together again from their lines."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

from symphonies.platform.retrieval.errors import DocumentEmptyError, DocumentUnreadableError
from symphonies.platform.retrieval.parsing.blocks import Block, Outline, Parsed, tidy
from symphonies.platform.retrieval.parsing.headings import heading_of

_ENDS = (".", ":", ";", "?", "!")


def parse_pdf(path: Path) -> Parsed:
    """Read a PDF.

    Raises:
        DocumentUnreadableError: it is damaged or needs a password.
        DocumentEmptyError: no page has text, as when pages were scanned.
    """
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it reports what is raised here
    try:
        reader = PdfReader(path)
        if reader.is_encrypted and not reader.decrypt(""):
            raise DocumentUnreadableError(
                f"{path.name} is locked by a password.",
                hint="Save a copy without the password and load that.",
            )
        texts = [page.extract_text() for page in reader.pages]
        title = reader.metadata.title if reader.metadata else None
    except DocumentUnreadableError:
        raise
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError, OSError) as error:
        raise DocumentUnreadableError(
            f"{path.name} cannot be read as PDF.", hint="Open it in a reader, and save it again as PDF."
        ) from error
    if texts and not any(text.strip() for text in texts):
        raise DocumentEmptyError(
            f"{path.name} has {len(texts)} pages and no text: they are pictures.",
            hint="Run text recognition over it, then load it again.",
        )
    return Parsed("pdf", tidy(title) or None if title else None, tuple(_blocks(texts)), len(texts))


def _blocks(pages: list[str]) -> Iterator[Block]:
    outline = Outline()
    for number, text in enumerate(pages, 1):
        for paragraph in _paragraphs(text):
            found = heading_of(paragraph)
            if found:
                outline.enter(*found)
            else:
                yield Block(paragraph, outline.section, number)


def _paragraphs(text: str) -> Iterator[str]:
    """Yield paragraphs: lines are joined until one is empty, is a heading, or ends short like a sentence."""
    lines = [tidy(line) for line in text.splitlines()]
    widest = max(map(len, lines), default=0)
    held: list[str] = []
    for line in lines:
        if held and (not line or heading_of(line)):
            yield " ".join(held)
            held = []
        if not line:
            continue
        if heading_of(line):
            yield line
            continue
        held.append(line)
        if line.endswith(_ENDS) and len(line) < 0.75 * widest:
            yield " ".join(held)
            held = []
    if held:
        yield " ".join(held)
