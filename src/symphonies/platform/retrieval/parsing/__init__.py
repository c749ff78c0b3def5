"""Files to text: one module a format."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from symphonies.platform.retrieval.errors import DocumentEmptyError, DocumentUnsupportedError
from symphonies.platform.retrieval.parsing.blocks import Block, Parsed
from symphonies.platform.retrieval.parsing.docx import parse_docx
from symphonies.platform.retrieval.parsing.front import read_yaml
from symphonies.platform.retrieval.parsing.html import parse_html
from symphonies.platform.retrieval.parsing.markdown import parse_markdown
from symphonies.platform.retrieval.parsing.pdf import parse_pdf
from symphonies.platform.retrieval.parsing.text import parse_text

PARSERS: Mapping[str, Callable[[Path], Parsed]] = {
    ".pdf": parse_pdf,
    ".docx": parse_docx,
    ".html": parse_html,
    ".htm": parse_html,
    ".md": parse_markdown,
    ".markdown": parse_markdown,
    ".txt": parse_text,
}


def parse_document(path: Path) -> Parsed:
    """Read a file as its name says.

    Raises:
        DocumentUnsupportedError: nothing here reads such files.
        DocumentUnreadableError: it is damaged, locked, or of another format.
        DocumentEmptyError: there is no text in it.
        DocumentAccessInvalidError: what it declares of its readers cannot be read.
    """
    parser = PARSERS.get(path.suffix.lower())
    if parser is None:
        raise DocumentUnsupportedError(
            f"{path.name}: files of type {path.suffix or 'none'!r} are not read.",
            hint=f"Read are {', '.join(PARSERS)}.",
        )
    if path.stat().st_size == 0:
        raise DocumentEmptyError(f"{path.name} is empty.", hint="Remove it, or load the file that was meant.")
    parsed = parser(path)
    if not parsed.blocks:
        raise DocumentEmptyError(
            f"{path.name} holds no text.", hint="Check that it is the file that was meant."
        )
    return parsed


__all__ = ["PARSERS", "Block", "Parsed", "parse_document", "read_yaml"]
