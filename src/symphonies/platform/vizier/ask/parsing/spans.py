"""Pieces of a question and everything each may stand for: the lattice that a reading is chosen from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from symphonies.kernel import Grain
from symphonies.platform.retrieval import whole_words
from symphonies.platform.vizier.ask.language import (
    Amount,
    DateGrammar,
    Lexicon,
    Sense,
    Token,
    When,
    amount_at,
    date_words,
    named_period,
    supposed_at,
    words_of,
)
from symphonies.platform.vizier.ask.linking import CALLED, DimensionTerm, ValueTerm, Vocabulary
from symphonies.platform.vizier.ask.parsing.called import called_at, is_of_next
from symphonies.platform.vizier.ask.parsing.doers import holds_doer, is_doer, things

SAID_BY_VERB = 0.97
"""How well a verb fits the figure it stands for."""
NAMED = 0.98
"""A name that is said in full fits this well."""
SURE = 0.7
"""Words that say nothing of their own must fit a name this well to be one."""
QUANTILE = re.compile(r"p\d{1,2}")
"""The short name of a part of a distribution."""
LONGEST = 7
"""The most words one piece has."""
_LONGEST_SAYING = 12
"""The most words a saying has."""
MetricFit = dict[tuple[str, str | None], float]


class Kind(StrEnum):
    """What a piece is."""

    METRIC = "metric"
    DIMENSION = "dimension"
    VALUE = "value"
    WHEN = "when"
    GRAIN = "grain"
    AMOUNT = "amount"
    SENSE = "sense"


@dataclass(frozen=True)
class Span:
    """Tokens ``start`` to ``end`` (excluded) read as one thing."""

    start: int
    end: int
    kind: Kind
    weight: float
    metrics: tuple[tuple[tuple[str, str | None], float], ...] = ()
    dimension: DimensionTerm | None = None
    values: tuple[tuple[ValueTerm, float], ...] = ()
    when: When | None = None
    grain: Grain | None = None
    amount: Amount | None = None
    senses: tuple[Sense, ...] = ()

    def says(self, *senses: Sense) -> bool:
        """Return whether the piece may do one of these."""
        return any(sense in self.senses for sense in senses)


def lattice(tokens: Sequence[Token], vocabulary: Vocabulary, dates: DateGrammar) -> Iterator[Span]:
    """Yield every reading of every piece."""
    lexicon = vocabulary.lexicon
    stems = tuple(token.stem for token in tokens)
    supposing = _supposing(stems, lexicon)
    for start in range(len(tokens)):
        yield from _measured(tokens, start, dates, supposing=supposing)
        change = supposed_at(tokens, start, lexicon) if supposing else None
        if change is not None and (start == 0 or tokens[start - 1].stem not in words_of("before_lengths")):
            yield Span(start, change.end, Kind.AMOUNT, _weight(2.6, 2) + 0.3, amount=change)
        for end in range(start + 1, min(start + LONGEST, len(tokens)) + 1):
            words = stems[start:end]
            senses = lexicon.senses.get(words)
            if senses and not _only_asks(tokens, start, lexicon):
                yield Span(start, end, Kind.SENSE, _weight(1.9, len(words)) + 0.15, senses=senses)
            if any(token.opens for token in tokens[start + 1 : end]):
                break
            if not _opens(tokens, end, vocabulary, dates):
                yield from _phrased(start, end, words, vocabulary)
            shouted = len(tokens[start].text) > 1 and tokens[start].text.isupper()
            shouted |= end == start + 1 and _written_so(tokens[start], vocabulary)
            listed = end == start + 1 and (
                _listed(stems, start, vocabulary)
                or _describes(tokens, start)
                or is_of_next(stems, start, vocabulary)
            )
            doer = is_doer(tokens, start, end, vocabulary)
            listed |= doer
            if _person(tokens, start, end, lexicon) or holds_doer(tokens, start, end, vocabulary):
                continue
            if end - start == 1 or not _opens(tokens, end, vocabulary, dates):
                capital = tokens[start].text[:1].isupper()
                named = _named(start, end, words, shouted, listed, capital, vocabulary)
                did = (replace(span, values=things(span.values)) for span in named if span.kind is Kind.VALUE)
                yield from did if doer else named
        yield from _said_at_length(tokens, start, vocabulary)


def _said_at_length(tokens: Sequence[Token], start: int, vocabulary: Vocabulary) -> Iterator[Span]:
    """Yield sayings of more words than other pieces have."""
    for end in range(start + LONGEST + 1, min(start + _LONGEST_SAYING, len(tokens)) + 1):
        if tokens[end - 1].opens:
            return
        words = tuple(token.stem for token in tokens[start:end])
        told = tuple(sorted(vocabulary.names.sayings.fit(words).items(), key=lambda pair: pair[0][0]))
        if told:
            yield Span(start, end, Kind.METRIC, _metric_weight(words, told, vocabulary), metrics=told)


def _only_asks(tokens: Sequence[Token], start: int, lexicon: Lexicon) -> bool:
    """Return whether a word is a verb that asks, or one that means: ``please share the payments``."""
    after = tokens[start + 1].stem if start + 1 < len(tokens) else ""
    tells = tokens[start].stem in words_of("others_who_speak") and after in words_of("hearsay")
    if tells or tokens[start].text.lower() == "means":
        return True
    if tokens[start].stem not in lexicon.asks_for or start + 1 == len(tokens):
        return False
    before = {token.stem for token in tokens[:start]}
    telling = words_of("articles", "possessives") | {"what"}
    asked = before <= (lexicon.stop | lexicon.carrier | lexicon.aside | {","}) - telling
    return asked and tokens[start + 1].stem not in words_of("after_a_noun")


def _supposing(stems: tuple[str, ...], lexicon: Lexicon) -> bool:
    """Return whether something is supposed anywhere in a question."""
    return any(
        Sense.WHAT_IF in lexicon.senses.get(stems[start:end], ())
        for start in range(len(stems))
        for end in range(start + 1, min(start + 5, len(stems)) + 1)
    )


def _person(tokens: Sequence[Token], start: int, end: int, lexicon: Lexicon) -> bool:
    """Return whether a lone word with an article is an office: ``the CFO``."""
    lone = end == start + 1 and start > 0 and tokens[start].stem in lexicon.persons
    return lone and tokens[start - 1].stem in words_of("articles", "possessives")


def _opens(tokens: Sequence[Token], end: int, vocabulary: Vocabulary, dates: DateGrammar) -> bool:
    """Return whether the last word of a phrase belongs to what follows: the ``in`` of ``cash in dollars``."""
    last = tokens[end - 1].stem
    if end >= len(tokens):
        return False
    if last in words_of("before_lengths") and dates.at(tokens, end - 1) is not None:
        return True
    if last not in words_of("leading_on"):
        return False
    if named_period(tokens, end, dates) is not None:
        return last not in words_of("particles")  # "cash out Q3"
    after = tokens[end].stem
    idle = vocabulary.lexicon.empty(after)
    named = (after,) in vocabulary.dimensions or (not idle and bool(vocabulary.values.fit((after,))))
    if idle and end + 1 < len(tokens):  # "cash in US dollars"
        named |= max(vocabulary.values.fit((after, tokens[end + 1].stem)).values(), default=0.0) >= CALLED
    return named or after in words_of("articles", "possessives", "distributives", "all_of_them")


def _phrased(start: int, end: int, words: tuple[str, ...], vocabulary: Vocabulary) -> Iterator[Span]:
    """Yield what a phrase of verbs stands for whatever else is said."""
    verb = vocabulary.lexicon.verbs.get(tuple(map(vocabulary.lexicon.root, words)))
    fit = said_by_verb(words, vocabulary) if verb is not None and verb.firm else {}
    named = max(vocabulary.names.fit(words).values(), default=0.0) >= NAMED if fit else False
    if fit and not named:
        told = tuple(sorted(fit.items(), key=lambda pair: (-pair[1], pair[0][0])))
        yield Span(start, end, Kind.METRIC, _weight(2.2, len(words)) + 0.3, metrics=told)


def said_by_verb(words: tuple[str, ...], vocabulary: Vocabulary) -> MetricFit:
    """Return the figures that a verb stands for, of those that may be seen, and how well."""
    verb = vocabulary.lexicon.verbs.get(tuple(map(vocabulary.lexicon.root, words)))
    found: MetricFit = {}
    for group, nouns in enumerate(verb.nouns if verb is not None else ()):
        for noun in nouns:
            for metric, fit in vocabulary.names.fit(noun).items():
                if fit >= NAMED:
                    found.setdefault(metric, SAID_BY_VERB - 0.05 * group)
    return found


def _measured(tokens: Sequence[Token], start: int, dates: DateGrammar, *, supposing: bool) -> Iterator[Span]:
    found = None if _ends_phrase(tokens, start, dates) else dates.at(tokens, start)
    if supposing and found is not None and tokens[found[1] - 1].stem in words_of("moved"):
        found = None
    if found is not None and not _modal(tokens, start, found[1]):
        yield Span(start, found[1], Kind.WHEN, _weight(2.3, found[1] - start) + 0.3, when=found[0])
    amount = amount_at(tokens, start, dates.lexicon)
    if amount is not None:
        told = amount.unit is not None or amount.scaled
        weight = _weight(2.2 if told else 1.5, amount.end - start)
        yield Span(start, amount.end, Kind.AMOUNT, weight, amount=amount)
    unit = dates.lexicon.units.get(tokens[start].stem)
    if unit is not None:
        adverb = tokens[start].text.lower().endswith(("ly", "annual"))
        yield Span(start, start + 1, Kind.GRAIN, 2.6 if adverb else 1.4, grain=Grain(unit))


def _ends_phrase(tokens: Sequence[Token], start: int, dates: DateGrammar) -> bool:
    """Return whether a word ends a phrase that compares: the ``to`` of ``compared to the year before``."""
    phrase = tuple(token.stem for token in tokens[max(start - 1, 0) : start + 1])
    senses = dates.lexicon.senses
    compares = any(Sense.CONTRAST in senses.get((token.stem,), ()) for token in tokens[:start])
    changes = Sense.CHANGE in senses.get(phrase[:-1], ())
    return Sense.VERSUS in senses.get(phrase, ()) or (phrase[-1] == "to" and (compares or changes))


def _modal(tokens: Sequence[Token], start: int, end: int) -> bool:
    """Return whether a lone ``may`` is a verb, not the month."""
    lone = end == start + 1 and tokens[start].stem == "may"
    return lone and (start == 0 or tokens[start - 1].stem not in words_of("before_may"))


def _named(
    start: int,
    end: int,
    words: tuple[str, ...],
    shouted: bool,
    listed: bool,
    capital: bool,
    vocabulary: Vocabulary,
) -> Iterator[Span]:
    if len(words) == 1 and QUANTILE.fullmatch(words[0]):
        return
    dimension = vocabulary.dimensions.get(words)
    if dimension is not None:
        yield Span(start, end, Kind.DIMENSION, _weight(2.0, len(words)) + 0.2, dimension=dimension)
    values = vocabulary.values.fit(words)
    plain = len(words) == 1 and vocabulary.lexicon.empty(words[0]) and not shouted
    if len(words) == 1 and max(values.values(), default=0.0) < CALLED and not capital:
        values = {} if words[0] in whole_words() else values
    if values and (not plain or listed):
        common = 0.7 if all(word in vocabulary.names.words for word in words) else 1.0
        common = 1.0 if len(words) > 1 and vocabulary.values.flags.fit(words) else common
        best = max(values.values())
        told = tuple(sorted(values.items(), key=lambda pair: (-pair[1], pair[0].key)))
        yield Span(start, end, Kind.VALUE, common * best * (_weight(1.9, len(words)) + 0.1), values=told)
    fit = vocabulary.names.fit(words)
    if len(words) == 1 and vocabulary.lexicon.empty(words[0]) and max(fit.values(), default=0.0) < 0.98:
        return
    if max(fit.values(), default=0.0) < SURE:
        if len(words) == 1 and max(values.values(), default=0.0) >= CALLED:
            return
        fit = said_by_verb(words, vocabulary) or fit
        if all(map(vocabulary.lexicon.empty, words)) and max(fit.values(), default=0.0) < SURE:
            return
    if _ends_in_each(words, vocabulary) or (
        max(fit.values(), default=0.0) < NAMED and _is_more(words, vocabulary)
    ):
        return
    if fit and _whole(words, fit, vocabulary):
        told_metrics = tuple(sorted(fit.items(), key=lambda pair: (-pair[1], pair[0][0])))
        yield Span(
            start, end, Kind.METRIC, _metric_weight(words, told_metrics, vocabulary), metrics=told_metrics
        )


def _ends_in_each(words: tuple[str, ...], vocabulary: Vocabulary) -> bool:
    """Return whether words end in a split: ``headroom under each covenant``."""
    return (
        words[-2:-1] in {(word,) for word in words_of("distributives")}
        and words[-1:] in vocabulary.dimensions
    )


def _written_so(token: Token, vocabulary: Vocabulary) -> bool:
    """Return whether the plural of an idle word is how a value is written: ``Goods``."""
    word = token.text.lower()
    return word != token.stem and any(
        term.label.lower() == word for term in vocabulary.values.fit((token.stem,))
    )


def _listed(stems: tuple[str, ...], place: int, vocabulary: Vocabulary) -> bool:
    """Return whether an idle word is one of several values of a kind, or called one: ``rated high``."""
    if called_at(stems, place) is not None:
        return True
    for joint, other in ((place + 1, place + 2), (place - 1, place - 2)):
        if 0 <= other < len(stems) and stems[joint] in words_of("conjunctions", "oppositions") | {","}:
            columns = {term.column for term in vocabulary.values.fit((stems[other],))}
            if columns & {term.column for term in vocabulary.values.fit((stems[place],))}:
                return True
    return False


def _describes(tokens: Sequence[Token], place: int) -> bool:
    """Return whether an idle word says which ones: ``the high ones``, ``only high``."""
    after = tokens[place + 1].text.lower() if place + 1 < len(tokens) else ""
    alone = 0 < place == len(tokens) - 1 and tokens[place - 1].stem in ("only", "just")
    return after == "ones" or alone


def _tells(words: tuple[str, ...], vocabulary: Vocabulary) -> bool:
    """Return whether a phrase that must be accounted for stands among words."""
    return any(
        words[start : start + len(phrase)] == phrase
        for phrase in vocabulary.lexicon.telling
        for start in range(len(words) - len(phrase) + 1)
    )


def _is_more(words: tuple[str, ...], vocabulary: Vocabulary) -> bool:
    """Return whether words do more than name a figure: they rank, date, share or must be accounted for."""
    lexicon = vocabulary.lexicon
    if len(words) > 1 and lexicon.units.get(words[0], "day") != "day":
        return True
    if lexicon.measures_to_plan(words) or words_of("distributives", "widening") & set(words):
        return True
    if _supposing(words[1:], lexicon):
        return True
    dated = all(lexicon.empty(word) or word in lexicon.units or word in date_words() for word in words)
    shares = len(words) > 1 and Sense.SHARE in lexicon.senses.get(words[:1], ())
    return dated or shares or _tells(words, vocabulary) or _ranks(words, vocabulary)


def _ranks(words: tuple[str, ...], vocabulary: Vocabulary) -> bool:
    """Return whether a superlative stands inside words: ``leaks the most value``."""
    inner = (vocabulary.lexicon.senses.get((word,), ()) for word in words[1:-1])
    return any(Sense.TOP in senses or Sense.BOTTOM in senses for senses in inner)


def _whole(words: Sequence[str], fit: MetricFit, vocabulary: Vocabulary) -> bool:
    """Return whether words are a name, or begin and end with words that tell."""
    if max(fit.values()) >= 0.98:
        return True
    ends = (words[0], words[-1])
    return all(vocabulary.names.tells(word) and word not in vocabulary.lexicon.stop for word in ends)


def _metric_weight(
    words: Sequence[str], fit: Sequence[tuple[tuple[str, str | None], float]], vocabulary: Vocabulary
) -> float:
    """Return a weight that grows with the words that tell and falls with those that do not."""
    best = fit[0][1]
    names = vocabulary.names
    if best >= 0.75:
        return best * (_weight(2.2, len(words)) + 0.3)
    telling = sum(names.weigh(word) for word in set(words) if word in names.words)
    idle = sum(1 for word in words if names.weigh(word) < 0.1 or word not in names.words)
    return best * (2.2 * telling + 0.4) - 0.3 * idle


def _weight(each: float, count: int) -> float:
    """Return a weight that grows faster than the words: one long piece beats two short ones."""
    return each * count + 0.9 * (count - 1)
