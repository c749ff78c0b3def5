"""Blocks to chunks: some 200 words, whole sentences, inside one section and one page, to cite both."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from symphonies.platform.retrieval.parsing import Block
from symphonies.platform.retrieval.sentences import sentences

WORDS = 200
OVERLAP_WORDS = 40
"""What a chunk repeats of the one before at most: whole sentences."""


def chunked(blocks: Sequence[Block]) -> Iterator[Block]:
    """Yield passages, each with its section and its page."""
    for (section, page), inside in groupby(blocks, key=lambda block: (block.section, block.page)):
        pieces = [piece for block in inside for sentence in sentences(block.text) for piece in _cut(sentence)]
        for first, last in _windows([len(piece.split()) for piece in pieces]):
            yield Block(" ".join(pieces[first:last]), section, page)


def _windows(words: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield ranges of sentences, each as long as WORDS allow; the next begins a little before the end."""
    first = 0
    while first < len(words):
        last, held = first, 0
        while last < len(words) and (held == 0 or held + words[last] <= WORDS):
            held += words[last]
            last += 1
        yield first, last
        if last == len(words):
            return
        again, repeated = last, 0
        while again - 1 > first and repeated + words[again - 1] <= OVERLAP_WORDS:
            again -= 1
            repeated += words[again]
        first = again


def _cut(sentence: str) -> Iterator[str]:
    """Yield a sentence, or parts of one that is longer than a chunk."""
    words = sentence.split(" ")
    for start in range(0, len(words), WORDS):
        yield " ".join(words[start : start + WORDS])
