"""A paper as PDF: lines of text in a font every reader has."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING

from symphonies.platform.samples.papers.paper import Paper

if TYPE_CHECKING:
    from pypdf import PdfWriter

_WIDTH, _HEIGHT, _MARGIN, _LEADING = 595, 842, 60, 16
"""Points: a page of A4, its margins, and from line to line."""
_LINE = 84
"""Characters of a line of body text."""
_LINES = (_HEIGHT - 2 * _MARGIN) // _LEADING
_BODY, _HEADING, _TITLE = 11, 13, 16

Line = tuple[int, str]
"""Size of the type in points, and text."""


def write_pdf(paper: Paper, path: Path) -> None:
    """Write a paper; text beyond Latin-1 is written with question marks."""
    from pypdf import PdfWriter

    writer = PdfWriter()
    writer.add_metadata({"/Title": paper.title})
    for lines in _pages(paper):
        _add_page(writer, lines)
    writer.write(path)


def _pages(paper: Paper) -> Iterator[list[Line]]:
    page: list[Line] = [(_TITLE, line) for line in wrap(paper.title, 56)]
    for section in paper.sections:
        block = list(_lines(section.heading, section.paragraphs))
        if page and (section.new_page or len(page) + len(block) > _LINES):
            yield page
            page = []
        page += block
    yield page


def _lines(heading: str, paragraphs: tuple[str, ...]) -> Iterator[Line]:
    yield from ((_BODY, ""), (_HEADING, heading))
    for paragraph in paragraphs:
        yield (_BODY, "")
        yield from ((_BODY, line) for line in wrap(paragraph, _LINE, break_on_hyphens=False))


def _add_page(writer: PdfWriter, lines: list[Line]) -> None:
    from pypdf.generic import ContentStream, DictionaryObject, NameObject

    page = writer.add_blank_page(_WIDTH, _HEIGHT)
    font = DictionaryObject({
        NameObject("/Type"): NameObject("/Font"),
        NameObject("/Subtype"): NameObject("/Type1"),
        NameObject("/BaseFont"): NameObject("/Helvetica"),
        NameObject("/Encoding"): NameObject("/WinAnsiEncoding"),
    })  # fmt: skip
    fonts = DictionaryObject({NameObject("/F1"): font})
    shown = "".join(f"/F1 {size} Tf ({_escaped(line)}) Tj 0 -{_LEADING} Td\n" for size, line in lines)
    content = ContentStream(None, writer)
    begin = f"BT {_MARGIN} {_HEIGHT - _MARGIN} Td\n"
    content.set_data(f"{begin}{shown}ET".encode("cp1252", "replace"))
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    page.replace_contents(content)


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
