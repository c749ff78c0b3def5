"""Figures that nobody names: what a currency is worth, and how long it is until something happens."""

from __future__ import annotations

from collections.abc import Sequence

from symphonies.platform.semantics import Unit
from symphonies.platform.vizier.ask.language import Sense, Token, phrases_of, stem, words_of
from symphonies.platform.vizier.ask.linking import Vocabulary
from symphonies.platform.vizier.ask.linking.vocabulary import column_of
from symphonies.platform.vizier.ask.parsing.reading import MetricMention, Reading

_CURRENCY = "currency"
_EXACT = 0.98
"""A figure named in full fits this well."""
_BY_UNIT = 0.9
"""How well a figure fits that is taken for its unit."""


def infer_by_value(reading: Reading, vocabulary: Vocabulary) -> None:
    """Take the one figure that is kept by a value, of which the number is asked for."""
    named = [each for each in reading.values if " " in each.text and not each.negative]
    if reading.metrics or Sense.COUNT not in reading.asks or len(named) != 1 or reading.counts:
        return
    columns = {term.column for term, _ in named[0].candidates}
    found = {
        metric
        for metric, paths in vocabulary.paths.items()
        if columns & {column_of(dimension) for dimension in paths.values()}
    }
    if len(found) == 1 and vocabulary.metrics[metric := found.pop()].unit is Unit.COUNT:
        reading.metrics = [MetricMention((((metric, None), _BY_UNIT),), named[0].text)]


def infer_rate(reading: Reading, tokens: Sequence[Token], vocabulary: Vocabulary) -> None:
    """Take what is asked of a currency for the exchange rate: ``where did the dollar close``."""
    money = any(_CURRENCY in term.column[1] for each in reading.values for term, _ in each.candidates)
    rated = any(token.stem in vocabulary.lexicon.rates for token in tokens)
    if reading.metrics or not money or not (rated or _priced(reading, tokens, vocabulary)):
        return
    found = [noun for words, noun in vocabulary.lexicon.levers if words == {_CURRENCY}]
    fit = vocabulary.names.fit(found[0]) if found else {}
    best = max(fit, key=lambda key: (fit[key], key[0]), default=None)
    if best is not None and fit[best] >= _EXACT:
        reading.metrics = [MetricMention(((best, 1.0),), vocabulary.metrics[best[0]].title)]
        reading.unknown = [word for word in reading.unknown if not _says_price(word, vocabulary)]


def _says_price(word: str, vocabulary: Vocabulary) -> bool:
    return vocabulary.lexicon.root(stem(word.lower())) in map(vocabulary.lexicon.root, words_of("quoting"))


def _priced(reading: Reading, tokens: Sequence[Token], vocabulary: Vocabulary) -> bool:
    """Return whether a currency itself is spoken of: ``the dollar closed``, not ``cash in dollars``."""
    if len(reading.values) != 1 or reading.groups or reading.mentioned:
        return False
    words = reading.values[0].text.split()
    texts = [token.text for token in tokens]
    place = next((k for k in range(len(texts)) if texts[k : k + len(words)] == words), 0)
    before, after = tokens[place - 1].stem if place else "", tokens[place + len(words) :]
    quoted = set(map(vocabulary.lexicon.root, words_of("quoting")))
    roots = [vocabulary.lexicon.root(token.stem) for token in tokens]
    moves = [Sense.CHANGE in vocabulary.lexicon.senses.get((token.stem,), ()) for token in tokens]
    end = place + len(words)
    goes_on = (
        not after or roots[end] in quoted or moves[end] or after[0].stem in words_of("behind_a_currency")
    )
    said = set(roots) & quoted or any(moves)
    return before in words_of("before_a_currency") and goes_on and (bool(said) or tokens[0].stem == "where")


def infer_until(reading: Reading, tokens: Sequence[Token], vocabulary: Vocabulary) -> None:
    """Take the one length of time that tells of what happens: ``how many months before cash is gone``."""
    units = {Unit.MONTHS} if _asks_months(tokens) else {Unit.MONTHS, Unit.DAYS}
    if Sense.LONG not in reading.asks and units != {Unit.MONTHS}:
        return
    if any(vocabulary.metrics[each.candidates[0][0][0]].unit in units for each in reading.metrics):
        return
    start = (
        next(
            (place for place, token in enumerate(tokens) if token.stem in words_of("until_then")), len(tokens)
        )
        + 1
    )
    names, lexicon = vocabulary.names, vocabulary.lexicon
    told = [token.stem for token in tokens[start:] if names.weigh(token.stem) == 1.0 and token.text.isalpha()]
    telling = [word for word in told if word not in lexicon.stop | lexicon.carrier]
    fitting = [
        metric.id
        for metric in vocabulary.metrics.values()
        if metric.unit in units and len(telling) > 1 and names.speaks_of(metric.id, telling)
    ]
    if len(fitting) != 1:
        return
    text = " ".join(token.text for token in tokens[start:])
    reading.metrics = [MetricMention((((fitting[0], None), _BY_UNIT),), text, tuple(telling))]
    reading.unknown = [word for word in reading.unknown if word.lower() not in text.lower().split()]
    reading.rank, reading.threshold = None, None


def _asks_months(tokens: Sequence[Token]) -> bool:
    """Return whether months are asked for: ``how many months``."""
    stems = tuple(token.stem for token in tokens)
    return any(stems[place : place + 3] in phrases_of("how_many_months") for place in range(len(stems)))
