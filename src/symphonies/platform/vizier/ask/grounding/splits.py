"""What a figure is split by: what is asked for, or what a superlative, ``who`` or a contrast is about."""

from __future__ import annotations

from symphonies.platform.semantics import Filter, Op, Unit
from symphonies.platform.vizier.ask.grounding.dimensions import (
    Limits,
    group_path,
    limits_of,
    nearest_path,
    who_path,
)
from symphonies.platform.vizier.ask.grounding.doubts import Doubts
from symphonies.platform.vizier.ask.grounding.draft import Draft
from symphonies.platform.vizier.ask.grounding.outcome import Refusal
from symphonies.platform.vizier.ask.language import Sense, stems_of, words_of
from symphonies.platform.vizier.ask.linking import DimensionTerm, Vocabulary
from symphonies.platform.vizier.ask.linking.vocabulary import column_of
from symphonies.platform.vizier.ask.parsing import Intent, Reading

_FEW = 12
"""A thing of which there are no more is itself a kind of another."""
_EACH = "each one"


def groups_of(
    reading: Reading, draft: Draft, doubts: Doubts, vocabulary: Vocabulary
) -> tuple[str, ...] | Refusal:
    """Return the paths to split by; the refusal where a figure is not kept by what is named."""
    paths: list[str] = []
    for term in _asked_by(reading, vocabulary):
        path = _sorted_into(term, reading, draft, vocabulary) or group_path(term, draft.metrics, vocabulary)
        path = path or _kind_of(reading, draft, vocabulary)
        if path is None:
            return doubts.not_kept_by(" ".join(term.words), draft.metrics)
        paths.append(path)
    if not paths and reading.intent is Intent.FIGURE and not reading.share:
        paths = _of_its_name(reading, draft, vocabulary)
    if not paths and reading.singly:
        paths = _own_of_name(reading, draft, vocabulary)
        several = len(draft.metrics) > 1 or len(reading.values) > 1 or reading.when is not None
        if not paths and not several:
            return doubts.not_kept_by(_EACH, draft.metrics)
    ranked = reading.rank is not None or reading.threshold is not None
    if not paths and (Sense.WHO in reading.asks or ranked or _agents(reading, vocabulary)):
        path = _implied(reading, draft, vocabulary)
        paths = [path] if path else []
    return tuple(dict.fromkeys(paths))


def contrasted(
    reading: Reading, draft: Draft, limits: Limits, by: tuple[str, ...], vocabulary: Vocabulary
) -> tuple[str, ...]:
    """Split by what values are set side by side, or all are named, and by what a share is asked of."""
    several = len(reading.values) > 1
    sides = [each.dimension for each in limits.filters if several and len(each.values) > 1]
    if reading.contrast and sides and not by:
        return (sides[0],)
    if reading.apart and sides:
        return tuple(dict.fromkeys((*by, sides[0])))
    everything = _all_values(draft, limits, vocabulary) if several and not by else None
    if everything is not None:
        limits.filters.remove(everything)
        return (everything.dimension,)
    if reading.share and not by and len(limits.filters) == 1:
        path = limits.filters[0].dimension
        limits.filters.clear()
        return (path,)
    return by


def _all_values(draft: Draft, limits: Limits, vocabulary: Vocabulary) -> Filter | None:
    """Return the limit that names every value there is: ``contracts, buy side and sell side``."""
    paths = vocabulary.paths[draft.metrics[0]]
    for each in limits.filters:
        column = column_of(paths[each.dimension]) if each.dimension in paths else None
        if (
            column is not None
            and each.op is Op.IN
            and len(each.values) == vocabulary.values.count(column) > 1
        ):
            return each
    return None


def each_step(
    reading: Reading, limits: Limits, draft: Draft, by: tuple[str, ...], vocabulary: Vocabulary
) -> tuple[str, ...]:
    """Split by the steps of a ladder that are named one by one: ``31-60, 61-90 and over 90 days``."""
    if by or reading.share:
        return by
    known = vocabulary.paths[draft.metrics[0]]
    for each in limits.filters:
        column = column_of(known[each.dimension])
        named = [value for value in reading.values if column in {term.column for term, _ in value.candidates}]
        several = len({value.text for value in named}) > 1 and not any(value.negative for value in named)
        if known[each.dimension].order and several:
            return (each.dimension,)
    return by


def led_by(reading: Reading, draft: Draft, by: tuple[str, ...], vocabulary: Vocabulary) -> tuple[str, ...]:
    """Return what else to split by: the severity of which ``the critical ones`` are to stand first."""
    filters = limits_of(reading.leading, draft.metrics, vocabulary).filters
    known = vocabulary.paths[draft.metrics[0]]
    split = {column_of(known[path]) for path in by}
    return tuple(
        dict.fromkeys(each.dimension for each in filters if column_of(known[each.dimension]) not in split)
    )


def _asked_by(reading: Reading, vocabulary: Vocabulary) -> list[DimensionTerm]:
    """Return what to split by: not the bills of ``bills coming due, the five biggest suppliers``.

    What a question opens with is only named where another split is asked for, and a figure's name has it.
    """
    if len(reading.groups) < 2 or reading.groups[0] != reading.heads:
        return reading.groups
    first, *others = reading.groups
    named = {word for mention in reading.metrics for word in mention.stems}
    metrics = [mention.candidates[0][0][0] for mention in reading.metrics]
    covered = any(vocabulary.names.covered(name, first.words) == 1.0 for name in metrics)
    return others if covered or set(first.words) & named else reading.groups


def _of_its_name(reading: Reading, draft: Draft, vocabulary: Vocabulary) -> list[str]:
    """Return the ordered dimension that a figure is called by: the ageing of ``aged debtors``."""
    known = vocabulary.paths[draft.metrics[0]]
    title = set(stems_of(vocabulary.metrics[draft.metrics[0]].title))
    limited = {column_of(known[path]) for path in known if known[path].order}
    if limited & {term.column for each in reading.values for term, _ in each.candidates}:
        return []
    if len(known) == 1:
        return _only_by(next(iter(known)), reading, draft, vocabulary)
    return [path for path, each in known.items() if each.order and path in title][:1]


def _only_by(path: str, reading: Reading, draft: Draft, vocabulary: Vocabulary) -> list[str]:
    """Return the one path of a figure that there is of each of several only: that of exchange rates."""
    metric = vocabulary.metrics[draft.metrics[0]]
    column = column_of(vocabulary.paths[metric.id][path])
    several = vocabulary.values.count(column) > 1 and metric.unit is Unit.NUMBER
    return [path] if several and not reading.values and len(draft.metrics) == 1 else []


def _sorted_into(term: DimensionTerm, reading: Reading, draft: Draft, vocabulary: Vocabulary) -> str | None:
    """Return the path of what a split sorts, if that has few values: the rail of ``kind of rail``."""
    if not reading.sorts or not set(term.words) <= words_of("sorts"):
        return None
    path = group_path(reading.mentioned[0], draft.metrics, vocabulary) if reading.mentioned else None
    few = path and vocabulary.values.count(column_of(vocabulary.paths[draft.metrics[0]][path])) <= _FEW
    party = path and any(f"{path}.{part}" in vocabulary.reach for part in ("country", "region", "segment"))
    return path if few and not party else None


def _kind_of(reading: Reading, draft: Draft, vocabulary: Vocabulary) -> str | None:
    """Return the path of what is named in passing: the action of ``by kind of action``."""
    paths = (group_path(term, draft.metrics, vocabulary) for term in reading.mentioned)
    return next((path for path in paths if path is not None), None)


def _implied(reading: Reading, draft: Draft, vocabulary: Vocabulary) -> str | None:
    """Return the dimension that a superlative or ``who`` is about when none is named."""
    own = _own_of_name(reading, draft, vocabulary)
    if own:
        return own[0]
    agents = any(each.text.lower().endswith("ers") for each in reading.metrics)
    who = Sense.WHO in reading.asks or (agents and reading.rank is not None)
    return who_path(draft.metrics, vocabulary) if who or _agents(reading, vocabulary) else None


def _own_of_name(reading: Reading, draft: Draft, vocabulary: Vocabulary) -> list[str]:
    """Return the path to what a figure is named after: the covenants of ``covenant headroom``."""
    for mention in reading.metrics:
        for word in mention.text.lower().split():
            term = vocabulary.dimensions.get((word.removesuffix("s"),))
            path = nearest_path(term.paths, draft.metrics, vocabulary) if term else None
            if path is not None and vocabulary.paths[draft.metrics[0]][path].type != "boolean":
                return [path]
    return []


def _agents(reading: Reading, vocabulary: Vocabulary) -> bool:
    """Return whether those are asked for who do something: the payers of ``late payers``."""
    said = {word for mention in reading.metrics for word in mention.stems}
    return bool(said & vocabulary.lexicon.agents) and not reading.share
