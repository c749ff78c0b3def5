"""Figures that a question does not name but asks for: by the unit of the answer, or by its verb."""

from __future__ import annotations

from collections.abc import Sequence

from symphonies.platform.semantics import MetricType, Unit
from symphonies.platform.vizier.ask.language import Sense, Token, stem
from symphonies.platform.vizier.ask.linking import Vocabulary
from symphonies.platform.vizier.ask.parsing.reading import MetricMention, Reading
from symphonies.platform.vizier.ask.parsing.spans import MetricFit, said_by_verb

_UNITS = {Sense.COUNT: (Unit.COUNT,), Sense.LONG: (Unit.DAYS, Unit.MONTHS)}
_COVERED = 0.99
"""The share of what is said that must stand in the names of a figure taken for its unit."""
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
    names = vocabulary.names
    said = _telling(tokens, vocabulary)
    fit = {
        metric.id: names.covered(metric.id, said)
        for metric in vocabulary.metrics.values()
        if metric.unit in _UNITS[sense] and (not counted or names.covered(metric.id, counted) == 1.0)
    }
    best = max(fit.values(), default=0.0)
    fitting = [metric for metric, score in fit.items() if score == best]
    counted_out = [name for name in fitting if vocabulary.metrics[name].type is not MetricType.MODEL]
    fitting = counted_out or fitting
    if best < _COVERED or len(fitting) > 1:
        return
    text = " ".join(counted) or next((each.text for each in reading.metrics), "")
    reading.metrics = [MetricMention((((fitting[0], None), _BY_UNIT),), text, said)]
    reading.unknown = [word for word in reading.unknown if not names.tells(stem(word.lower()))]


def infer_by_verb(reading: Reading, tokens: Sequence[Token], vocabulary: Vocabulary) -> None:
    """Take the figure that the verb of a question stands for, where it has one such verb."""
    found: dict[object, MetricMention] = {}
    for start in range(len(tokens)):
        for end in (start + 2, start + 1):
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
        reading.unknown = [word for word in reading.unknown if word not in verb.text.split()]


def _of_unit(fit: MetricFit, reading: Reading, vocabulary: Vocabulary) -> MetricFit:
    """Leave out what is not counted in the unit that is asked for."""
    sense = next((each for each in _UNITS if each in reading.asks), None)
    if sense is None:
        return fit
    return {key: score for key, score in fit.items() if vocabulary.metrics[key[0]].unit in _UNITS[sense]}


def _telling(tokens: Sequence[Token], vocabulary: Vocabulary) -> tuple[str, ...]:
    """Return the words that tell of a figure; idle ones only where there are no others."""
    names, lexicon = vocabulary.names, vocabulary.lexicon
    told = [token.stem for token in tokens if names.tells(token.stem) and names.weigh(token.stem) == 1.0]
    return tuple(word for word in told if word not in lexicon.carrier | lexicon.stop) or tuple(told)


def _has_unit(mention: MetricMention, sense: Sense, vocabulary: Vocabulary) -> bool:
    (metric, _), _ = mention.candidates[0]
    return vocabulary.metrics[metric].unit in _UNITS[sense]
