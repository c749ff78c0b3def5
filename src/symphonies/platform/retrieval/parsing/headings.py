"""Headings of texts that do not mark them: numbered clauses, and short lines in capitals."""

from __future__ import annotations

import re

_NUMBERED = re.compile(
    r"^(?:(?:article|section|clause|§)\s*)?(\d{1,2}(?:\.\d{1,2}){0,3})[.):]?\s+(\S.{0,70})$", re.IGNORECASE
)
_ENDS = (".", ";", ",", ":", "?", "!")
_MOST_WORDS = 9


def heading_of(line: str) -> tuple[int, str] | None:
    """Return the level and text of a heading; None for ordinary text.

    A numbered line is one when it is short, begins with a capital and does not end like a sentence; its
    level is the depth of its number. A short line of capitals is one of the first level.
    """
    if len(line.split()) > _MOST_WORDS or line.endswith(_ENDS):
        return None
    numbered = _NUMBERED.match(line)
    if numbered and numbered[2][0].isupper():
        return numbered[1].count(".") + 1, line
    letters = [each for each in line if each.isalpha()]
    if len(letters) > 3 and line.isupper():
        return 1, line
    return None
