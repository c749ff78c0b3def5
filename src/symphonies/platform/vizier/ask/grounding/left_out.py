"""What a question says that an answer would leave out: better asked about than answered past."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from symphonies.platform.semantics import MetricType, Unit
from symphonies.platform.vizier.ask.grounding.metrics import bare_count
from symphonies.platform.vizier.ask.language import Sense, stems_of, words_of
from symphonies.platform.vizier.ask.linking import DimensionTerm, Vocabulary
from symphonies.platform.vizier.ask.linking.vocabulary import column_of
from symphonies.platform.vizier.ask.parsing import Intent, Reading

_COUNTED = 5
"""What a figure counts stands among the first words of its description: ``Number of different suppliers``."""
_MONEY = 50_000
"""Nobody counts so many; with a magnitude it is an amount of money."""
_FEW = 100
"""Nobody limits an amount of money by less, but by nothing."""
_AMOUNTS = (Unit.MONEY, Unit.COUNT)


def left_out(reading: Reading, metrics: Sequence[str], question: str, vocabulary: Vocabulary) -> str | None:
    """Return what is wrong with answering a question by some metrics; None where all of it is said.

    Args:
        reading: Its slots.
        metrics: What it was taken to ask for.
        question: As asked.
        vocabulary: Of whoever asks.
    """
    if reading.intent is not Intent.FIGURE:
        return None
    return (
        _counts_others(reading, metrics, vocabulary)
        or _unrelated(reading, metrics, vocabulary)
        or _neither_side(reading, metrics, vocabulary)
        or _no_rate(reading, metrics, vocabulary)
        or _no_worth(reading, metrics, question, vocabulary)
        or _no_number(reading, metrics, vocabulary)
        or _remainder(question, metrics, vocabulary)
        or _flowing(reading, metrics, question, vocabulary)
        or _narrower(reading, metrics, question, vocabulary)
        or _no_money(reading, metrics, question, vocabulary)
        or _worth_not_number(reading, metrics, vocabulary)
        or _number_not_worth(reading, metrics, vocabulary)
        or _sized_otherwise(reading, metrics, question, vocabulary)
    )


def _counts_others(reading: Reading, metrics: Sequence[str], vocabulary: Vocabulary) -> str | None:
    """Find a number of other things than those to be counted: of contracts for ``how many customers``."""
    metric = vocabulary.metrics[metrics[0]]
    if reading.counts is None or metric.unit is not Unit.COUNT or reading.counts in reading.groups:
        return None
    root, alike = vocabulary.lexicon.root, vocabulary.lexicon.alike
    told = {*stems_of(metric.title), *stems_of(metric.description or "")[:_COUNTED]}
    told |= {each.words[-1] for each in vocabulary.names.names if each.metric == metric.id}
    known = {*map(root, told), *(alike.get((word,), word) for word in told)}
    words = reading.counts.words
    if any(root(word) in known or alike.get((word,), word) in known for word in words):
        return None
    return f"I do not count each {' '.join(words)}; I keep {metric.title}. Shall I show that?"


def _unrelated(reading: Reading, metrics: Sequence[str], vocabulary: Vocabulary) -> str | None:
    """Find a thing that is spoken of and that the figure has nothing to do with: failed controls."""
    for term in reading.mentioned:
        idle = vocabulary.lexicon.aside
        said = not all(word in idle or vocabulary.lexicon.empty(word) for word in term.words)
        beside = (not term.paths and _placed(term, reading, vocabulary)) or _of_value(term, reading)
        if said and not beside and not _has(term, metrics, vocabulary):
            title = vocabulary.metrics[metrics[0]].title
            return f"{title} has nothing to do with “{' '.join(term.words)}”. Shall I show it all the same?"
    return None


def _neither_side(reading: Reading, metrics: Sequence[str], vocabulary: Vocabulary) -> str | None:
    """Find a yes-or-no dimension that is spoken of, and neither side of it taken: ``with renewal``."""
    known = vocabulary.paths[metrics[0]]
    limited = {each.column for mention in reading.values for each, _ in mention.candidates}
    split = {path for term in reading.groups for path in (*term.paths, *term.looser)}
    for term in reading.mentioned:
        paths = [path for path in (*term.paths, *term.looser) if path in known]
        flags = [path for path in paths if known[path].type == "boolean" and path not in split]
        told = vocabulary.names.covered(metrics[0], term.words) == 1.0
        if (
            len(flags) == len(paths) > 0
            and not told
            and not {column_of(known[path]) for path in flags} & limited
        ):
            title = vocabulary.metrics[metrics[0]].title
            return f"{title} is not limited by “{' '.join(term.words)}”. Shall I show it all the same?"
    return None


def _of_value(term: DimensionTerm, reading: Reading) -> bool:
    """Return whether a value is one of what is spoken of: the dispute reason of ``price reasons``."""
    owners = [set(stems_of(each.column[1])) for mention in reading.values for each, _ in mention.candidates]
    return any(set(term.words) <= words for words in owners)


def _placed(term: DimensionTerm, reading: Reading, vocabulary: Vocabulary) -> bool:
    """Return whether a value stands beside the part of a dimension's name: the line of ``software line``."""
    named = {each.column for mention in reading.values for each, _ in mention.candidates}
    known = (paths[path] for paths in vocabulary.paths.values() for path in term.looser if path in paths)
    return any(column_of(dimension) in named for dimension in known)


def _has(term: DimensionTerm, metrics: Sequence[str], vocabulary: Vocabulary) -> bool:
    paths = vocabulary.paths[metrics[0]]
    tails = {path.rsplit(".", 1)[-1] for path in term.paths}
    reached = any(path in paths for path in term.paths)
    told = stems_of(vocabulary.metrics[metrics[0]].description or "")
    named = vocabulary.names.covered(metrics[0], term.words) > 0.0 or set(term.words) <= set(told)
    return reached or named or any(path.rsplit(".", 1)[-1] in tails for path in paths)


def _no_rate(reading: Reading, metrics: Sequence[str], vocabulary: Vocabulary) -> str | None:
    """Find an amount taken for a rate: the failed value for the failure rate."""
    rates = vocabulary.lexicon.rates
    for mention, name in zip(reading.metrics, metrics, strict=False):
        metric = vocabulary.metrics[name]
        if Sense.WORTH in reading.asks and bare_count(mention, name, vocabulary):
            return f"I keep {metric.title} as a number, not as a value. Shall I show that?"
        own = {word for each in vocabulary.names.names if each.metric == name for word in each.words}
        asked = set(mention.stems) & rates
        if asked and metric.unit in _AMOUNTS and not asked & own:
            return f"I keep {metric.title} as an amount, not as a {asked.pop()}. Shall I show that?"
    return None


def _no_worth(reading: Reading, metrics: Sequence[str], question: str, vocabulary: Vocabulary) -> str | None:
    """Find a worth that is asked of what is only counted: ``what are our active contracts worth``."""
    metric = vocabulary.metrics[metrics[0]]
    said = set(stems_of(question)) & words_of("of_worth")
    own = {word for each in vocabulary.names.names if each.metric in metrics for word in each.words}
    limited = {word for each in reading.values for word in stems_of(each.text)}
    if len(metrics) > 1 or metric.unit is not Unit.COUNT or not said - own - limited:
        return None
    return f"I keep {metric.title} as a number, not what they are worth. Shall I show that?"


def _no_number(reading: Reading, metrics: Sequence[str], vocabulary: Vocabulary) -> str | None:
    """Find a number that is asked of what is only summed: ``number of failed payments``."""
    if reading.twofold and len(metrics) > 1:
        return None
    for mention, name in zip(reading.metrics, metrics, strict=False):
        metric = vocabulary.metrics[name]
        own = {word for each in vocabulary.names.names if each.metric == name for word in each.words}
        if metric.unit is Unit.MONEY and set(mention.stems) & words_of("counting") - own:
            return f"I keep {metric.title} as an amount of money, not as a number. Shall I show that?"
    return None


def _remainder(question: str, metrics: Sequence[str], vocabulary: Vocabulary) -> str | None:
    """Find a limit taken for what is left, or used, of it."""
    lexicon = vocabulary.lexicon
    said = set(stems_of(question))
    own = {word for each in vocabulary.names.names if each.metric == metrics[0] for word in each.words}
    title = vocabulary.metrics[metrics[0]].title
    if (
        said & lexicon.remainders
        and set(stems_of(title)) & lexicon.capacities
        and not said & own & lexicon.remainders
    ):
        return f"I keep {title}, not what is left of it. Shall I show that?"
    used = said & words_of("used_of_it")
    told = {word for each in vocabulary.names.names if each.metric in metrics for word in each.words}
    if used and not used & told and words_of("limits") & set(stems_of(title)):
        return f"I keep {title}, not what is used of it. Shall I show that?"
    return None


def _flowing(reading: Reading, metrics: Sequence[str], question: str, vocabulary: Vocabulary) -> str | None:
    """Find what came or went, where the figure is a balance: the debt of ``debt raised``."""
    metric, lexicon = vocabulary.metrics[metrics[0]], vocabulary.lexicon
    if metric.type is not MetricType.STOCK or not reading.metrics:
        return None
    own = {word for each in vocabulary.names.names if each.metric == metric.id for word in each.words}
    roots = set(map(lexicon.root, own))
    nouns = set(reading.metrics[0].stems)
    for noun, verb in pairwise(stems_of(question)):
        past = verb.endswith("ed") or verb in lexicon.forms
        named = noun in nouns and verb not in nouns
        if named and past and lexicon.root(verb) in lexicon.flows - roots:
            return f"{metric.title} is what there is, not what was “{verb}”. Shall I show it all the same?"
    return None


def _narrower(reading: Reading, metrics: Sequence[str], question: str, vocabulary: Vocabulary) -> str | None:
    """Find a word that narrows what is asked and that the figure does not say: what is paid late."""
    lexicon, names = vocabulary.lexicon, vocabulary.names
    metric = vocabulary.metrics[metrics[0]]
    every = [vocabulary.metrics[name] for name in metrics]
    told = {word for each in every for word in stems_of(f"{each.title} {each.description or ''}")}
    told |= {word for each in reading.values for word in stems_of(each.text)}
    told |= {word for term in (*reading.groups, *reading.mentioned) for word in term.words}
    roots = {*map(lexicon.root, told), *(lexicon.alike.get((word,), word) for word in told)}
    for word in (*stems_of(question), *stems_of(reading.telling)):
        same = lexicon.alike.get((word,), lexicon.root(word))
        named = any(names.covered(each, (word,)) == 1.0 or names.about(each, same) for each in metrics)
        about = named or same in roots
        if word in lexicon.pointed and not about:
            return f"{metric.title} does not tell what is “{word}”. Shall I show it all the same?"
    return None


def _no_money(reading: Reading, metrics: Sequence[str], question: str, vocabulary: Vocabulary) -> str | None:
    """Find a share or a number that is asked for in a currency."""
    metric = vocabulary.metrics[metrics[0]]
    for mention in reading.values:
        currency = mention.candidates and "currency" in mention.candidates[0][0].column[1]
        asked = re.search(rf"\bin {re.escape(mention.text)}", question, re.IGNORECASE)
        if currency and asked and metric.unit is not Unit.MONEY and not reading.groups:
            return f"{metric.title} is no amount of money, so it is not in {mention.text}. Shall I show it?"
    return None


def _worth_not_number(reading: Reading, metrics: Sequence[str], vocabulary: Vocabulary) -> str | None:
    """Find a limit that is money beside a number: ``payments larger than a hundred thousand``."""
    metric, limit = vocabulary.metrics[metrics[0]], reading.threshold
    if metric.unit is Unit.MONEY or limit is None or not limit.amount.scaled:
        return None
    if metric.unit is Unit.COUNT and limit.amount.value < _MONEY:
        return None
    return f"{metric.title} is a number, not an amount of money. Shall I limit that number?"


def _number_not_worth(reading: Reading, metrics: Sequence[str], vocabulary: Vocabulary) -> str | None:
    """Find a limit that counts beside an amount of money: ``customers with more than 3 overdue invoices``."""
    metric, limit = vocabulary.metrics[metrics[0]], reading.threshold
    if metric.unit is not Unit.MONEY or limit is None or limit.amount.unit is not None or limit.amount.scaled:
        return None
    if not 0 < limit.amount.value < _FEW:
        return None
    return f"{metric.title} is an amount of money, not a number of them. Shall I show it without that limit?"


def _sized_otherwise(
    reading: Reading, metrics: Sequence[str], question: str, vocabulary: Vocabulary
) -> str | None:
    """Find the biggest of a kind, which no share or time ranks: ``DSO of our ten biggest customers``."""
    metric = vocabulary.metrics[metrics[0]]
    if reading.rank is None or metric.unit in _AMOUNTS or not reading.metrics:
        return None
    said = stems_of(question)
    named = next((k for k, word in enumerate(said) if word in reading.metrics[0].stems), len(said))
    for term in reading.groups:
        sized = any(
            said[place : place + len(term.words)] == term.words and said[place - 1] in words_of("sizing")
            for place in range(named + 1, len(said))
        )
        if sized:
            kind = " ".join(term.words)
            return f"{metric.title} does not tell how big a {kind} is. Shall I rank by {metric.title}?"
    return None
