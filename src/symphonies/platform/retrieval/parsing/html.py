"""HTML: what a reader sees, under its headings; scripts, styles and hidden parts are left out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from symphonies.platform.retrieval.parsing.blocks import Block, Outline, Parsed, tidy
from symphonies.platform.retrieval.parsing.text import decoded

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BLOCKS = ("p", "li", "tr", "pre", "blockquote", "dt", "dd", "td", "th", "div", "section", "article", "body")
_UNSEEN = ("script", "style", "noscript", "template", "head", "nav", "svg", "iframe", "object")


def parse_html(path: Path) -> Parsed:
    """Read a page.

    Raises:
        DocumentUnreadableError: it is no text.
    """
    from bs4 import BeautifulSoup

    page = BeautifulSoup(decoded(path), "lxml")
    title = tidy(page.title.get_text()) if page.title else ""
    for unseen in page.find_all(_is_unseen):
        unseen.extract()
    return Parsed("html", title or None, tuple(_blocks(page)))


def _is_unseen(tag: Any) -> bool:
    style = str(tag.get("style") or "").replace(" ", "").lower()
    return (
        tag.name in _UNSEEN
        or tag.has_attr("hidden")
        or tag.get("aria-hidden") == "true"
        or "display:none" in style
        or "visibility:hidden" in style
    )


def _blocks(page: Any) -> Iterator[Block]:
    """Yield the text of each innermost block; loose text between blocks is one of its own."""
    outline = Outline()
    for tag in page.find_all([*_HEADINGS, *_BLOCKS]):
        if tag.name in _HEADINGS:
            text = tidy(tag.get_text(" "))
            if text:
                outline.enter(_HEADINGS[tag.name], text)
        elif tag.name == "tr":
            cells = [tidy(cell.get_text(" ")) for cell in tag.find_all(["td", "th"])]
            if any(cells):
                yield Block(" | ".join(cells), outline.section)
        elif tag.find_parent("tr") is None:
            text = _own_text(tag)
            if text:
                yield Block(text, outline.section)


def _own_text(tag: Any) -> str:
    """Return the text of a block without that of blocks inside it."""
    parts: list[str] = []

    def walk(node: Any) -> None:
        for child in node.children:
            if getattr(child, "name", None) is None:
                if type(child).__name__ == "NavigableString":
                    parts.append(str(child))
            elif child.name not in _BLOCKS and child.name not in _HEADINGS and child.name != "table":
                parts.append(" " if child.name == "br" else "")
                walk(child)

    walk(tag)
    return tidy("".join(parts))
