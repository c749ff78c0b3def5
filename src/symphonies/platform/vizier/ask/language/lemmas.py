"""What a form of a word is a form of: ``bring`` of ``brought`` and ``bringing``."""

from __future__ import annotations

from functools import lru_cache


@lru_cache(maxsize=4096)
def lemma(word: str, code: str = "en") -> str:
    """Return the word of a dictionary that another is a form of; itself where it is none.

    Args:
        word: In lower case.
        code: ISO 639 code of its language.

    Source:
        The word lists of simplemma, which are read when the first word is looked up.
    """
    import simplemma

    return simplemma.lemmatize(word, lang=code)
