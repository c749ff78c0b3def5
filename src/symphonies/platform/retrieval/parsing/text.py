"""Plain text, and its bytes: the encoding is told by the bytes themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from symphonies.platform.retrieval.errors import DocumentUnreadableError
from symphonies.platform.retrieval.parsing.blocks import Block, Outline, Parsed, tidy
from symphonies.platform.retrieval.parsing.front import split_front
from symphonies.platform.retrieval.parsing.headings import heading_of

_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_FOREIGN = 0.1
"""A text with fewer bytes beyond ASCII is in Latin letters; too few of them to guess from."""
_FORM_FEED = "\f"
_BLANK = re.compile(r"\n\s*\n")


def parse_text(path: Path) -> Parsed:
    """Read a plain text; form feeds end pages, empty lines end paragraphs.

    Raises:
        DocumentUnreadableError: it is no text.
        DocumentAccessInvalidError: what it declares first is no YAML.
    """
    front, text = split_front(decoded(path), path.name)
    pages = text.split(_FORM_FEED)
    blocks = tuple(_blocks(pages))
    return Parsed("text", None, blocks, len(pages) if len(pages) > 1 else None, front)


def _blocks(pages: list[str]) -> Iterator[Block]:
    outline = Outline()
    for number, page in enumerate(pages, 1):
        for paragraph in _BLANK.split(page):
            lines = [tidy(line) for line in paragraph.splitlines() if line.strip()]
            while lines and (found := heading_of(lines[0])):
                outline.enter(*found)
                lines = lines[1:]
            if lines:
                yield Block(" ".join(lines), outline.section, number if len(pages) > 1 else None)


def decoded(path: Path) -> str:
    """Return the text of a file, whatever its encoding.

    Raises:
        DocumentUnreadableError: its bytes are no text.
    """
    data = path.read_bytes()
    for encoding in _tried(data):
        try:
            return data.decode(encoding).replace("\r\n", "\n").lstrip("\ufeff")
        except UnicodeDecodeError:
            continue
    raise DocumentUnreadableError(
        f"{path.name} is no text in any known encoding.", hint="Save it as UTF-8 text."
    )


def _tried(data: bytes) -> Iterator[str]:
    """Yield encodings in the order in which they are likely."""
    if data.startswith(_UTF16):
        yield "utf-16"
        return
    if b"\0" in data:
        return
    yield "utf-8-sig"
    if sum(byte > 127 for byte in data) < _FOREIGN * len(data):
        yield "cp1252"
    from charset_normalizer import from_bytes

    best = from_bytes(data).best()
    if best is not None:
        yield best.encoding
