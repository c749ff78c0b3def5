"""Shares of a population: what percent of receivables is disputed, whatever it is limited to."""

from __future__ import annotations

from collections.abc import Sequence

from symphonies.platform.semantics import Binary, references
from symphonies.platform.vizier.ask.grounding.metrics import ratio_of
from symphonies.platform.vizier.ask.language import stems_of, words_of
from symphonies.platform.vizier.ask.linking import Vocabulary
from symphonies.platform.vizier.ask.parsing import Reading


def of_population(reading: Reading, vocabulary: Vocabulary) -> bool:
    """Return whether a share is one of what is limited, not that of its limit in a figure.

    So it is where what the share is of is named first, or after ``in``: ``what percent of receivables is
    disputed for Terminals``, ``share of overdue in receivables``. Of ``what share of disputed receivables is
    Terminals`` it is the share of Terminals.
    """
    metrics = [mention.candidates[0][0][0] for mention in reading.metrics if mention.candidates]
    ratio = ratio_of(metrics, vocabulary) if reading.share else None
    formula = vocabulary.metrics[ratio].formula if ratio is not None else None
    if not isinstance(formula, Binary):
        return False
    root, said = vocabulary.lexicon.root, stems_of(reading.telling, vocabulary.lexicon.spelling)
    lower = {each.metric for each in references(formula.right)}
    bases = {root(word) for name in vocabulary.names.names if name.metric in lower for word in name.words}
    base = [
        place
        for place, word in enumerate(said)
        if root(word) in bases and vocabulary.names.weigh(word) == 1.0
    ]
    state = [place for place, word in enumerate(said) if _tells_part(word, metrics, bases, vocabulary)]
    if not base or not state:
        return False
    return base[0] < state[0] or bool(words_of("among") & set(said[state[0] : base[0]]))


def _tells_part(word: str, metrics: Sequence[str], bases: set[str], vocabulary: Vocabulary) -> bool:
    """Return whether a word tells what part of a population is meant."""
    names = vocabulary.names
    own = any(names.covered(metric, (word,)) == 1.0 for metric in metrics)
    return own and names.weigh(word) == 1.0 and vocabulary.lexicon.root(word) not in bases
