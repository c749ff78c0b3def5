"""Markdown: its headings and paragraphs; marks of emphasis and links are taken off, code is kept."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from symphonies.platform.retrieval.parsing.blocks import Block, Outline, Parsed, tidy
from symphonies.platform.retrieval.parsing.front import split_front
from symphonies.platform.retrieval.parsing.text import decoded

_HEADING = re.compile(r"^(#{1,6})\s+(.+?)\s*#*$")
_ITEM = re.compile(r"^\s*(?:[-*+]|\d{1,3}[.)])\s+")
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_MARKS = re.compile(r"(\*\*|__|`)(.+?)\1")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_RULE = re.compile(r"^\s*(?:\|?[\s:|-]*-{3,}[\s:|-]*|[*_]{3,})\s*$")


def parse_markdown(path: Path) -> Parsed:
    """Read a Markdown text.

    Raises:
        DocumentUnreadableError: it is no text.
        DocumentAccessInvalidError: what it declares first is no YAML.
    """
    front, text = split_front(decoded(path), path.name)
    blocks = tuple(_blocks(_COMMENT.sub("", text)))
    title = next((found[2] for line in text.splitlines() if (found := _HEADING.match(line))), None)
    return Parsed("markdown", _plain(title) if title else None, blocks, None, front)


def _blocks(text: str) -> Iterator[Block]:
    outline, held = Outline(), list[str]()
    for line in [*text.splitlines(), ""]:
        heading = _HEADING.match(line)
        row = line.lstrip().startswith("|")
        if held and (heading or row or not line.strip() or _ITEM.match(line)):
            yield Block(_plain(" ".join(held)), outline.section)
            held = []
        if heading:
            outline.enter(len(heading[1]), _plain(heading[2]))
        elif row and not _RULE.match(line):
            yield Block(_plain(line.strip().strip("|")), outline.section)
        elif line.strip() and not _RULE.match(line) and not row:
            held.append(_ITEM.sub("", line).lstrip("> "))


def _plain(text: str) -> str:
    return tidy(_MARKS.sub(r"\2", _LINK.sub(r"\1", text)))
