"""Where sentences begin and end."""

from __future__ import annotations

import re
from collections.abc import Iterator

_END = re.compile(r"[.!?][\"'”’)]*\s+(?=[\"'“‘(\[]?[A-ZÄÖÜ0-9])")
_SHORT = re.compile(
    r"(?:\b(?:no|nos|art|sec|cl|para|inc|ltd|co|corp|mr|mrs|ms|dr|prof|st|vs|approx|e\.g|i\.e|u\.s|u\.k|[A-Z])|"
    r"^\s*\d{1,2}(?:\.\d{1,2})*)\.$",
    re.IGNORECASE,
)


def spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield the begin and end of each sentence; abbreviations and numbers of clauses end none."""
    begin = 0
    for found in _END.finditer(text):
        if _SHORT.search(text[begin : found.start() + 1]):
            continue
        yield begin, found.end()
        begin = found.end()
    if text[begin:].strip():
        yield begin, len(text)


def sentences(text: str) -> Iterator[str]:
    """Yield each sentence without the space around it."""
    for begin, end in spans(text):
        yield text[begin:end].strip()
