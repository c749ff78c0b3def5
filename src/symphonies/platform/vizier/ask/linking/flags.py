"""Yes-or-no dimensions by any form of their name: ``renewed automatically`` says ``auto_renew``."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from symphonies.platform.vizier.ask.language import Lexicon, stems_of

_OPPOSITES = ("un", "non")
_LEAST = 4
"""The fewest letters that are left of a word without an ending."""
_ENDINGS = ("al", "at")
"""Endings beside those of verbs: the al of ``renewal``, the at of ``mitigated``."""


@dataclass(frozen=True)
class Flag:
    """One side of a yes-or-no dimension."""

    column: tuple[str, str]
    """Table and column."""
    key: str
    """``true`` or ``false``."""
    name: str
    """What its yes is called."""


class FlagIndex:
    """Phrases to the two sides of yes-or-no dimensions, whatever the order and the forms of their words."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._flags: dict[frozenset[str], set[Flag]] = defaultdict(set)
        self._words: set[str] = set()
        self._said: set[tuple[str, ...]] = set()
        """What is declared, in its own order: the ``over`` of ``roll over automatically`` is part of it."""

    @property
    def words(self) -> frozenset[str]:
        """Every word of every name, as declared."""
        return frozenset(self._words)

    def add(
        self, column: tuple[str, str], name: str, yes: Iterable[str] = (), no: Iterable[str] = ()
    ) -> None:
        """Add a dimension.

        Args:
            column: Table and column.
            name: What its yes is called; with ``un`` or ``non`` before it, its no.
            yes: What else its yes is called.
            no: What else its no is called.
        """
        for said in (name, *yes):
            self._put(said, Flag(column, "true", name))
        opposites = [f"{before}{joint}{name}" for before in _OPPOSITES for joint in ("", " ")]
        for said in (*opposites, *no):
            self._put(said, Flag(column, "false", name))

    def _put(self, said: str, flag: Flag) -> None:
        words = stems_of(said, self._lexicon.spelling)
        self._flags[self._cores(words)].add(flag)
        self._words |= set(words)
        self._said.add(tuple(map(self._core, words)))

    def fit(self, words: Sequence[str]) -> set[Flag]:
        """Return the sides that words name, which begin and end with words that tell and deny nothing."""
        stop = self._lexicon.stop
        telling = [word for word in words if word not in stop]
        if not words or words[0] in stop or (words[-1] in stop and len(words) > 1):
            return set()
        cores = self._cores(words)
        apart = len(cores) < len(telling) or any(map(self._parts, words[1:-1]))
        if apart and tuple(map(self._core, words)) not in self._said:
            return set()
        return self._flags.get(cores, set())

    def _parts(self, word: str) -> bool:
        """Return whether a word inside parts or denies what stands around it: ``not``, ``versus``."""
        lexicon = self._lexicon
        return (
            word == "or" or word in lexicon.negations or (word in lexicon.stop and (word,) in lexicon.senses)
        )

    def _cores(self, words: Sequence[str]) -> frozenset[str]:
        return frozenset(self._core(word) for word in words if word not in self._lexicon.stop)

    def _core(self, word: str) -> str:
        """Return a word without the endings of verbs, nouns and adverbs."""
        plain = word[:-2] if word.endswith("ly") and len(word) > _LEAST + 2 else word
        found = self._lexicon.root(plain)
        for ending in _ENDINGS:
            if found.endswith(ending) and len(found) - len(ending) > _LEAST:
                found = found[: -len(ending)]
        return found
