"""Names by what they mean and by their words: the last resort for phrases that no name has."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from symphonies.platform.vizier.ask.language import stems_of
from symphonies.platform.vizier.ask.linking.meaning import Meanings, first_names
from symphonies.platform.vizier.ask.linking.wording import Wording

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from symphonies.platform.semantics import Metric

_SURE, _MARGIN = 0.65, 0.05
"""A figure this like, and more so by the margin than any other, is meant."""
_NEAR = 0.5
"""A figure as like as this is worth offering."""
_MOST = 3
_MEANING, _WORDS = 2 / 3, 1 / 3
"""How much what is meant and which words it is said in count."""
_COMPARED = 200
"""So many names that share words with what was said are compared by meaning, too."""
_SENTENCE = re.compile(r"(?<=[.;])\s+")


@dataclass(frozen=True)
class Likeness:
    """A figure and how like its names are to what was said, 0..1."""

    metric: str
    name: str
    score: float


class Likenesses:
    """Compares phrases with the names of the figures that one principal may see.

    Two opinions are summed, as in hybrid retrieval: the cosine of meanings (sentence embeddings) and that of
    weighted words and pairs of words (tf-idf), each of the name that fits best. Safe to share by threads.
    """

    def __init__(self, metrics: Iterable[Metric], meanings: Meanings) -> None:
        """Make it for some figures.

        Args:
            metrics: Those that the principal may see; no other is compared.
            meanings: Tells what names mean.
        """
        self._meanings = meanings
        self._metrics = {metric.id: metric for metric in metrics}

    def nearest(self, said: str, among: Collection[str]) -> list[Likeness]:
        """Return the figures whose names are most like what was said, best first.

        Args:
            said: A phrase of a question.
            among: Ids of those that can be meant.
        """
        import numpy as np

        if not said or not self._metrics:
            return []
        names = self._names
        words = self._words.like(said)
        shared = np.argsort(-words, kind="stable")[:_COMPARED]
        compared = np.union1d(names.first, shared[words[shared] > 0])
        meanings = self._meanings.vectors([names.texts[place] for place in compared])
        meaning = meanings @ self._meanings.vector(said)
        by_words, by_meaning = np.zeros((2, len(self._metrics)))
        np.maximum.at(by_words, names.owners, words)
        np.maximum.at(by_meaning, names.owners[compared], meaning)
        nearest = {names.owners[place]: names.texts[place] for place in compared[np.argsort(meaning)]}
        scores = _MEANING * by_meaning + _WORDS * by_words
        found = [
            Likeness(metric, nearest[place], float(scores[place]))
            for place, metric in enumerate(self._metrics)
            if metric in among
        ]
        return sorted(found, key=lambda each: -each.score)

    def words_of(self, metric: str) -> frozenset[str]:
        """Return the stems of all words in the names and the description of a figure."""
        return frozenset(stem for text in _texts_of(self._metrics[metric]) for stem in stems_of(text))

    @cached_property
    def _names(self) -> _Names:
        import numpy as np

        named = [
            (place, text) for place, each in enumerate(self._metrics.values()) for text in _texts_of(each)
        ]
        first = [frozenset(first_names(each)) for each in self._metrics.values()]
        return _Names(
            [text for _, text in named],
            np.array([owner for owner, _ in named]),
            np.array([place for place, (owner, text) in enumerate(named) if text in first[owner]]),
        )

    @cached_property
    def _words(self) -> Wording:
        return Wording(self._names.texts)


@dataclass(frozen=True)
class _Names:
    """The texts that figures are told by."""

    texts: list[str]
    owners: NDArray[np.intp]
    """Whose each text is: the place of the figure."""
    first: NDArray[np.intp]
    """The places of texts that are compared with every phrase."""


def _texts_of(metric: Metric) -> list[str]:
    """Return the names of a figure and the sentences that describe it."""
    sentences = [each for each in _SENTENCE.split(metric.description) if each]
    return list(dict.fromkeys((*first_names(metric), *metric.sayings, *sentences)))


def meant(found: Sequence[Likeness]) -> Likeness | None:
    """Return the figure that is meant beyond reasonable doubt; None where there is doubt."""
    if not found:
        return None
    margin = found[0].score - (found[1].score if len(found) > 1 else 0.0)
    return found[0] if found[0].score >= _SURE and margin >= _MARGIN else None


def worth_offering(found: Sequence[Likeness]) -> list[Likeness]:
    """Return the few figures near enough to be asked about."""
    return [each for each in found[:_MOST] if each.score >= _NEAR]
