"""DOCX: paragraphs and tables in order, under the headings that styles mark, with pages if it tells them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from symphonies.platform.retrieval.errors import DocumentUnreadableError
from symphonies.platform.retrieval.parsing.blocks import Block, Outline, Parsed, tidy
from symphonies.platform.retrieval.parsing.headings import heading_of
from symphonies.platform.retrieval.parsing.paging import Pages

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

    outline, pages = Outline(), Pages(opened.element.body)
    for part in opened.iter_inner_content():
        if isinstance(part, Table):
            for row in part.rows:
                page = pages.of(row._tr)
                text = " | ".join(dict.fromkeys(tidy(cell.text) for cell in row.cells))
                if text.strip(" |"):
                    yield Block(text, outline.section, page)
            continue
        text, style, page = tidy(part.text), _style(part), pages.of(part._p)
        marked = (int(style[8:]), text) if style.startswith("Heading ") and style[8:].isdigit() else None
        heading = marked or heading_of(text)
        if text and heading:
            outline.enter(*heading)
        elif text and style != "Title":
            yield Block(text, outline.section, page)


def _style(paragraph: Any) -> str:
    return str(paragraph.style.name) if paragraph.style is not None else ""
