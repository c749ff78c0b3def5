"""The offline parser: tokens, spelling, lattice, best cover, slots."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from symphonies.platform.vizier.ask.language import DateGrammar, Sense, Token, tokenise
from symphonies.platform.vizier.ask.linking import Vocabulary
from symphonies.platform.vizier.ask.parsing.assemble import assemble
from symphonies.platform.vizier.ask.parsing.bounds import without_bound
from symphonies.platform.vizier.ask.parsing.cover import best_cover
from symphonies.platform.vizier.ask.parsing.elsewhere import not_kept
from symphonies.platform.vizier.ask.parsing.follow import follow_up
from symphonies.platform.vizier.ask.parsing.gist import gist_of
from symphonies.platform.vizier.ask.parsing.in_names import limits_in_names
from symphonies.platform.vizier.ask.parsing.in_other_words import explained, without_parts_of_all
from symphonies.platform.vizier.ask.parsing.infer import (
    infer_by_limit,
    infer_by_manner,
    infer_by_rest,
    infer_by_split,
    infer_by_unit,
    infer_by_verb,
    infer_by_words,
    infer_lever,
    infer_second,
)
from symphonies.platform.vizier.ask.parsing.lifting import of_lifting
from symphonies.platform.vizier.ask.parsing.meant import settle_meant
from symphonies.platform.vizier.ask.parsing.others import of_others
from symphonies.platform.vizier.ask.parsing.reading import Rank, Reading
from symphonies.platform.vizier.ask.parsing.rewording import (
    reworded,
    without_examples,
    without_explanation,
    without_prefaces,
)
from symphonies.platform.vizier.ask.parsing.spans import Kind, lattice
from symphonies.platform.vizier.ask.parsing.spelling import Speller
from symphonies.platform.vizier.ask.parsing.steps import Walk
from symphonies.platform.vizier.ask.parsing.two_questions import two_questions
from symphonies.platform.vizier.ask.parsing.unbroken import unbroken
from symphonies.platform.vizier.ask.parsing.untold import infer_by_value, infer_rate, infer_until


class Parser:
    """Reads questions in one language with the words of one principal."""

    def __init__(self, vocabulary: Vocabulary, dates: DateGrammar) -> None:
        self.vocabulary = vocabulary
        self.dates = dates
        self._speller = Speller(vocabulary.lexicon, vocabulary.words, _pairs(vocabulary))

    def parse(self, question: str) -> Reading:
        """Return what a question says; what is not understood stands in its ``unknown``.

        What follows ``, I mean`` takes the place of what was said before it.
        """
        said, correction = self._corrected(question)
        if correction is None:
            return self._read(question)
        first, second = self._read(said), self._read(correction)
        if not (second.metrics or second.values or second.groups) and second.when is None:
            return self._read(question)
        return replace(
            follow_up(first, _counted_before(first, second)),
            intent=first.intent,
            asks=first.asks | second.asks,
            unknown=[*first.unknown, *second.unknown],
        )

    def _corrected(self, question: str) -> tuple[str, str | None]:
        """Part a question at ``, I mean``."""
        phrases = "|".join(each.replace(" ", r"[,\s]+") for each in self.vocabulary.lexicon.corrects)
        found = re.search(rf"\s*[,;:.–—-]+\s*(?:{phrases})\b[,:]?", question, re.IGNORECASE)
        return (question, None) if found is None else (question[: found.start()], question[found.end() :])

    def _read(self, question: str) -> Reading:
        mended = self._speller.mend(tokenise(question, self.vocabulary.lexicon.spelling))
        said, examples = without_examples(mended.tokens, self.vocabulary)
        said, parts = without_parts_of_all(said, self.vocabulary)
        said, reckoned = without_explanation(said, self.vocabulary, self.dates)
        tokens, prefaces = without_prefaces(said, self.vocabulary, self.dates)
        reading = two_questions(self._filled(tokens), tokens, self.vocabulary, self._filled)
        if prefaces and not reading.metrics:
            whole = self._filled(said)
            reading, prefaces = (whole, []) if whole.metrics else (reading, prefaces)
        explained(reading, question, tokens)
        reading.aside[:0] = [*prefaces, *examples, *parts, *reckoned]
        reading.changes = mended.changes
        return reading

    def _filled(self, said: Sequence[Token]) -> Reading:
        """Return the reading of a question, or of the part of one."""
        others = of_others(said, self.vocabulary.lexicon.others, self._pieced)
        return others or of_lifting(said, self.vocabulary, self._pieced) or self._pieced(said)

    def _pieced(self, said: Sequence[Token]) -> Reading:
        unbounded, bound = without_bound(said, self.vocabulary.lexicon)
        tokens = reworded(unbounded, self.vocabulary)
        spans = unbroken(lattice(tokens, self.vocabulary, self.dates), tokens)
        pieces = best_cover(len(tokens), spans)
        dimensions = {(span.start, span.end): span for span in spans if span.kind is Kind.DIMENSION}
        named = {(span.start, span.end): span for span in spans if span.kind is Kind.VALUE}
        reading = assemble(Walk(tokens, pieces, self.vocabulary.lexicon, dimensions, named))
        reading.bound = bound
        settle_meant(reading, tokens, pieces, self.vocabulary)
        infer_until(reading, tokens, self.vocabulary)
        infer_by_unit(reading, tokens, self.vocabulary)
        infer_by_limit(reading, tokens, self.vocabulary)
        infer_rate(reading, tokens, self.vocabulary)
        infer_by_manner(reading, tokens, self.vocabulary)
        infer_by_rest(reading, tokens, self.vocabulary)
        if not reading.metrics:
            infer_by_verb(reading, tokens, self.vocabulary)
            infer_by_split(reading, self.vocabulary)
            infer_by_value(reading, self.vocabulary)
        infer_second(reading, tokens, pieces, self.vocabulary)
        infer_by_words(reading, tokens, pieces, self.vocabulary)
        infer_lever(reading, tokens, self.vocabulary)
        reading.values.extend(limits_in_names(reading, self.vocabulary))
        not_kept(reading, tokens, pieces, self.vocabulary)
        reading.telling = gist_of(tokens, pieces, self.vocabulary.lexicon)
        return reading


def _pairs(vocabulary: Vocabulary) -> frozenset[tuple[str, str]]:
    """Return which words stand side by side in names."""
    return frozenset(pair for name in vocabulary.names.names for pair in pairwise(name.words))


def _counted_before(first: Reading, second: Reading) -> Reading:
    """Keep the number of what is listed where only the correction ranks: ``which three - I mean …``."""
    rank, counted = second.rank, first.rank or _which(first)
    if rank is None or rank.n > 1 or counted is None:
        return second
    return replace(second, rank=replace(rank, n=counted.n))


def _which(reading: Reading) -> Rank | None:
    """Return how many are asked for where a figure is not named yet."""
    change = reading.change
    plain = change is not None and change.unit is None and Sense.WHICH in reading.asks
    return Rank(int(change.value), Sense.TOP) if plain and change is not None else None
