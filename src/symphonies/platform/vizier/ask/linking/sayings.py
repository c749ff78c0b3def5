"""What people say for figures, understood only as a whole: ``what customers owe us``."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from symphonies.platform.semantics import Metric
from symphonies.platform.vizier.ask.language import Lexicon, stems_of

_SAID = 0.985
"""How well a saying fits."""
_AROUND = 5
"""So far from words may a saying begin and end that they stand in."""
_COMMA = ","
"""It makes no other saying of one: ``before interest, tax and depreciation``."""


class Sayings:
    """The sayings of the metrics that one principal may see."""

    def __init__(
        self, metrics: Iterable[Metric], names: Iterable[tuple[tuple[str, ...], str]], lexicon: Lexicon
    ) -> None:
        """Make an index.

        Args:
            metrics: Those that may be seen.
            names: Names of several words, which are sayings, too, and the metric of each.
            lexicon: The language of the sayings.
        """
        self._lexicon = lexicon
        self._metrics: dict[tuple[str, ...], list[str]] = defaultdict(list)
        self.roots: dict[str, set[str]] = defaultdict(set)
        """Metric -> the roots of all words of its sayings."""
        self.words: set[str] = set()
        for metric in metrics:
            for text in metric.sayings:
                words = stems_of(text, lexicon.spelling)
                self.words |= set(words)
                self.roots[metric.id] |= set(map(lexicon.root, words))
                self._metrics[self._plain(words)].append(metric.id)
        for words, metric_id in names:
            self._metrics[self._plain(words)].append(metric_id)

    def fit(self, words: Sequence[str]) -> dict[tuple[str, str | None], float]:
        """Return the metrics that words are a saying for, and how well."""
        if not self.holds(words):
            return {}
        return {(metric, None): _SAID for metric in self._metrics[self._plain(words)]}

    def holds(self, words: Sequence[str]) -> bool:
        """Return whether words are a saying as a whole."""
        fillers = self._lexicon.fillers
        return not {words[0], words[-1]} & {*fillers, _COMMA} and self._plain(words) in self._metrics

    def ending_in(self, words: Sequence[str]) -> set[str]:
        """Return the metrics of which a longer saying ends in words: ``profit before interest and tax``."""
        end = self._plain(words)
        every = (pair for pair in self._metrics.items() if len(pair[0]) > len(end))
        return {metric for said, found in every if said[-len(end) :] == end for metric in found}

    def surround(self, words: Sequence[str], start: int, end: int) -> bool:
        """Return whether words ``start`` to ``end`` stand in a saying: the less of ``revenue less costs``."""
        return any(
            last - first > end - start + 1 and self.holds(words[first:last])
            for first in range(max(0, start - _AROUND), start + 1)
            for last in range(end, min(len(words), end + _AROUND) + 1)
        )

    def _plain(self, words: Sequence[str]) -> tuple[str, ...]:
        """Return words without those that make no other saying of one."""
        return tuple(word for word in words if word not in self._lexicon.fillers and word != _COMMA)
