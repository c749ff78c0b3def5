"""Sentences as data: spans of text, the figures among them linked to the facts they come from."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

_GAPS = re.compile(r"\s+")
_BEFORE_MARK = re.compile(r"\s+([,;:.])")


@dataclass(frozen=True)
class Span:
    """A piece of a sentence; ``metric`` and ``fact`` are set where the piece is a figure."""

    text: str
    metric: str | None = None
    fact: str | None = None


@dataclass(frozen=True)
class Sentence:
    """Spans that read as one sentence."""

    spans: tuple[Span, ...]

    @property
    def text(self) -> str:
        """The sentence as plain text."""
        return "".join(span.text for span in self.spans)


def sentence_of(spans: Iterable[Span]) -> Sentence:
    """Return a sentence: one space between words, none before a mark, a capital first, a full stop last."""
    joined = _tidy(list(spans))
    if not joined:
        return Sentence(())
    first = joined[0]
    joined[0] = replace(first, text=first.text[:1].upper() + first.text[1:])
    if not "".join(span.text for span in joined).endswith((".", "!", "?")):
        joined.append(Span("."))
    return Sentence(tuple(joined))


def _tidy(spans: list[Span]) -> list[Span]:
    tidied: list[Span] = []
    for span in spans:
        text = span.text if span.metric else _BEFORE_MARK.sub(r"\1", _GAPS.sub(" ", span.text))
        before = tidied[-1].text if tidied else " "
        if before.endswith(" "):
            text = text.lstrip()
        if tidied and text[:1] in ",;:." and tidied[-1].metric is None:
            tidied[-1] = replace(tidied[-1], text=before.rstrip())
        if not text:
            continue
        if tidied and tidied[-1].metric is None and span.metric is None:
            tidied[-1] = replace(tidied[-1], text=tidied[-1].text + text)
        else:
            tidied.append(replace(span, text=text))
    return tidied
