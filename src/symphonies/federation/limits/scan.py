"""A quick look at a document's text: what is far too much is refused before it is parsed."""

from __future__ import annotations

import re
from dataclasses import dataclass

TOKEN = re.compile(
    r'"""(?:\\"""|[^"]|"{1,2}(?!"))*"""|"(?:[^"\\\n\r]|\\.)*"|#[^\n\r]*|\.\.\.|-?[0-9][\w.+-]*|[_A-Za-z]\w*|[!$&(){}:=@|\[\]]',
    re.ASCII,
)
"""Lexical tokens and comments of GraphQL, near enough to count them."""


@dataclass(slots=True)
class Counts:
    """What a text holds.

    Attributes:
        tokens: lexical tokens; no more than the scan was told to count.
        aliases: colons outside all parentheses, which only aliases have.
        directives: signs that begin a directive.
        variables: variables defined, by the colons behind their names.
    """

    tokens: int = 0
    aliases: int = 0
    directives: int = 0
    variables: int = 0


def scan(text: str, most: int) -> Counts:
    """Counts what a document holds, up to a number of tokens."""
    counts = Counts()
    depth = 0
    names = 0
    for match in TOKEN.finditer(text):
        mark = match.group()[0]
        if mark == "#":
            continue
        counts.tokens += 1
        if counts.tokens > most:
            break
        if mark == "(":
            depth += 1
        elif mark == ")":
            depth -= 1
        elif mark == ":":
            counts.aliases += depth == 0
            counts.variables += names == counts.tokens - 2
        elif mark == "@":
            counts.directives += 1
        elif mark == "$":
            names = counts.tokens
    return counts
