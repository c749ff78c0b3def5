"""DOCX: paragraphs and tables in their order, under the headings that styles mark."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from symphonies.platform.retrieval.errors import DocumentUnreadableError
from symphonies.platform.retrieval.parsing.blocks import Block, Outline, Parsed, tidy
from symphonies.platform.retrieval.parsing.headings import heading_of

_LOCKED = b"\xd0\xcf\x11\xe0"
"""What an old Office container begins with; a locked DOCX is inside one."""


def parse_docx(path: Path) -> Parsed:
    """Read a DOCX.

    Raises:
        DocumentUnreadableError: it is damaged, locked by a password, or an old DOC.
    """
    import docx
    from docx.opc.exceptions import PackageNotFoundError
    from lxml.etree import XMLSyntaxError

    with path.open("rb") as file:
        if file.read(4) == _LOCKED:
            raise DocumentUnreadableError(
                f"{path.name} is locked by a password, or is an old DOC.",
                hint="Save it in Word as DOCX without a password, and load that.",
            )
    try:
        opened = docx.Document(str(path))
        blocks = tuple(_blocks(opened))
    except (PackageNotFoundError, BadZipFile, KeyError, ValueError, XMLSyntaxError) as error:
        raise DocumentUnreadableError(
            f"{path.name} cannot be read as DOCX.", hint="Open it in Word, and save it again as DOCX."
        ) from error
    titled = next((p.text for p in opened.paragraphs if _style(p) == "Title" and p.text.strip()), None)
    return Parsed("docx", tidy(titled or opened.core_properties.title or "") or None, blocks)


def _blocks(opened: Any) -> Iterator[Block]:
    from docx.table import Table

    outline = Outline()
    for part in opened.iter_inner_content():
        if isinstance(part, Table):
            rows = (tuple(dict.fromkeys(tidy(cell.text) for cell in row.cells)) for row in part.rows)
            yield from (Block(" | ".join(row), outline.section) for row in rows if any(row))
            continue
        text, style = tidy(part.text), _style(part)
        marked = (int(style[8:]), text) if style.startswith("Heading ") and style[8:].isdigit() else None
        heading = marked or heading_of(text)
        if text and heading:
            outline.enter(*heading)
        elif text and style != "Title":
            yield Block(text, outline.section)


def _style(paragraph: Any) -> str:
    return str(paragraph.style.name) if paragraph.style is not None else ""
