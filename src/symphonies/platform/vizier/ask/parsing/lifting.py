"""What a follow-up lets go of: ``back to the group``, ``drop the limit``, ``put Austria back in``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from symphonies.platform.semantics import Comparison
from symphonies.platform.vizier.ask.language import Token, phrases_of, words_of
from symphonies.platform.vizier.ask.linking import CALLED, Vocabulary
from symphonies.platform.vizier.ask.linking.vocabulary import column_of
from symphonies.platform.vizier.ask.parsing.reading import Lift, Reading, ValueMention

_FEW = 9
"""A question of more words is one of its own."""


def of_lifting(
    said: Sequence[Token], vocabulary: Vocabulary, read: Callable[[Sequence[Token]], Reading]
) -> Reading | None:
    """Return the reading of a short question that only lets go of something; None where it is none.

    Args:
        said: The question.
        vocabulary: What values and dimensions there are.
        read: Reads a question.
    """
    stems = [token.stem for token in said if token.stem.isalnum()]
    if len(stems) > _FEW:
        return None
    told = [word for word in stems if word not in words_of("idle_around_lifting")]
    if _is_of_limit(told):
        return Reading(lift=Lift.LIMITS, follows=True)
    if _is_of_list(stems):
        return Reading(lift=Lift.LIST, follows=True)
    if told and set(told) <= words_of("whole_of_it"):
        return Reading(lift=Lift.GROUP, follows=True)
    if not told and set(stems) & words_of("totalled"):
        return Reading(lift=Lift.TOTAL, follows=True)
    every, back = set(stems) & words_of("universals"), set(stems) & words_of("back_again")
    terms = [term for term in (vocabulary.dimensions.get((word,)) for word in told) if term is not None]
    if every and len(terms) == 1 and set(told) <= {*terms[0].words} | words_of("universals"):
        return Reading(lift=Lift.DIMENSION, described=terms, groups=[] if back else terms, follows=True)
    return _put_back(said, read) or _gone_back(said, read)


def _gone_back(said: Sequence[Token], read: Callable[[Sequence[Token]], Reading]) -> Reading | None:
    """Return the reading of what a talk goes back to: the quarter of ``let's go back to Q2``."""
    place = next(
        (k for k, each in enumerate(said[:-1]) if each.stem == "back" and said[k + 1].stem == "to"), None
    )
    if place is None or any(token.stem not in words_of("idle_around_lifting") for token in said[:place]):
        return None
    return replace(read(said[place + 2 :]), follows=True) if said[place + 2 :] else None


def _is_of_limit(told: Sequence[str]) -> bool:
    """Return whether words say that a limit is to go: ``drop the limit``, ``without that threshold``."""
    kinds = words_of("limits", "limiting_nouns")
    opens = bool(told) and told[0] in words_of("lifting")
    return opens and len(told) > 1 and told[1] in kinds and set(told[2:]) <= words_of("worth")


def _is_of_list(stems: Sequence[str]) -> bool:
    """Return whether all of what is listed is asked for: ``show me all of them``, ``the full list``."""
    rest = [word for word in stems if word not in words_of("orders", "speaker", "idle_around_lists")]
    return tuple(rest) in phrases_of("whole_lists")


def _put_back(said: Sequence[Token], read: Callable[[Sequence[Token]], Reading]) -> Reading | None:
    stems = [token.stem for token in said]
    back = {place for place, word in enumerate(stems) if word in words_of("back_again")}
    opens = {place for place, word in enumerate(stems) if word in words_of("putting")}
    if not back or not (opens or stems[-1] == "in"):
        return None
    verbs = {place for place in opens if place < max(back)}
    into = {place + 1 for place in back if place + 1 < len(stems) and stems[place + 1] in words_of("into")}
    reading = read([token for place, token in enumerate(said) if place not in back | verbs | into])
    if not reading.values or reading.metrics or reading.groups or reading.unknown or reading.when is not None:
        return None
    return replace(reading, lift=Lift.LEFT_OUT, follows=True)


def lifted(before: Reading, now: Reading, vocabulary: Vocabulary) -> tuple[Reading, Reading]:
    """Return the reading before without what a follow-up lets go of, and the follow-up."""
    match now.lift:
        case Lift.LIMITS:
            return _without_limits(before, now)
        case Lift.LIST:
            ranked = before.rank is not None or before.threshold is not None
            return _without_limits(before, now) if ranked else (before, now)
        case Lift.GROUP:
            return _of_group(before, vocabulary), now
        case Lift.TOTAL:
            if before.groups or before.grain is not None:
                return replace(before, groups=[], grain=None, rank=None, threshold=None, ceiling=None), now
            return replace(before, values=[]), now
        case Lift.DIMENSION:
            kept = _without_kin(before, now, vocabulary)
            same = len(kept) == len(before.values)
            now = replace(now, groups=now.described) if same else now
            return replace(before, values=kept), replace(now, described=[])
        case Lift.LEFT_OUT:
            return _with_again(before, now)
        case _:
            return _without_plan(before, now, vocabulary)


def _without_limits(before: Reading, now: Reading) -> tuple[Reading, Reading]:
    if before.threshold is None and before.rank is None:
        if not before.values:
            return before, replace(now, unknown=[*now.unknown, "limit"])
        return replace(before, values=[]), now
    return replace(before, threshold=None, ceiling=None, rank=None), now


def _without_plan(before: Reading, now: Reading, vocabulary: Vocabulary) -> tuple[Reading, Reading]:
    """Compare another figure with no plan where it has none, and say so: taxes after revenue and plan."""
    known = [each.candidates[0][0][0] for each in now.metrics if each.candidates]
    planned = any(vocabulary.metrics[name].target for name in known if name in vocabulary.metrics)
    if not known or planned or now.compare or Comparison.TARGET not in before.compare:
        return before, now
    kept = [each for each in before.compare if each is not Comparison.TARGET]
    return replace(before, compare=kept), replace(now, aside=[*now.aside, Comparison.TARGET.value])


def _of_group(before: Reading, vocabulary: Vocabulary) -> Reading:
    """Return a reading without limits to a part of the group; else without any, else without its splits."""
    most = max(vocabulary.reach.values(), default=0)
    tables = {
        column_of(paths[path])[0]
        for paths in vocabulary.paths.values()
        for path in paths
        if vocabulary.reach[path] == most
    }
    others = [each for each in before.values if not _of_tables(each, tables)]
    if len(others) < len(before.values):
        return replace(before, values=others)
    if before.values:
        return replace(before, values=[])
    kept = [term for term in before.groups if not any(vocabulary.reach.get(p) == most for p in term.paths)]
    return replace(before, groups=kept, rank=None if len(kept) < len(before.groups) else before.rank)


def _of_tables(mention: ValueMention, tables: set[str]) -> bool:
    best = max((fit for _, fit in mention.candidates), default=0.0)
    return mention.of is None and any(
        term.column[0] in tables for term, fit in mention.candidates if fit == best
    )


def _without_kin(before: Reading, now: Reading, vocabulary: Vocabulary) -> list[ValueMention]:
    """Return the values before that are none of a dimension, nor of what it belongs to."""
    columns = {
        column_of(paths[path])
        for paths in vocabulary.paths.values()
        for term in now.described
        for path in (*term.paths, *term.looser)
        if path in paths
    }
    tables = {table for table, _ in columns}
    return [
        each
        for each in before.values
        if not any(term.column in columns or term.column[0] in tables for term, _ in each.candidates)
    ]


def _with_again(before: Reading, now: Reading) -> tuple[Reading, Reading]:
    """Count in again what was left out; another value joins those that the answer was limited to."""
    named = {(term.column, term.key) for each in now.values for term, fit in each.candidates if fit >= CALLED}

    def among(mention: ValueMention) -> bool:
        return any((term.column, term.key) in named for term, _ in mention.candidates)

    kept = [each for each in before.values if not (each.negative and among(each))]
    if len(kept) < len(before.values):
        return replace(before, values=kept), replace(now, values=[])
    columns = {column for column, _ in named}
    beside = any(term.column in columns for each in before.values for term, _ in each.candidates)
    if beside:
        return before, replace(now, values=[*before.values, *now.values])
    return before, replace(now, unknown=[*now.unknown, *(each.text for each in now.values)])
