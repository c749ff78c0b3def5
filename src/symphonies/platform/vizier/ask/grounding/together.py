"""Pieces that name one figure together, though they stand apart: ``audit findings that are overdue``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from symphonies.platform.vizier.ask.grounding.metrics import SURE, reached, value_reached
from symphonies.platform.vizier.ask.language import stems_of, words_of
from symphonies.platform.vizier.ask.linking import CALLED, Vocabulary
from symphonies.platform.vizier.ask.parsing import SAID_BY_VERB, Intent, MetricMention, Reading, ValueMention

_NAMED = 0.98
_SAID = 0.985
"""How well a saying fits."""
_JOINED = 0.9
_LONG = 2
"""A name of fewer words is no account of anything."""
_MARGIN = 0.1
_COVERED = 0.7
"""The least that a name must fit words which it and its like cover."""
Fit = dict[tuple[str, str | None], float]


def together(reading: Reading, vocabulary: Vocabulary) -> Reading:
    """Return a reading whose mentions are figures of their own; words of one figure are one mention."""
    if reading.intent is not Intent.FIGURE or not reading.metrics or reading.share:
        return reading
    reading = _limited(reading, vocabulary)
    mentions = _without_idle(list(reading.metrics), reading, vocabulary)
    found: list[MetricMention] = []
    for mention in mentions:
        before = found[-1] if found else None
        joint = _one_of_both(before, mention, vocabulary) if before and not mention.joined else None
        if joint is not None:
            found[-1] = joint
        else:
            found.append(_completed(mention, before, reading, vocabulary))
    fused = reading.fused if len(found) == len(reading.metrics) else None
    return replace(reading, metrics=found, fused=fused)


def _limited(reading: Reading, vocabulary: Vocabulary) -> Reading:
    """Read a figure's name as the value that it names too, where it limits the figure beside it."""
    found, values = list(reading.metrics), list(reading.values)
    for mention in reading.metrics:
        others = [each for each in found if each is not mention and each.fit >= SURE]
        paired = not mention.joined or any(not each.joined for each in others)
        mentioned = ValueMention(mention.also, mention.text)
        limited = any(value_reached(each.candidates[0][0][0], mentioned, vocabulary) for each in others)
        participle = len(mention.stems) == 1 and mention.text.lower().endswith("ed")
        participle = participle and not any(_one_of_both(mention, each, vocabulary) for each in others)
        named = (mention.fit >= _NAMED or participle) and not any(
            vocabulary.names.covered(each.candidates[0][0][0], mention.stems) == 1.0 for each in others
        )
        if mention.also and mention.also[0][1] >= CALLED and named and paired and limited and len(found) > 1:
            found.remove(mention)
            values.append(mentioned)
    return (
        reading
        if len(found) == len(reading.metrics)
        else replace(reading, metrics=found, values=values, fused=None if len(found) == 1 else reading.fused)
    )


def _without_idle(
    mentions: list[MetricMention], reading: Reading, vocabulary: Vocabulary
) -> list[MetricMention]:
    """Leave out ``money`` of ``how much money are we owed`` and ``outstanding`` of ``hedges outstanding``."""
    if len(mentions) < 2:
        return mentions
    states = vocabulary.lexicon.states
    said = [each for each in mentions if each.fit == SAID_BY_VERB]
    others = (set(each.stems) for each in mentions if each is not said[0]) if said else ()
    if len(said) == 1 and all(each <= words_of("money") for each in others):
        return said
    own = [each for each in mentions if not _is_money(each, vocabulary)]
    if len(own) == 1 and own[0].fit >= SURE and not any(each.joined for each in mentions[1:]):
        return own
    idle = [
        each
        for each, after in pairwise(mentions)
        if _is_money(each, vocabulary) and not after.joined and after.fit >= _NAMED
    ]
    if mentions[0].text.lower() == "money" and not mentions[1].joined:
        return mentions[1:]
    mentions = [each for each in mentions if each not in idle]
    whole = [each for each in mentions if each.fit >= _NAMED]
    kept = [
        each
        for each in mentions
        if not any(_told(other, each, vocabulary) for other in whole)
        and (not whole or each.fit >= SURE or not _within(each, whole, states, vocabulary))
    ]
    _listed(mentions, kept, reading, vocabulary)
    return kept or mentions


def _is_money(mention: MetricMention, vocabulary: Vocabulary) -> bool:
    """Return whether a piece only says what something is paid in: ``money we`` of ``money we committed``."""
    return {word for word in mention.stems if word not in vocabulary.lexicon.stop} <= words_of("money")


def _within(
    mention: MetricMention, whole: Sequence[MetricMention], states: frozenset[str], vocabulary: Vocabulary
) -> bool:
    """Return whether part of a name adds nothing to a whole one: the customers paying of ``days late``."""
    if set(mention.stems) <= states:
        return True
    rest = [word for word in mention.stems if (word,) not in vocabulary.dimensions]
    return bool(rest) and any(
        vocabulary.names.covered(each.candidates[0][0][0], rest) == 1.0 for each in whole
    )


def _told(whole: MetricMention, mention: MetricMention, vocabulary: Vocabulary) -> bool:
    """Return whether a figure is of what is named by its own account: expected loss of receivables."""
    if mention.joined or mention is whole or len(whole.stems) < _LONG:
        return False
    metric = vocabulary.metrics[whole.candidates[0][0][0]]
    said = set(stems_of(metric.description or ""))
    return bool(mention.stems) and set(mention.stems) <= said


def _listed(
    mentions: Sequence[MetricMention],
    kept: Sequence[MetricMention],
    reading: Reading,
    vocabulary: Vocabulary,
) -> None:
    """Split by what is ranked or limited and was only named in such a part."""
    dropped = [word for each in mentions if each not in kept for word in each.stems]
    terms = [vocabulary.dimensions[(word,)] for word in dropped if (word,) in vocabulary.dimensions]
    waiting = reading.rank is not None or reading.threshold is not None
    if waiting and terms and not reading.groups:
        reading.groups.append(terms[0])


def _one_of_both(
    first: MetricMention | None, second: MetricMention, vocabulary: Vocabulary
) -> MetricMention | None:
    """Return the one figure that two mentions name together; None where they stay two."""
    if first is None:
        return None
    if first.candidates[0][0] == second.candidates[0][0] and min(first.fit, second.fit) >= _NAMED:
        return replace(first, text=f"{first.text} {second.text}", stems=(*first.stems, *second.stems))
    names = vocabulary.names
    words = (*first.stems, *second.stems)
    said: Fit = {}
    lexicon = vocabulary.lexicon
    telling = tuple(word for word in words if word not in lexicon.stop | lexicon.carrier)
    plain = tuple(word for word in telling if word not in lexicon.states | lexicon.fillers)
    worth = tuple(word for word in words if word not in words_of("money"))
    for order in (words, (*second.stems, *first.stems), telling or words, plain or words, worth or words):
        for key, score in names.fit(order).items():
            said[key] = max(score, said.get(key, 0.0))
    best = sorted(said.items(), key=lambda pair: (-pair[1], pair[0][1] is not None, pair[0][0]))
    others = [score for key, score in best if best and key[0] != best[0][0][0]]
    if best and _drops(best[0][0][0], first, second, vocabulary):
        return None
    if best and best[0][1] >= _JOINED and best[0][1] - max(others, default=0.0) >= _MARGIN:
        return _mention(best[0][0], first, second)
    if second.fit == SAID_BY_VERB:
        shared = {key for key, _ in first.candidates} & {key for key, _ in second.candidates}
        kept = tuple(pair for pair in second.candidates if pair[0] in shared)
        return replace(second, candidates=kept, joined=first.joined) if kept else None
    covering = [
        key
        for key in said
        if said[key] >= _COVERED and names.covered(key[0], words) == 1.0 and key[1] is None
    ]
    ranked = sorted(covering, key=lambda key: -said[key])
    clear = len(ranked) == 1 or (len(ranked) > 1 and said[ranked[0]] - said[ranked[1]] >= _MARGIN)
    return _mention(ranked[0], first, second) if clear else None


def _drops(metric: str, first: MetricMention, second: MetricMention, vocabulary: Vocabulary) -> bool:
    """Return whether one figure would stand for another that is said in full, in words of its own."""
    both = (first, second)
    if metric not in {each.candidates[0][0][0] for each in both}:
        return False
    others = [each for each in both if each.candidates[0][0][0] != metric]
    return any(
        each.fit >= _NAMED and len(each.stems) > _LONG and not vocabulary.names.speaks_of(metric, each.stems)
        for each in others
    )


def _mention(key: tuple[str, str | None], first: MetricMention, second: MetricMention) -> MetricMention:
    stems = (*first.stems, *second.stems)
    return MetricMention(((key, _JOINED),), f"{first.text} {second.text}", stems, joined=first.joined)


def _completed(
    mention: MetricMention, before: MetricMention | None, reading: Reading, vocabulary: Vocabulary
) -> MetricMention:
    """Complete a name said in part: the RCF of ``RCF limit and drawn``, the currency of ``USD exposure``."""
    only_said = before is not None and mention.fit == _SAID  # "RCF limit and drawn amount"
    if mention.fit >= SURE and reached(mention.candidates[0][0][0], reading, vocabulary) and not only_said:
        return mention
    columns = {term.column[1] for each in reading.values for term, _ in each.candidates}
    split = [word for term in reading.groups for word in term.words]
    others = () if only_said else (*_words_of(columns), *split)
    for word in (*(before.stems if before is not None else ()), *others):
        fit = vocabulary.names.fit((word, *mention.stems))
        exact = [(key, score) for key, score in fit.items() if score >= _NAMED]
        if len(exact) == 1:
            return replace(mention, candidates=((exact[0][0], _JOINED),))
    return mention


def _words_of(columns: set[str]) -> Sequence[str]:
    return sorted(word for column in columns for word in column.split("_"))
