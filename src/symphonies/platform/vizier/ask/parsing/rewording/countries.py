"""Countries that only their capitals tell from other words: the US of ``bought from the US``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from babel import Locale

from symphonies.platform.vizier.ask.language import Token, stems_of, words_of
from symphonies.platform.vizier.ask.linking import Vocabulary

_CODE = 2
"""The letters of a country's code."""


def countries_by_name(tokens: Sequence[Token], vocabulary: Vocabulary) -> tuple[Token, ...]:
    """Return the tokens with the name of each country whose code is an idle word in small letters."""
    if not any(token.text.islower() for token in tokens):
        return tuple(tokens)
    found = list(tokens)
    for place in reversed(range(len(tokens))):
        if _is_place(tokens, place, vocabulary):
            token = tokens[place]
            words = stems_of(str(Locale("en").territories.get(token.text, token.stem)))
            found[place : place + 1] = [
                replace(token, text=word, stem=word, opens=token.opens and not behind)
                for behind, word in enumerate(words)
            ]
    return tuple(found)


def _is_place(tokens: Sequence[Token], place: int, vocabulary: Vocabulary) -> bool:
    """Return whether an idle word in capitals stands where a country does, and the catalogue has that one."""
    token, lexicon = tokens[place], vocabulary.lexicon
    before = tokens[place - 1].stem if place else ""
    after = tokens[place + 1].stem if place + 1 < len(tokens) else ""
    code = len(token.text) == _CODE and token.text.isupper() and token.stem in lexicon.stop
    led = before in words_of("articles", "of_a_place")
    if not (code and led) or after in lexicon.currencies:
        return False
    columns = {term.column[1] for term in vocabulary.values.fit((token.stem,)) if term.key == token.text}
    return "country" in columns
