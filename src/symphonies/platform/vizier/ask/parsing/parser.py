"""The offline parser: tokens, spelling, lattice, best cover, slots."""

from __future__ import annotations

from symphonies.platform.vizier.ask.language import DateGrammar, Sense, tokenise
from symphonies.platform.vizier.ask.linking import Vocabulary
from symphonies.platform.vizier.ask.parsing.assemble import Assembler
from symphonies.platform.vizier.ask.parsing.cover import best_cover
from symphonies.platform.vizier.ask.parsing.reading import MetricMention, Reading
from symphonies.platform.vizier.ask.parsing.spans import Kind, lattice
from symphonies.platform.vizier.ask.parsing.spelling import Speller


class Parser:
    """Reads questions in one language with the words of one principal."""

    def __init__(self, vocabulary: Vocabulary, dates: DateGrammar) -> None:
        self.vocabulary = vocabulary
        self.dates = dates
        self._speller = Speller(vocabulary.lexicon, vocabulary.words)

    def parse(self, question: str) -> Reading:
        """Return what a question says; what is not understood stands in its ``unknown``."""
        mended = self._speller.mend(tokenise(question, self.vocabulary.lexicon.spelling))
        spans = list(lattice(mended.tokens, self.vocabulary, self.dates))
        pieces = best_cover(len(mended.tokens), spans)
        dimensions = {(span.start, span.end): span for span in spans if span.kind is Kind.DIMENSION}
        reading = Assembler(mended.tokens, pieces, self.vocabulary.lexicon, dimensions).read()
        self._counted(reading)
        reading.changes = mended.changes
        return reading

    def _counted(self, reading: Reading) -> None:
        """Take ``how many invoices`` for the figure that counts them, where none is named."""
        if reading.metrics or not reading.mentioned:
            return
        words = reading.mentioned[0].words
        fit = self.vocabulary.names.fit(words)
        if fit and Sense.COUNT in reading.asks:
            best = tuple(sorted(fit.items(), key=lambda pair: (-pair[1], pair[0][0])))
            reading.metrics.append(MetricMention(best, " ".join(words), words))
