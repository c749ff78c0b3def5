"""Figures that a question does not name but asks for: by the unit of the answer, or by its verb."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from symphonies.platform.semantics import MetricType, Unit
from symphonies.platform.vizier.ask.language import Lexicon, Sense, Token, phrases_of, stem, words_of
from symphonies.platform.vizier.ask.linking import CALLED, DimensionTerm, Vocabulary
from symphonies.platform.vizier.ask.parsing.reading import Intent, MetricMention, Reading, ValueMention
from symphonies.platform.vizier.ask.parsing.spans import Kind, MetricFit, Span, said_by_verb

_UNITS = {Sense.COUNT: (Unit.COUNT,), Sense.LONG: (Unit.DAYS, Unit.MONTHS)}
_COVERED = 0.99
"""The share of what is said that must stand in the names of a figure taken for its unit."""
_WHOLE = 0.7
"""A figure named this well is named."""
_EXACT = 0.98
"""A figure named in full fits this well."""
_CURRENCY = "currency"
_BY_UNIT = 0.9
"""How well such a figure fits."""


def infer_by_unit(reading: Reading, tokens: Sequence[Token], vocabulary: Vocabulary) -> None:
    """Take ``how many suppliers did we pay`` and ``how long`` for the figure of that unit about it."""
    sense = next((each for each in _UNITS if each in reading.asks), None)
    if sense is None or any(_has_unit(mention, sense, vocabulary) for mention in reading.metrics):
        return
    counted = [word for term in reading.mentioned[:1] for word in term.words]
    if not reading.metrics and not counted and sense is Sense.COUNT:
        return
    rated = sense is Sense.COUNT and (
        any(token.stem in vocabulary.lexicon.rates for token in tokens) or _asks_how_often(tokens)
    )
    if rated and any(_is_ratio(mention, vocabulary) for mention in reading.metrics):
        return
    names = vocabulary.names
    taken = {word for each in reading.values for word in each.text.split()}
    said = _telling([token for token in tokens if token.text not in taken], vocabulary)
    fit = {
        metric.id: names.covered(metric.id, said)
        for metric in vocabulary.metrics.values()
        if metric.unit in _UNITS[sense] and (not counted or names.covered(metric.id, counted) == 1.0)
    }
    best = max(fit.values(), default=0.0)
    if best < _COVERED and reading.metrics and sense is Sense.LONG:
        best, fit = _COVERED, _how_long_it_takes(reading.metrics[0], vocabulary)
    fitting = [metric for metric, score in fit.items() if score == best]
    counted_out = [name for name in fitting if vocabulary.metrics[name].type is not MetricType.MODEL]
    fitting = counted_out or fitting
    if best < _COVERED or len(fitting) != 1:
        return
    text = " ".join(counted) or next((each.text for each in reading.metrics), "")
    reading.metrics = [MetricMention((((fitting[0], None), _BY_UNIT),), text, said)]
    reading.unknown = [
        word for word in reading.unknown if names.covered(fitting[0], (stem(word.lower()),)) < _COVERED
    ]


def infer_by_limit(reading: Reading, tokens: Sequence[Token], vocabulary: Vocabulary) -> None:
    """Take the figure in days that a limit in days is of: the days late of ``paid over 30 days late``."""
    limit = reading.threshold
    if limit is None or limit.amount.unit != "days" or len(reading.metrics) != 1:
        return
    lexicon, mention = vocabulary.lexicon, reading.metrics[0]
    if vocabulary.metrics[mention.candidates[0][0][0]].unit is Unit.DAYS:
        return
    roots = {lexicon.root(token.stem) for token in tokens}
    said = {lexicon.root(word) for word in mention.stems if not lexicon.empty(word)} | {"late"}
    for phrase in lexicon.verbs:
        fit = said_by_verb(phrase, vocabulary) if said <= set(phrase) | {"pay"} <= roots else {}
        fit = {key: score for key, score in fit.items() if vocabulary.metrics[key[0]].unit is Unit.DAYS}
        if fit:
            best = tuple(sorted(fit.items(), key=lambda pair: (-pair[1], pair[0][0])))
            reading.metrics = [MetricMention(best, mention.text, mention.stems)]
            return


def _asks_how_often(tokens: Sequence[Token]) -> bool:
    """Return whether a share is asked for by how often something happens: ``how often do payments fail``."""
    stems = tuple(token.stem for token in tokens)
    return any(pair in phrases_of("how_often_it_is") for pair in pairwise(stems))


def _is_ratio(mention: MetricMention, vocabulary: Vocabulary) -> bool:
    """Return whether a share is named in full: ``how many cases were redone, as a rate``."""
    (metric, _), fit = mention.candidates[0]
    return fit >= _EXACT and vocabulary.metrics[metric].unit is Unit.RATIO


def _how_long_it_takes(mention: MetricMention, vocabulary: Vocabulary) -> dict[str, float]:
    """Return what takes days of that which a figure counts: the days to settle of invoices settled."""
    counted = vocabulary.metrics[mention.candidates[0][0][0]]
    if counted.type is not MetricType.FLOW or counted.unit not in (Unit.COUNT, Unit.MONEY):
        return {}
    fit = {
        metric.id: vocabulary.names.covered(metric.id, mention.stems)
        for metric in vocabulary.metrics.values()
        if metric.fact == counted.fact and metric.unit is Unit.DAYS
    }
    best = max(fit.values(), default=0.0)
    return {name: _COVERED for name, score in fit.items() if score == best > 0.0}


def infer_by_manner(reading: Reading, tokens: Sequence[Token], vocabulary: Vocabulary) -> None:
    """Take ``how reliably did we meet our obligations`` for the one ratio that all of it names."""
    adverbs = (after.text for before, after in pairwise(tokens) if before.stem == "how")
    manner = next((each for each in adverbs if each in reading.unknown and each.endswith("ly")), None)
    if manner is None or len(reading.metrics) != 1:
        return
    names, root = vocabulary.names, vocabulary.lexicon.root
    mention = reading.metrics[0]
    said = {root(token.stem) for token in tokens if token.stem not in vocabulary.lexicon.stop}
    telling = {word for word in mention.stems if names.weigh(word) == 1.0}
    fitting = {
        each.metric
        for each in names.names
        if vocabulary.metrics[each.metric].unit is Unit.RATIO
        and telling
        and telling <= set(each.words)
        and set(map(root, each.words)) <= said
    }
    if len(fitting) == 1:
        key = (fitting.pop(), None)
        reading.metrics = [MetricMention(((key, _BY_UNIT),), mention.text, tuple(telling))]
        reading.unknown.remove(manner)
        reading.aside.append(manner)


def infer_by_rest(reading: Reading, tokens: Sequence[Token], vocabulary: Vocabulary) -> None:
    """Take ``on-time rate for security audit obligations`` for the one ratio whose names say all of it."""
    lexicon = vocabulary.lexicon
    rated = any(token.stem in lexicon.rates for token in tokens)
    if not (rated and reading.unknown) or len(reading.metrics) != 1:
        return
    mention = reading.metrics[0]
    if vocabulary.metrics[mention.candidates[0][0][0]].unit is Unit.RATIO:
        return
    rest = [stem(word) for phrase in reading.unknown for word in phrase.lower().split()]
    said = set(map(lexicon.root, (*mention.stems, *rest)))
    names = vocabulary.names.names
    fitting = {each.metric for each in names if said <= set(map(lexicon.root, each.words))}
    fitting = {name for name in fitting if vocabulary.metrics[name].unit is Unit.RATIO}
    if len(fitting) == 1:
        text = " ".join((*reading.unknown, mention.text))
        found = ((fitting.pop(), None), _BY_UNIT)
        reading.metrics = [MetricMention((found,), text, (*mention.stems, *rest))]
        reading.unknown = []


def infer_by_verb(reading: Reading, tokens: Sequence[Token], vocabulary: Vocabulary) -> None:
    """Take the figure that the verb of a question stands for, where it has one such verb."""
    found: dict[object, MetricMention] = {}
    denied = {word for each in reading.values if each.negative for word in each.text.split()}
    denied |= _describing(reading.values, vocabulary.lexicon)
    denied |= _of_splits(reading.groups) if reading.follows else set()
    denied |= words_of("sorting") if reading.ordered else set()
    for start in range(len(tokens)):
        for end in (start + 2, start + 1):
            if any({each.text, each.stem} & denied for each in tokens[start:end]):
                continue
            stems = tuple(each.stem for each in tokens[start:end])
            fit = _of_unit(said_by_verb(stems, vocabulary), reading, vocabulary)
            if fit:
                best = tuple(sorted(fit.items(), key=lambda pair: (-pair[1], pair[0][0])))
                text = " ".join(each.text for each in tokens[start:end])
                found.setdefault(best, MetricMention(best, text, stems))
                break
    if len(found) == 1:
        verb = next(iter(found.values()))
        reading.metrics.append(verb)
        listed = next((term for term in reading.mentioned if set(verb.stems) & set(term.words)), None)
        if listed is not None and not reading.groups:
            reading.mentioned.remove(listed)
            reading.groups.append(listed)
        reading.values = [each for each in reading.values if each.text.lower() != verb.text.lower()]
        reading.unknown = [word for word in reading.unknown if word not in verb.text.split()]


def _of_splits(groups: Sequence[DimensionTerm]) -> set[str]:
    """Return the words of splits of several: the ``payment`` of ``per payment rail`` is no verb."""
    return {word for term in groups if len(term.words) > 1 for word in term.words}


def _describing(values: Sequence[ValueMention], lexicon: Lexicon) -> set[str]:
    """Return the words of values of several: the ``buy`` of ``buy side`` is no verb."""
    several = (each for each in values if " " in each.text and each.candidates)
    said = [each.text.split() for each in several if each.candidates[0][1] >= CALLED]
    past = {word for words in said for word in words[1:] if word in lexicon.forms or word.endswith("ed")}
    return {word for words in said for word in words} - past


def infer_by_split(reading: Reading, vocabulary: Vocabulary) -> None:
    """Take what is ranked for what its split begins with: purchases of ``biggest purchasing categories``."""
    if reading.metrics or reading.unknown or reading.rank is None or len(reading.groups) != 1:
        return
    first, *rest = reading.groups[0].words
    root = vocabulary.lexicon.root
    name = next(
        (each for each in sorted(vocabulary.names.words) if root(each) == root(first) and each != first), ""
    )
    fit = vocabulary.names.fit((name,)) if rest and first.endswith("ing") and name else {}
    found = [key for key, score in fit.items() if score >= _EXACT and key[1] is None]
    if len(found) == 1:
        reading.metrics = [MetricMention(((found[0], _BY_UNIT),), first, (name,))]


def infer_second(
    reading: Reading, tokens: Sequence[Token], pieces: Sequence[Span], vocabulary: Vocabulary
) -> None:
    """Take what a second question in one asks for: ``how much came in, and how much went out``."""
    opened = [piece for piece in pieces if piece.says(Sense.MUCH, Sense.COUNT)]
    named = min((piece.start for piece in pieces if piece.kind is Kind.METRIC), default=len(tokens))
    if len(opened) == 1 and named < opened[0].start and tokens[opened[0].start - 1].stem == "and":
        opened.insert(0, opened[0])
    if len(opened) < 2 or reading.both:
        return
    start = opened[1].end
    if any(piece.kind is Kind.METRIC and piece.start >= start for piece in pieces):
        return
    for place in range(start, len(tokens)):
        for end in (place + 3, place + 2, place + 1):
            fit = said_by_verb(tuple(each.stem for each in tokens[place:end]), vocabulary)
            if fit:
                best = tuple(sorted(fit.items(), key=lambda pair: (-pair[1], pair[0][0])))
                text = " ".join(each.text for each in tokens[place:end])
                reading.metrics.append(MetricMention(best, text, ()))
                return
    reading.unknown.append(
        " ".join(token.text for token in tokens[opened[1].start :] if token.text.isalnum())
    )


def infer_by_words(
    reading: Reading, tokens: Sequence[Token], pieces: Sequence[Span], vocabulary: Vocabulary
) -> None:
    """Take the one figure of whose name the words stand all over a question: ``contracts leak value``."""
    if any(mention.fit >= _WHOLE for mention in reading.metrics):
        return
    names, lexicon = vocabulary.names, vocabulary.lexicon
    free = _free(reading, tokens, vocabulary)
    said = {lexicon.root(token.stem) for token in free if names.weigh(token.stem) == 1.0}
    implied = {"day"} if Sense.LONG in reading.asks else {"number"} if Sense.COUNT in reading.asks else set()
    dated = {place for piece in pieces if piece.kind is Kind.WHEN for place in range(piece.start, piece.end)}
    lengths = {
        lexicon.root(token.stem)
        for place, token in enumerate(tokens)
        if token.stem in lexicon.units and place not in dated
    }
    every = said | implied | lengths
    needed = {lexicon.root(token.stem) for token in free if token.text in reading.unknown} | {
        lexicon.root(word) for mention in reading.metrics for word in mention.stems if not lexicon.empty(word)
    }
    fitting: set[str] = set()
    for name in names.names:
        telling = {lexicon.root(word) for word in name.words if names.weigh(word) == 1.0}
        if len(telling) > 1 and telling <= every and needed <= telling | implied and telling & said:
            fitting.add(name.metric)
    if len(fitting) != 1:
        return
    stems = tuple(token.stem for token in free)
    text = " ".join(token.text for token in free)
    reading.metrics = [MetricMention((((fitting.pop(), None), _BY_UNIT),), text, stems)]
    taken = {token.text for token in free}
    reading.unknown = [word for word in reading.unknown if not set(word.split()) <= taken]


def infer_lever(reading: Reading, tokens: Sequence[Token], vocabulary: Vocabulary) -> None:
    """Take the figure that a supposed change moves: the days payable of ``we pay suppliers a week later``."""
    if reading.intent is not Intent.WHAT_IF or reading.change is None:
        return
    nouns = [vocabulary.names.fit(noun) for _, noun in vocabulary.lexicon.levers]
    movable = {key for fit in nouns for key, score in fit.items() if score >= _EXACT}
    exact = [
        each
        for each in reading.metrics
        if each.fit >= _EXACT and _moves(each, reading, vocabulary) and each.candidates[0][0] in movable
    ]
    roots = {vocabulary.lexicon.root(token.stem) for token in tokens}
    if any("currency" in term.column[1] for each in reading.values for term, _ in each.candidates):
        roots.add(_CURRENCY)
    found = [
        noun
        for words, noun in vocabulary.lexicon.levers
        if words <= roots and (reading.change.unit == "days") != (_CURRENCY in words)
    ]
    fits = (vocabulary.names.fit(noun) for noun in found)
    fit = {} if exact else next((each for each in fits if max(each.values(), default=0.0) >= _EXACT), {})
    if fit:
        best = max(fit, key=lambda key: (fit[key], key[0]))
        text = vocabulary.metrics[best[0]].title
        reading.outcomes = [*reading.outcomes, *(each for each in reading.metrics if each.fit >= _EXACT)]
        reading.metrics = [MetricMention(((best, 1.0),), text)]


def _moves(mention: MetricMention, reading: Reading, vocabulary: Vocabulary) -> bool:
    """Return whether a change of that unit can be one of a figure."""
    days = reading.change is not None and reading.change.unit == "days"
    unit = vocabulary.metrics[mention.candidates[0][0][0]].unit
    return unit is Unit.DAYS if days else True


def _free(reading: Reading, tokens: Sequence[Token], vocabulary: Vocabulary) -> list[Token]:
    """Return the words that no value, split or date has taken."""
    taken = {word for each in reading.values for word in each.text.split()}
    split = {word for term in reading.groups for word in term.words}
    return [token for token in tokens if token.text not in taken and token.stem not in split]


def _of_unit(fit: MetricFit, reading: Reading, vocabulary: Vocabulary) -> MetricFit:
    """Leave out what is not counted in the unit that is asked for."""
    sense = next((each for each in _UNITS if each in reading.asks), None)
    if sense is None:
        return fit
    return {key: score for key, score in fit.items() if vocabulary.metrics[key[0]].unit in _UNITS[sense]}


def _telling(tokens: Sequence[Token], vocabulary: Vocabulary) -> tuple[str, ...]:
    """Return the words that tell of a figure; idle ones only where there are no others."""
    names, lexicon = vocabulary.names, vocabulary.lexicon
    told = [
        token.stem
        for token in tokens
        if names.tells(token.stem) and names.weigh(token.stem) == 1.0 and token.stem != "last"
    ]
    return tuple(word for word in told if word not in lexicon.carrier | lexicon.stop) or tuple(told)


def _has_unit(mention: MetricMention, sense: Sense, vocabulary: Vocabulary) -> bool:
    (metric, _), _ = mention.candidates[0]
    return vocabulary.metrics[metric].unit in _UNITS[sense]
