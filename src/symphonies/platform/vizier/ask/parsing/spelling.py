"""Slips of the finger: a word nobody knows becomes the nearest that is known, if it is near enough."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from babel import Locale
from rapidfuzz.distance import OSA

from symphonies.platform.retrieval import whole_words
from symphonies.platform.vizier.ask.language import Lexicon, Token, date_words, lemma, stems_of

_LEAST = 4
"""Letters of a word that may be a slip for another one beside a word of a name."""
_SHORT = 5
SHORTEST = 4
"""Shorter words are not mended: too many others lie near."""


_VOWELS = 4
"""No more vowels are left out."""


@dataclass(frozen=True)
class Mended:
    """Tokens after mending, and what was changed."""

    tokens: tuple[Token, ...]
    changes: tuple[tuple[str, str], ...]


@lru_cache(maxsize=1)
def _territories() -> frozenset[str]:
    """Return the words of every country's name: ``France`` is no slip for ``franc``."""
    names = Locale("en").territories.values()
    return frozenset(word for name in names for word in stems_of(str(name)))


def _skeleton(word: str) -> str:
    """Return the first letter of a word and the consonants after it."""
    return word[:1] + "".join(letter for letter in word[1:] if letter not in "aeiou")


class Speller:
    """Knows the words of one language and one catalogue."""

    def __init__(
        self, lexicon: Lexicon, words: Iterable[str], pairs: frozenset[tuple[str, str]] = frozenset()
    ) -> None:
        tables = (
            lexicon.numbers,
            lexicon.magnitudes,
            lexicon.ordinals,
            lexicon.units,
            lexicon.months,
            lexicon.measured,
        )
        said = {word for phrase in lexicon.senses for word in phrase}
        named = {word for phrase in lexicon.countries for word in phrase}
        own = {word for table in tables for word in table} | said | set(lexicon.currencies) | lexicon.singly
        common = {word for word in (*lexicon.carrier, *lexicon.stop) if len(word) > 7}
        self.names = {*words, *(word for table in tables for word in table)}
        """What a short word may become: words that do something lie too near to other words."""
        self.candidates = sorted(
            word for word in {*words, *own, *common} if len(word) >= SHORTEST and word.isalpha()
        )
        self._pairs = pairs
        """Words that stand side by side in names."""
        self._spelling = lexicon.spelling
        self._functions = frozenset(word for word in lexicon.stop if len(word) > 1)
        self._no_slips = lexicon.no_slips | frozenset(lexicon.forms)
        self._skeletons: dict[str, set[str]] = {}
        for name in self.names:
            if len(name) > SHORTEST and name.isalpha():
                self._skeletons.setdefault(_skeleton(name), set()).add(name)
        self.known = {
            *words,
            *own,
            *named,
            *_territories(),
            *date_words(),
            *lexicon.stop,
            *lexicon.carrier,
            *lexicon.light,
            *(word for phrase, _ in lexicon.quantiles for word in phrase),
        }

    def mend(self, tokens: Sequence[Token]) -> Mended:
        """Return the tokens with unknown words replaced by near ones."""
        changes = []
        mended = []
        for place, token in enumerate(tokens):
            near = self._function(token.text) or self._near(token.stem) or self._near_whole(token)
            near = near or self._beside(tokens, place)
            if near is not None:
                changes.append((token.text, near))
            mended.append(token if near is None else replace(token, stem=near))
        return Mended(tuple(mended), tuple(changes))

    def _beside(self, tokens: Sequence[Token], place: int) -> str | None:
        """Return the one word of a name that is meant beside another one: the debt of ``net dept``."""
        word = tokens[place].text.lower()
        known = tokens[place].stem in self.known and word not in self._spelling
        if len(word) < _LEAST or known or word in self._no_slips:
            return None
        beside = [(tokens[k].stem, k < place) for k in (place - 1, place + 1) if 0 <= k < len(tokens)]
        found = {
            second if first else own
            for own, second in self._pairs
            for stem, first in beside
            if (own if first else second) == stem
        }
        if tokens[place].stem in found:
            return None
        near = [each for each in found if each in self.names and each[0] == word[0]]
        near = [each for each in near if OSA.distance(word, each, score_cutoff=1) <= 1]
        return near[0] if len(near) == 1 else None

    def _near_whole(self, token: Token) -> str | None:
        """Look for a word as it was written, where cutting a plural's s off took one of a double s."""
        word = token.text.lower()
        if token.stem in self.known or word == token.stem:
            return None
        return self._near(word) or self._near(word.removesuffix("s"))

    def _function(self, word: str) -> str | None:
        """Return the one function word of which two letters changed places, or one was left out."""
        if not word.islower() or not word.isalpha() or word in self.known or word in self._no_slips:
            return None
        swapped = {word[:k] + word[k + 1] + word[k] + word[k + 2 :] for k in range(len(word) - 1)}
        found = {each for each in swapped if each in self._functions}
        if not found and (len(word) >= SHORTEST or word not in whole_words()):
            left_out = (each for each in self._functions if len(each) == len(word) + 1 and each[0] == word[0])
            found = {each for each in left_out if OSA.distance(word, each) == 1 and each[-1] == word[-1]}
        return found.pop() if len(found) == 1 else None

    def _near(self, word: str) -> str | None:
        known = word in self.known or word in self._no_slips or word in whole_words()
        if known or len(word) < SHORTEST or not word.isalpha():
            return None
        if lemma(word) != word and lemma(word) in whole_words():
            return None
        most = 1 if len(word) < 8 else 2
        near: dict[str, float] = {}
        for candidate in self.candidates:
            if candidate[0] != word[0] or abs(len(candidate) - len(word)) > most:
                continue
            if len(word) <= _SHORT and candidate not in self.names:
                continue
            found = OSA.distance(word, candidate, score_cutoff=most)
            if found <= most:
                near[candidate] = found + (0.0 if candidate in self.names else 0.5)
        least = min(near.values(), default=0.0)
        best = [candidate for candidate, distance in near.items() if distance == least]
        sounding = [each for each in best if _skeleton(each) == _skeleton(word)]
        best = sounding if len(best) > 1 else best
        return best[0] if len(best) == 1 else self._shortened(word)

    def _shortened(self, word: str) -> str | None:
        """Return the one name of which a word has the consonants: ``regn`` for region."""
        found = self._skeletons.get(_skeleton(word), set())
        near = {name for name in found if 0 < len(name) - len(word) <= _VOWELS}
        return near.pop() if len(near) == 1 else None
