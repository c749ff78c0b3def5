"""The thing spoken of before, of which a follow-up only says what is true: ``how many of them are late``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from symphonies.platform.semantics import Unit
from symphonies.platform.vizier.ask.language import Sense, stems_of
from symphonies.platform.vizier.ask.linking import CALLED, ValueTerm, Vocabulary
from symphonies.platform.vizier.ask.linking.vocabulary import column_of
from symphonies.platform.vizier.ask.parsing.follow import let_go
from symphonies.platform.vizier.ask.parsing.reading import MetricMention, Reading, ValueMention
from symphonies.platform.vizier.ask.parsing.spans import SURE

_NEAR = 0.1
"""Figures that fit words this nearly alike are named by them alike."""
_SAME = 0.9
"""How well a figure fits that is a part of the one before."""


def same_subject(before: Reading, now: Reading, vocabulary: Vocabulary) -> Reading:
    """Take the part of what was asked about for its name: after payables, ``the part that is overdue``."""
    if len(before.metrics) != 1 or not before.metrics[0].candidates:
        return now
    old = before.metrics[0].candidates[0][0][0]
    if old not in vocabulary.metrics:
        return now
    now = _counted_still(old, before, now, vocabulary)
    if now.metrics == before.metrics:
        return _of_state(old, before, now, vocabulary)
    if len(now.metrics) != 1:
        return now
    names = vocabulary.names
    if _is_its_noun(old, now, vocabulary) or _is_its_value(old, before, now, vocabulary):
        return _limited(old, before, now, vocabulary)
    part = _part_of(old, now.metrics[0], vocabulary)
    new = now.metrics[0].candidates[0][0][0]
    if part is not None or new not in vocabulary.metrics or _domain(old) == _domain(new):
        return now if part is None else replace(now, metrics=[part])
    subject, said = _subject(old, vocabulary), now.metrics[0].stems
    found = [name for name in _kin(old, vocabulary) if names.speaks_of(name, said)]
    if len(found) != 1 or (names.covered(new, (subject,)) == 1.0 and subject in said):
        return now
    mention = replace(now.metrics[0], candidates=(((found[0], None), _SAME),))
    return replace(now, metrics=[mention])


def _part_of(old: str, said: MetricMention, vocabulary: Vocabulary) -> MetricMention | None:
    """Return the figure of the same thing that is said in part: after credit drawn, ``the limit``."""
    if said.fit >= SURE:
        return None
    thing = {word for word in stems_of(vocabulary.metrics[old].title) if vocabulary.names.weigh(word) == 1.0}
    found = [
        key
        for key, _ in said.candidates
        if _domain(key[0]) == _domain(old) and thing & set(stems_of(vocabulary.metrics[key[0]].title))
    ]
    return replace(said, candidates=((found[0], _SAME),)) if len(found) == 1 else None


def _counted_still(old: str, before: Reading, now: Reading, vocabulary: Vocabulary) -> Reading:
    """Leave the split out where things were counted that are now only summed: it is asked about then."""
    new = now.metrics[0].candidates[0][0][0] if now.metrics and now.metrics[0].candidates else None
    if Sense.COUNT not in now.asks or now.groups != before.groups or new not in vocabulary.metrics:
        return now
    counted = vocabulary.metrics[old].unit is Unit.COUNT and vocabulary.metrics[str(new)].unit is Unit.MONEY
    return replace(now, groups=[]) if counted and now.counts is None else now


def _is_its_noun(old: str, now: Reading, vocabulary: Vocabulary) -> bool:
    """Return whether a figure is only said by what it counts: ``just the supplier contracts``."""
    mention = now.metrics[0]
    near = {key[0] for key, fit in mention.candidates if fit >= mention.fit - _NEAR}
    thing = len(mention.stems) == 1 and bool(now.values) and mention.stems[0] in vocabulary.paths[old]
    return now.only and ((old in near and len(near) > 1 and len(mention.stems) == 1) or thing)


def _is_its_value(old: str, before: Reading, now: Reading, vocabulary: Vocabulary) -> bool:
    """Return whether a figure's name is a value of what the one before is split by: ``only leverage``."""
    return now.only and bool(_values_of_split(old, before, now, vocabulary))


def _values_of_split(
    old: str, before: Reading, now: Reading, vocabulary: Vocabulary
) -> tuple[tuple[ValueTerm, float], ...]:
    known = vocabulary.paths[old]
    fit = vocabulary.values.fit(now.metrics[0].stems)
    split = {column_of(known[path])[0] for term in before.groups for path in term.paths if path in known}
    own = {column_of(each) for path, each in known.items() if "." not in path and each.target is None}
    return tuple(
        (term, score)
        for term, score in fit.items()
        if score >= CALLED and (term.column[0] in split or term.column in own)
    )


def _limited(old: str, before: Reading, now: Reading, vocabulary: Vocabulary) -> Reading:
    """Return a reading that only limits the figure before."""
    found = _values_of_split(old, before, now, vocabulary)
    values = [*now.values, ValueMention(found, now.metrics[0].text)] if found else now.values
    return replace(
        now,
        metrics=before.metrics,
        values=values,
        groups=now.groups or before.groups,
        fused=None,
        rank=now.rank or before.rank,
        threshold=now.threshold or before.threshold,
        let_go=[],
    )


def _of_state(old: str, before: Reading, now: Reading, vocabulary: Vocabulary) -> Reading:
    """Take words that only say how things stand for the figure of those that do: ``how much is late``."""
    concepts, stop = vocabulary.lexicon.alike, vocabulary.lexicon.stop
    words = [tuple(w for w in stems_of(text.lower()) if w not in stop) for text in now.unknown]
    said = [concepts[each] for each in words if each in concepts]
    if not said or len(said) != len(now.unknown):
        return now
    about = vocabulary.names.about
    if all(about(old, each) for each in said):
        return replace(now, unknown=[])
    found = [name for name in _kin(old, vocabulary) if all(about(name, each) for each in said)]
    if len(found) != 1:
        return now
    if not now.groups:
        now = replace(now, rank=None, threshold=None, let_go=let_go(before, replace(now, rank=None)))
    text = " ".join(now.unknown)
    mention = MetricMention((((found[0], None), _SAME),), text, stems_of(text))
    return replace(now, metrics=[mention], unknown=[])


def _kin(old: str, vocabulary: Vocabulary) -> Sequence[str]:
    """Return the other figures of the same domain that are of the same things."""
    subject = _subject(old, vocabulary)
    return [
        name
        for name, metric in vocabulary.metrics.items()
        if name != old and _domain(name) == _domain(old) and subject in stems_of(metric.title)
    ]


def _subject(metric: str, vocabulary: Vocabulary) -> str:
    return stems_of(vocabulary.metrics[metric].title)[-1]


def _domain(metric: str) -> str:
    return metric.split(".", 1)[0]
