"""Patterns into spans: slots are filled, words are bent."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from itertools import groupby

from symphonies.platform.vizier.narrate.language import Language
from symphonies.platform.vizier.narrate.sentence import Span

Slot = Callable[[str | None], tuple[Span, ...]]
"""Makes a piece of a sentence in a grammatical case; None is the case a sentence starts with."""

_SLOT = re.compile(r"\{(\w+)(?::(\w+))?\}")


def render(
    pattern: str, slots: Mapping[str, Slot], features: Mapping[str, str], language: Language, seed: str
) -> tuple[Span, ...]:
    """Return a pattern with its slots filled; a slot may be a word of the language, which may hold slots.

    Args:
        pattern: text with ``{slot}`` or ``{slot:case}``.
        slots: what fills them.
        features: what words bend by.
        language: where words come from.
        seed: decides between equal words.

    Raises:
        KeyError: a slot is neither given nor a word of the language.
    """
    return tuple(_contracted(_pieces(pattern, slots, features, language, seed), language))


def _contracted(pieces: Iterator[Span], language: Language) -> Iterator[Span]:
    """Yield the pieces, those without a figure joined, with the contractions of the language."""
    short: Mapping[str, str] = language.data.get("contractions", {})
    for is_figure, group in groupby(pieces, key=lambda span: span.metric is not None):
        if is_figure:
            yield from group
            continue
        text = "".join(span.text for span in group)
        for long, word in short.items():
            text = text.replace(f" {long} ", f" {word} ")
        yield Span(text)


def _pieces(
    pattern: str, slots: Mapping[str, Slot], features: Mapping[str, str], language: Language, seed: str
) -> Iterator[Span]:
    end = 0
    for match in _SLOT.finditer(pattern):
        if match.start() > end:
            yield Span(pattern[end : match.start()])
        name, case = match.groups()
        if name in slots:
            yield from slots[name](case)
        else:
            word = language.word(name, features, seed)
            if word is None:
                raise KeyError(name)
            yield from _pieces(word, slots, features, language, seed)
        end = match.end()
    if end < len(pattern):
        yield Span(pattern[end:])
