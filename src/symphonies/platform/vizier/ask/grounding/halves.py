"""Ratios whose upper half a value tells: what share of control tests came out effective is the pass rate."""

from __future__ import annotations

from symphonies.platform.semantics import Binary, Metric, Unit, references
from symphonies.platform.vizier.ask.grounding.draft import Draft
from symphonies.platform.vizier.ask.grounding.metrics import quotient_of
from symphonies.platform.vizier.ask.language import stems_of, words_of
from symphonies.platform.vizier.ask.linking import CALLED, Vocabulary
from symphonies.platform.vizier.ask.parsing import Reading, ValueMention


def upper_half(reading: Reading, draft: Draft, question: str, vocabulary: Vocabulary) -> None:
    """Take the one ratio to a figure whose description tells the value that a share is asked of.

    A ratio is not limited to what its own upper half counts, which would make it the whole. Of ``what share
    of effective tests is SOX`` it is the share of SOX: the value stands behind the figure where others are
    named.
    """
    if len(draft.metrics) != 1 or len(reading.metrics) != 1:
        return
    ratio = vocabulary.metrics[draft.metrics[0]]
    if isinstance(ratio.formula, Binary) and ratio.unit is Unit.RATIO:
        reading.values = [each for each in reading.values if each.negative or not _told(ratio, each)]
    if not reading.share:
        return
    behind = question.lower().find(reading.metrics[0].text.lower())
    for mention in reading.values:
        after = question.lower().find(mention.text.lower(), behind) >= behind >= 0
        if mention.negative or not (after or len(reading.values) == 1):
            continue
        found = [
            metric.id
            for metric in vocabulary.metrics.values()
            if _is_ratio_to(metric, draft.metrics[0]) and _told(metric, mention)
        ]
        if len(found) == 1:
            draft.metrics, draft.variants = (found[0],), {}
            reading.values = [each for each in reading.values if each is not mention]
            reading.share = False
            return


def _is_ratio_to(metric: Metric, lower: str) -> bool:
    ratio = quotient_of(metric) if metric.unit is Unit.RATIO else None
    return ratio is not None and {each.metric for each in references(ratio.right)} == {lower}


def _told(metric: Metric, mention: ValueMention) -> bool:
    """Return whether the first half of a description speaks of a value that is no yes or no."""
    said = stems_of(metric.description)
    cut = next((place for place, word in enumerate(said) if word in words_of("dividing")), 0)
    terms = [term for term, fit in mention.candidates if fit >= CALLED]
    flags = any(term.key in ("true", "false") for term in terms)
    return bool(terms) and not flags and any(set(stems_of(term.label)) <= set(said[:cut]) for term in terms)
