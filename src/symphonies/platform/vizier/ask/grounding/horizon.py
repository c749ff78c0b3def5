"""How far ahead a figure was told, where it is kept by that: ``the forecast error four weeks out``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from symphonies.kernel import Grain
from symphonies.platform.vizier.ask.language import Lexicon, stems_of, tokenise, words_of
from symphonies.platform.vizier.ask.linking import DimensionTerm, ValueTerm, Vocabulary
from symphonies.platform.vizier.ask.linking.vocabulary import column_of
from symphonies.platform.vizier.ask.parsing import Intent, Reading, ValueMention


def told_ahead(reading: Reading, metrics: Sequence[str], question: str, vocabulary: Vocabulary) -> Reading:
    """Limit a figure to how far ahead it was told, and split it where several are set side by side.

    A figure that is about forecasts is foretold only where days to come are named.
    """
    ahead = reading.when is not None and reading.when.future
    told = "forecast" in stems_of(vocabulary.metrics[metrics[0]].title)
    if reading.intent is Intent.FORECAST and told and not ahead:
        reading = replace(reading, intent=Intent.FIGURE)
    paths = vocabulary.paths[metrics[0]]
    for path, dimension in paths.items():
        unit = path.rsplit("_", 1)[-1].removesuffix("s")
        if "." in path or "_" not in path or unit not in set(Grain):
            continue
        numbers = _numbers(question, unit, vocabulary.lexicon)
        if not numbers:
            continue
        terms = [ValueTerm(column_of(dimension), str(number), f"{number} {unit}s") for number in numbers]
        values = [ValueMention(((term, 1.0),), term.label) for term in terms]
        groups = [DimensionTerm((path,), (path,))] if len(terms) > 1 else []
        return replace(
            reading,
            values=[*reading.values, *values],
            groups=reading.groups or groups,
            when=None if reading.when is None or reading.when.future else reading.when,
            compared_to=None if len(terms) > 1 else reading.compared_to,
            intent=Intent.FIGURE if reading.intent is Intent.FORECAST else reading.intent,
        )
    return reading


def _numbers(question: str, unit: str, lexicon: Lexicon) -> list[int]:
    """Return how many of a unit are said to lie ahead: 13, 1 in ``13 weeks ahead against 1 week ahead``."""
    tokens = tokenise(question, lexicon.spelling)
    found = []
    for place in range(1, len(tokens) - 1):
        number = tokens[place - 1].number or lexicon.numbers.get(tokens[place - 1].stem)
        same = lexicon.units.get(tokens[place].stem) == unit
        after = {token.stem for token in tokens[place + 1 : place + 3]}
        if number is not None and number == int(number) and same and after & words_of("ahead"):
            found.append(int(number))
    return list(dict.fromkeys(found))
