"""The pages of a DOCX: where a program broke them, else where its author did and nothing can run over."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_RENDERED, _BREAK, _TEXT = f"{_W}lastRenderedPageBreak", f"{_W}br", f"{_W}t"
_BEFORE, _SECTION = f"{_W}pageBreakBefore", f"{_W}sectPr"
_FITS = 1500
"""Characters that fit on one page whatever their size and spacing; more may have run over to the next."""


class Pages:
    """Tells the page on which each part of a body begins.

    A program that lays a document out leaves a mark wherever it began a page. A file without such marks was
    never laid out: then breaks that somebody put there tell the page, but only as long as no page between
    them can be fuller than it holds.

    Args:
        body: the element ``w:body``; its parts are asked for in their order.
    """

    def __init__(self, body: Any) -> None:
        rendered = next(body.iter(_RENDERED), None) is not None
        self._is_break = _rendered if rendered else _put
        self._told = rendered or _are_short(body)
        self._page = 1

    def of(self, part: Any) -> int | None:
        """Return the page on which the text of the next part begins; None where the file does not tell."""
        first = None
        for element in part.iter():
            if self._is_break(element):
                self._page += 1
            elif element.tag == _TEXT and (element.text or "").strip() and first is None:
                first = self._page
        return (first or self._page) if self._told else None


def _rendered(element: Any) -> bool:
    return element.tag == _RENDERED


def _put(element: Any) -> bool:
    """Return whether somebody began a page here."""
    if element.tag == _BREAK:
        return element.get(f"{_W}type") == "page"
    return element.tag == _BEFORE and element.get(f"{_W}val") not in ("0", "false")


def _are_short(body: Any) -> bool:
    """Return whether there are breaks that somebody put there, and little enough between all of them."""
    lengths = list(_lengths(body))
    return len(lengths) > 1 and max(lengths) <= _FITS


def _lengths(body: Any) -> Iterator[int]:
    length = 0
    for element in body.iter():
        if _put(element):
            yield length
            length = 0
        elif element.tag == _TEXT:
            length += len(element.text or "")
        elif element.tag in (_BREAK, f"{_W}p"):
            length += 40  # a line, however short, takes its room
    yield length
