"""The part of a passage that answers best: whole sentences, exactly as they stand."""

from __future__ import annotations

import re

from symphonies.platform.retrieval.sentences import spans

MOST_CHARACTERS = 320
_WORD = re.compile(r"\w{2,}")


def snippet(text: str, words: str) -> str:
    """Return consecutive sentences of a text with the most of the sought words.

    Args:
        text: the passage.
        words: what is sought.
    """
    sought = _stems(words)
    parts = list(spans(text))
    best, best_score = (0, min(len(text), MOST_CHARACTERS)), -1.0
    for first in range(len(parts)):
        for last in range(first, len(parts)):
            begin, end = parts[first][0], parts[last][1]
            if end - begin > MOST_CHARACTERS and last > first:
                break
            score = len(sought & _stems(text[begin:end])) - 0.1 * (last - first)
            if score > best_score:
                best, best_score = (begin, end), score
    return text[best[0] : best[1]].strip()


def _stems(text: str) -> set[str]:
    """Return words without the endings that English plurals and verbs put on them."""
    return {re.sub(r"(?:ing|ed|es|s)$", "", word) for word in _WORD.findall(text.lower())}
