"""The offline parser: tokens, spelling, lattice, best cover, slots."""

from __future__ import annotations

from symphonies.platform.vizier.ask.language import DateGrammar, tokenise
from symphonies.platform.vizier.ask.linking import Vocabulary
from symphonies.platform.vizier.ask.parsing.assemble import Assembler
from symphonies.platform.vizier.ask.parsing.cover import best_cover
from symphonies.platform.vizier.ask.parsing.infer import infer_by_unit, infer_by_verb
from symphonies.platform.vizier.ask.parsing.order import in_order
from symphonies.platform.vizier.ask.parsing.reading import Reading
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
        tokens = in_order(mended.tokens, self.vocabulary)
        spans = list(lattice(tokens, self.vocabulary, self.dates))
        pieces = best_cover(len(tokens), spans)
        dimensions = {(span.start, span.end): span for span in spans if span.kind is Kind.DIMENSION}
        reading = Assembler(tokens, pieces, self.vocabulary.lexicon, dimensions).read()
        infer_by_unit(reading, tokens, self.vocabulary)
        if not reading.metrics:
            infer_by_verb(reading, tokens, self.vocabulary)
        reading.changes = mended.changes
        return reading
