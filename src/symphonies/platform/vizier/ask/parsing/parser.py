"""The offline parser: tokens, spelling, lattice, best cover, slots."""

from __future__ import annotations

from collections.abc import Sequence

from symphonies.platform.semantics import Unit
from symphonies.platform.vizier.ask.language import DateGrammar, Sense, Token, stem, tokenise
from symphonies.platform.vizier.ask.linking import Vocabulary
from symphonies.platform.vizier.ask.parsing.assemble import Assembler
from symphonies.platform.vizier.ask.parsing.cover import best_cover
from symphonies.platform.vizier.ask.parsing.order import in_order
from symphonies.platform.vizier.ask.parsing.reading import MetricMention, Reading
from symphonies.platform.vizier.ask.parsing.spans import Kind, lattice, said_by_verb
from symphonies.platform.vizier.ask.parsing.spelling import Speller

_UNITS = {Sense.COUNT: (Unit.COUNT,), Sense.LONG: (Unit.DAYS, Unit.MONTHS)}
_COVERED = 0.99
"""The share of what is said that must stand in the names of a figure taken for its unit."""
_BY_UNIT = 0.9
"""How well such a figure fits."""


class Parser:
    """Reads questions in one language with the words of one principal."""

    def __init__(self, vocabulary: Vocabulary, dates: DateGrammar) -> None:
        self.vocabulary = vocabulary
        self.dates = dates
        self._speller = Speller(vocabulary.lexicon, vocabulary.words)

    def parse(self, question: str) -> Reading:
        """Return what a question says; what is not understood stands in its ``unknown``."""
        mended = self._speller.mend(tokenise(question, self.vocabulary.lexicon.spelling))
        tokens = in_order(mended.tokens, self.vocabulary)
        spans = list(lattice(tokens, self.vocabulary, self.dates))
        pieces = best_cover(len(tokens), spans)
        dimensions = {(span.start, span.end): span for span in spans if span.kind is Kind.DIMENSION}
        reading = Assembler(tokens, pieces, self.vocabulary.lexicon, dimensions).read()
        self._counted(reading, tokens)
        if not reading.metrics:
            reading.verb = self._verb(tokens)
            reading.metrics += [reading.verb] if reading.verb is not None else []
        reading.changes = mended.changes
        return reading

    def _counted(self, reading: Reading, tokens: Sequence[Token]) -> None:
        """Take ``how many suppliers did we pay`` and ``how long`` for figures of that unit about what is said."""
        sense = next((each for each in _UNITS if each in reading.asks), None)
        if sense is None or any(self._has_unit(mention, sense) for mention in reading.metrics):
            return
        counted = [word for term in reading.mentioned[:1] for word in term.words]
        if not reading.metrics and not counted and sense is Sense.COUNT:
            return
        names = self.vocabulary.names
        idle = self.vocabulary.lexicon.carrier | self.vocabulary.lexicon.stop
        said = tuple(token.stem for token in tokens if names.tells(token.stem) and token.stem not in idle)
        fit = {
            (metric.id, None): names.covered(metric.id, said)
            for metric in self.vocabulary.metrics.values()
            if metric.unit in _UNITS[sense] and self._about(metric.id, counted)
        }
        best = max(fit.values(), default=0.0)
        told = [key for key, score in fit.items() if score == best]
        if best < _COVERED or len(told) > 1:
            return
        text = " ".join(counted) or next((each.text for each in reading.metrics), "")
        reading.metrics = [MetricMention(((told[0], _BY_UNIT),), text, said)]
        reading.unknown = [word for word in reading.unknown if not names.tells(stem(word.lower()))]

    def _verb(self, tokens: Sequence[Token]) -> MetricMention | None:
        """Return what the verb of a question stands for, where it has one."""
        found = {}
        for start, token in enumerate(tokens):
            fit = said_by_verb(tuple(each.stem for each in tokens[start : start + 1]), self.vocabulary)
            if fit:
                best = tuple(sorted(fit.items(), key=lambda pair: (-pair[1], pair[0][0])))
                found[best] = MetricMention(best, token.text, (token.stem,))
        return next(iter(found.values())) if len(found) == 1 else None

    def _about(self, metric: str, counted: list[str]) -> bool:
        """Return whether a figure's name says what is counted."""
        return not counted or self.vocabulary.names.covered(metric, counted) == 1.0

    def _has_unit(self, mention: MetricMention, sense: Sense) -> bool:
        (metric, _), _ = mention.candidates[0]
        return self.vocabulary.metrics[metric].unit in _UNITS[sense]
