"""A small world of words, for tests of how questions are read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from symphonies.kernel import Calendar, Grain
from symphonies.platform.semantics import Dimension, Direction, Metric, MetricType, Unit
from symphonies.platform.vizier.ask.language import DateGrammar, load_lexicon, tokenise
from symphonies.platform.vizier.ask.linking import DimensionTerm, NameIndex, Vocabulary
from symphonies.platform.vizier.ask.linking.values import ValueIndex

LEXICON = load_lexicon()
DATES = DateGrammar(LEXICON, Calendar(), date(2026, 10, 31))


def metric(name: str, title: str, unit: Unit = Unit.MONEY, synonyms: Sequence[str] = ()) -> Metric:
    """Return a flow of a month."""
    day, known = timedelta(days=1), tuple(synonyms)
    flow, up = MetricType.FLOW, Direction.UP
    return Metric(name, title, "", flow, unit, up, "a", "b", day, Grain.MONTH, synonyms=known)


def vocabulary(
    metrics: Sequence[Metric],
    values: ValueIndex,
    dimensions: Sequence[tuple[str, ...]] = (),
    paths: Mapping[str, Dimension] | None = None,
) -> Vocabulary:
    """Return what can be spoken of: every figure by the same paths, every dimension by its own words."""
    return Vocabulary(
        {each.id: each for each in metrics},
        NameIndex(metrics, LEXICON),
        {words: DimensionTerm(words, ("_".join(words),)) for words in dimensions},
        values,
        {each.id: paths or {} for each in metrics},
        {},
        LEXICON,
    )


def words(text: str) -> list[str]:
    """Return the stems of a text."""
    return [token.stem for token in tokenise(text, LEXICON.spelling)]
