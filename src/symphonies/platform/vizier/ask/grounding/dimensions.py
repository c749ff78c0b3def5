"""Which dimensions and filters a question means, as its metrics see them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from symphonies.platform.semantics import Dimension, Filter, MetricType, Op, Unit
from symphonies.platform.vizier.ask.language import stems_of, words_of
from symphonies.platform.vizier.ask.linking import DimensionTerm, ValueTerm, Vocabulary
from symphonies.platform.vizier.ask.linking.vocabulary import column_of
from symphonies.platform.vizier.ask.parsing import ValueMention

_BUCKETS = 12
"""Nobody cuts an age into more."""


@dataclass
class Limits:
    """Filters found so far."""

    filters: list[Filter] = field(default_factory=list)
    currency: str | None = None
    """The currency the answer is wanted in."""
    ambiguous: tuple[ValueMention, tuple[ValueTerm, ...]] | None = None
    missing: list[ValueMention] = field(default_factory=list)


def nearest_path(paths: Iterable[str], metrics: Sequence[str], vocabulary: Vocabulary) -> str | None:
    """Return the path that all metrics have with the fewest steps; the commoner one where two are as near."""
    shared = [path for path in paths if all(path in vocabulary.paths[metric] for metric in metrics)]
    return min(shared, key=lambda path: (path.count("."), -vocabulary.reach[path], path)) if shared else None


def group_path(term: DimensionTerm, metrics: Sequence[str], vocabulary: Vocabulary) -> str | None:
    """Return the path that a dimension's name means for these metrics."""
    parts = [
        path
        for path in vocabulary.paths[metrics[0]]
        if _within_name(path, term.words) and not _of_a_party(term, vocabulary)
    ]
    return (
        nearest_path(_so_called(term.paths, term, metrics, vocabulary), metrics, vocabulary)
        or nearest_path(_so_called(term.looser, term, metrics, vocabulary), metrics, vocabulary)
        or nearest_path(_so_called(parts, term, metrics, vocabulary), metrics, vocabulary)
        or _of_a_kind(term, metrics, vocabulary)
        or _of_an_age(term, metrics, vocabulary)
    )


def _so_called(
    paths: Iterable[str], term: DimensionTerm, metrics: Sequence[str], vocabulary: Vocabulary
) -> list[str]:
    """Return the paths that lead where the words say: the account of costs is no bank account."""
    return [path for path in paths if not _leads_elsewhere(path, term, metrics, vocabulary)]


def _leads_elsewhere(path: str, term: DimensionTerm, metrics: Sequence[str], vocabulary: Vocabulary) -> bool:
    """Return whether the words are from the name of another table that other figures reach by a path."""
    known = [paths[path] for paths in vocabulary.paths.values() if path in paths]
    here = {word for name in metrics for word in _table_words(vocabulary.paths[name].get(path))}
    named = set(stems_of(path.replace(".", " ")))
    others = {word for each in known for word in _table_words(each)} - here - named
    return bool(here) and bool(others & set(term.words))


def _table_words(dimension: Dimension | None) -> tuple[str, ...]:
    if dimension is None or dimension.target is None:
        return ()
    return stems_of(dimension.target.target.rsplit(".", 1)[-1])


def _of_a_kind(term: DimensionTerm, metrics: Sequence[str], vocabulary: Vocabulary) -> str | None:
    """Return the path that sorts a figure, by whichever word for it: its type for ``by kind``."""
    if not set(term.words) <= words_of("sorts"):
        return None
    found = [path for path in vocabulary.paths[metrics[0]] if path.rsplit(".", 1)[-1] in words_of("sorts")]
    return nearest_path(found, metrics, vocabulary)


def _of_an_age(term: DimensionTerm, metrics: Sequence[str], vocabulary: Vocabulary) -> str | None:
    """Return the path that cuts a figure by age, by whichever word for it: its bucket for ``ageing band``."""
    every = (paths[path] for paths in vocabulary.paths.values() for path in term.paths if path in paths)
    if not any(_is_cut(dimension, vocabulary) for dimension in every):
        return None
    known = vocabulary.paths[metrics[0]]
    found = [path for path, dimension in known.items() if _is_cut(dimension, vocabulary)]
    return nearest_path(found, metrics, vocabulary)


def _is_cut(dimension: Dimension, vocabulary: Vocabulary) -> bool:
    """Return whether the values of a dimension are from so many to so many."""
    column = column_of(dimension)
    if vocabulary.values.count(column) > _BUCKETS:
        return False
    return any(_edges(term.key) is not None for term in vocabulary.values.all_of(column))


def _within_name(path: str, words: Sequence[str]) -> bool:
    """Return whether a dimension's own name is the end of what was said: the bucket of ``age bucket``."""
    own = stems_of(path.rsplit(".", 1)[-1])
    return len(own) < len(words) and tuple(words[-len(own) :]) == own


def _of_a_party(term: DimensionTerm, vocabulary: Vocabulary) -> bool:
    """Return whether what was said belongs to a party, not to the figure: the country of a customer."""
    return vocabulary.lexicon.alike.get(term.words[:1]) in words_of("parties")


def who_path(metrics: Sequence[str], vocabulary: Vocabulary) -> str | None:
    """Return the party a metric is about: the nearest thing with a name, or people where all have that."""
    first = vocabulary.paths[metrics[0]]
    parties = [
        path
        for path, dimension in first.items()
        if dimension.target is not None
        and not dimension.steps
        and all(path in vocabulary.paths[m] for m in metrics)
    ]
    named = [path for path in parties if _named(path, vocabulary)]
    party = min(named, key=lambda path: (vocabulary.reach[path], path), default=None)
    if party is None or vocabulary.reach[party] == max(vocabulary.reach.values()):
        people = (
            path
            for path, dimension in first.items()
            if not dimension.steps and column_of(dimension) in vocabulary.people
        )
        return next(people, party)
    return party


def _named(path: str, vocabulary: Vocabulary) -> bool:
    """Return whether people and companies stand behind a dimension: its table has a country or a region."""
    known = vocabulary.reach
    return any(f"{path}.{part}" in known for part in ("country", "region", "segment", "title"))


def limits_of(
    mentions: Sequence[ValueMention],
    metrics: Sequence[str],
    vocabulary: Vocabulary,
    verbs: frozenset[str] = frozenset(),
    *,
    converts: bool = False,
) -> Limits:
    """Return the filters that values mean; values of one dimension are alternatives.

    Args:
        mentions: The values.
        metrics: What they limit.
        vocabulary: Where they lie.
        converts: Whether a currency is the unit of the answer for a stock, too.
        verbs: Words that named the figure: the ``buy`` of ``how much did we buy`` is no value.
    """
    limits = Limits()
    mentions = _alike(mentions)
    kept: dict[tuple[str, bool], list[str]] = {}
    for mention in mentions:
        found = _placed(mention, metrics, vocabulary)
        if not found:
            if mention.text.lower() not in verbs and not (
                _said_by(metrics, mention, vocabulary) or _is_told(mention, metrics, vocabulary)
            ):
                limits.missing.append(mention)
            continue
        path, terms = found
        limits_only = mention.negative or mention.limits
        if _is_currency(path) and _converts(metrics, vocabulary, stocks=converts) and not limits_only:
            limits.currency = terms[0].key
            continue
        if len(terms) > 1:
            limits.ambiguous = limits.ambiguous or (mention, tuple(terms))
        kept.setdefault((path, mention.negative), []).extend((terms[0].key, *terms[0].more))
    for (path, negative), keys in kept.items():
        unique = tuple(dict.fromkeys(keys))
        if negative:
            limits.filters.append(Filter(path, Op.NOT_IN if len(unique) > 1 else Op.NE, unique))
        else:
            limits.filters.append(Filter(path, Op.IN if len(unique) > 1 else Op.EQ, unique))
    return limits


def _said_by(metrics: Sequence[str], mention: ValueMention, vocabulary: Vocabulary) -> bool:
    """Return whether a figure's name says as much in another word: ``rejected`` of failed payments."""
    kind = vocabulary.lexicon.alike.get(stems_of(mention.text))
    said = (vocabulary.names.covered(name, (kind,)) == 1.0 for name in metrics) if kind else ()
    return kind is not None and not mention.negative and all(said)


def _is_told(mention: ValueMention, metrics: Sequence[str], vocabulary: Vocabulary) -> bool:
    """Return whether a figure's own description says what was named: ``refused in the finance systems``."""
    told = [set(stems_of(vocabulary.metrics[metric].description or "")) for metric in metrics]
    return not mention.negative and all(set(stems_of(mention.text)) <= words for words in told)


def _alike(mentions: Sequence[ValueMention]) -> list[ValueMention]:
    """Read neighbours as values of one kind where they can be: the functions of ``marketing and sales``."""
    found = list(mentions)
    for place in range(1, len(found)):
        first, second = found[place - 1], found[place]
        columns = {term.column for term, _ in first.candidates} & {
            term.column for term, _ in second.candidates
        }
        same = {term.key for term, _ in first.candidates} & {term.key for term, _ in second.candidates}
        if columns and not same and first.negative == second.negative:
            of = second.of or first.of
            found[place - 1] = replace(_within(first, columns), of=first.of or of)
            found[place] = replace(_within(second, columns), of=of)
    return found


def _within(mention: ValueMention, columns: set[tuple[str, str]]) -> ValueMention:
    kept = tuple(pair for pair in mention.candidates if pair[0].column in columns)
    return replace(mention, candidates=kept)


def _placed(
    mention: ValueMention, metrics: Sequence[str], vocabulary: Vocabulary
) -> tuple[str, list[ValueTerm]] | None:
    """Return where a value lies for these metrics and the values of that name there."""
    best: tuple[tuple[float, bool, int, int, int, str], str, list[ValueTerm]] | None = None
    owners = tuple(f"{path}." for path in mention.of.paths) if mention.of is not None else ()
    if _of_others(mention, owners, metrics, vocabulary):
        return None
    for path, dimension in vocabulary.paths[metrics[0]].items():
        if any(path not in vocabulary.paths[metric] for metric in metrics):
            continue
        fits = [(term, score) for term, score in mention.candidates if term.column == column_of(dimension)]
        if not fits:
            continue
        top = max(score for _, score in fits)
        rank = (
            -round(top, 2),
            not path.startswith(owners or "."),
            path.count("."),
            vocabulary.values.count(column_of(dimension)),
            -vocabulary.reach[path],
            path,
        )
        if best is None or rank < best[0]:
            best = (rank, path, [term for term, score in fits if score == top])
    if best is None:
        return _as_currency(mention, metrics, vocabulary)
    own = "currency" if _is_currency(best[1]) and best[1].count(".") and mention.of is None else best[1]
    return (own if all(own in vocabulary.paths[metric] for metric in metrics) else best[1]), best[2]


def _of_others(
    mention: ValueMention, owners: tuple[str, ...], metrics: Sequence[str], vocabulary: Vocabulary
) -> bool:
    """Return whether a value is one of parties that a figure knows nothing of: of ``Swiss customers``."""
    if mention.of is None or " ".join(mention.of.words) not in words_of("parties"):
        return False
    columns = {term.column for term, _ in mention.candidates}

    def told_of(metric: str) -> bool:
        paths = vocabulary.paths[metric].items()
        return any(path.startswith(owners) and column_of(each) in columns for path, each in paths)

    return not all(map(told_of, metrics)) and any(map(told_of, vocabulary.paths))


def _as_currency(
    mention: ValueMention, metrics: Sequence[str], vocabulary: Vocabulary
) -> tuple[str, list[ValueTerm]] | None:
    terms = [term for term, _ in mention.candidates if _is_currency(term.column[1])]
    money = all(vocabulary.metrics[metric].unit is Unit.MONEY for metric in metrics)
    return ("currency", terms[:1]) if terms and money else None


def without_idle(limits: Limits, by: Sequence[str], metric: str, vocabulary: Vocabulary) -> None:
    """Drop a limit to all there is of what is split by: ``paper against electronic``, of just two.

    So is a limit dropped to what a figure is by its title: restricted accounts of ``Restricted cash``.
    """
    title = stems_of(vocabulary.metrics[metric].title)
    for each in list(limits.filters):
        dimension = vocabulary.paths[metric].get(each.dimension)
        flag = each.dimension.rsplit(".", 1)[-1]
        if each.op is Op.EQ and each.values == ("true",) and title[:1] == stems_of(flag):
            limits.filters.remove(each)
            continue
        if dimension is None or each.op is not Op.IN or each.dimension not in by:
            continue
        known = {term.key for term in vocabulary.values.all_of(column_of(dimension))}
        if known <= set(each.values):
            limits.filters.remove(each)


def size_of_value(mention: ValueMention, vocabulary: Vocabulary) -> str | None:
    """Return the figure that tells how big a thing that was named is; None: none, or several."""
    columns = {term.column for term, _ in mention.candidates}
    found = {
        metric
        for path, metric in vocabulary.sizes.items()
        if path in vocabulary.paths[metric] and column_of(vocabulary.paths[metric][path]) in columns
    }
    return found.pop() if len(found) == 1 else None


def buckets_past(days: float, above: bool, vocabulary: Vocabulary, metric: str) -> list[ValueTerm]:
    """Return the buckets of an ordered dimension above or below a number: of 60, ``61-90`` and ``90+``.

    None at all where the number lies within one of them.
    """
    every = (vocabulary.paths[metric], *vocabulary.paths.values())
    ordered = {column_of(each): each for paths in every for each in paths.values()}
    for column, dimension in ordered.items():
        few = vocabulary.values.count(column) <= _BUCKETS
        labels = dimension.order or [each.key for each in vocabulary.values.all_of(column) if few]
        edges = [(label, edge) for label in labels if (edge := _edges(label)) is not None]
        cut = any(low < days < high for _, (low, high) in edges)
        if not edges or cut:
            continue
        wanted = [label for label, (low, _) in edges if (low >= days) == above]
        return [term for term in vocabulary.values.all_of(column_of(dimension)) if term.key in wanted]
    return []


def _edges(label: str) -> tuple[float, float] | None:
    """Return from where to where a bucket goes: (30, 60) for ``31-60``, (90, inf) for ``90+``."""
    found = re.fullmatch(r"(\d+)-(\d+)|(\d+)\+", label)
    if found is None:
        return None
    if found[3]:
        return float(found[3]), float("inf")
    return float(found[1]) - 1, float(found[2])


def _is_currency(path: str) -> bool:
    return path.rsplit(".", 1)[-1] == "currency"


def _converts(metrics: Sequence[str], vocabulary: Vocabulary, *, stocks: bool) -> bool:
    """Return whether ``in dollars`` means the unit of the answer; a stock lies in a currency instead."""
    return all(
        vocabulary.metrics[metric].unit is Unit.MONEY
        and (stocks or vocabulary.metrics[metric].type is not MetricType.STOCK)
        for metric in metrics
    )
