"""The offline parser: tokens, spelling, lattice, best cover, slots."""

from __future__ import annotations

from symphonies.platform.semantics import Unit
from symphonies.platform.vizier.ask.language import DateGrammar, Sense, tokenise
from symphonies.platform.vizier.ask.linking import Vocabulary
from symphonies.platform.vizier.ask.parsing.assemble import Assembler
from symphonies.platform.vizier.ask.parsing.cover import best_cover
from symphonies.platform.vizier.ask.parsing.order import in_order
from symphonies.platform.vizier.ask.parsing.reading import MetricMention, Reading
from symphonies.platform.vizier.ask.parsing.spans import Kind, lattice
from symphonies.platform.vizier.ask.parsing.spelling import Speller

_COUNTED = 0.7
"""How well a count must fit what is counted, and what is done with it."""


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
        self._counted(reading, [self.vocabulary.lexicon.root(token.stem) for token in tokens])
        if not reading.metrics and reading.verb is not None:
            reading.metrics.append(reading.verb)
        reading.changes = mended.changes
        return reading

    def _counted(self, reading: Reading, roots: list[str]) -> None:
        """Take ``how many suppliers did we pay`` for the figure that counts them, where none is named."""
        if reading.metrics or not reading.mentioned or Sense.COUNT not in reading.asks:
            return
        names = self.vocabulary.names
        counted = reading.mentioned[0].words
        said = tuple(dict.fromkeys((*counted, *(word for word in roots if names.tells(word)))))
        for words in (said, counted):
            fit = {
                key: score
                for key, score in names.fit(words).items()
                if self.vocabulary.metrics[key[0]].unit is Unit.COUNT
            }
            if max(fit.values(), default=0.0) >= _COUNTED:
                best = tuple(sorted(fit.items(), key=lambda pair: (-pair[1], pair[0][0])))
                reading.metrics.append(MetricMention(best, " ".join(counted), words))
                return
