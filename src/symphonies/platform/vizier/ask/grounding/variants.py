"""Variants of a figure by their labels, wherever they stand: ``and by value?``, ``DPO on purchases``."""

from __future__ import annotations

from symphonies.platform.vizier.ask.grounding.draft import Draft
from symphonies.platform.vizier.ask.language import stems_of
from symphonies.platform.vizier.ask.linking import Vocabulary
from symphonies.platform.vizier.ask.parsing import Reading

_MIDDLE = "p50"


def vary(draft: Draft, reading: Reading, question: str, vocabulary: Vocabulary) -> None:
    """Take the variant of each figure that a question labels, where its name did not."""
    for metric in draft.metrics:
        found = labelled(metric, reading, question, vocabulary) or reading.variants.get(metric)
        if found is not None and metric not in draft.variants:
            draft.variants[metric] = found


def has_part(draft: Draft, quantile: str, vocabulary: Vocabulary) -> bool:
    """Return whether a figure is taken, or is by its own name, as the part of a distribution asked for."""
    known = [vocabulary.metrics[metric] for metric in draft.metrics]
    kept = {variant.name for metric in known for variant in metric.variants.values()}
    told = " ".join(f"{metric.title} {metric.description or ''}" for metric in known).lower()
    own = quantile == _MIDDLE and quantile not in kept and "median" in told
    return own or quantile in draft.variants.values()


def labelled(metric: str, reading: Reading, question: str, vocabulary: Vocabulary) -> str | None:
    """Return the one variant of a metric whose label a question has; not one that it says is not meant."""
    for text in reading.aside:
        question = question.replace(text, " ")
    spelling, stop = vocabulary.lexicon.spelling, vocabulary.lexicon.stop
    said = (*stems_of(question, spelling), reading.quantile)
    found = [
        variant.name
        for variant in vocabulary.metrics[metric].variants.values()
        if _stands(tuple(word for word in stems_of(variant.label, spelling) if word not in stop), said)
    ]
    return found[0] if len(found) == 1 else None


def _stands(words: tuple[str, ...], said: tuple[str, ...]) -> bool:
    return bool(words) and any(
        said[start : start + len(words)] == words for start in range(len(said) - len(words) + 1)
    )
