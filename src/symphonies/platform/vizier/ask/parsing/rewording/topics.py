"""A thing and figures of it, said once: ``RCF: limit and drawn``, ``number and value of payments``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from symphonies.platform.semantics import Unit
from symphonies.platform.vizier.ask.language import Token, stems_of, words_of
from symphonies.platform.vizier.ask.linking import Vocabulary

_EXACT = 0.95
"""A figure named in full fits this well."""
_TOPIC = 3
"""No thing is said in more words."""
_PART = 2
"""Nor a figure of it."""
_BREAKS = frozenset({",", "-", ";"})
Place = tuple[int, int, str]


def each_of_its_figures(tokens: Sequence[Token], vocabulary: Vocabulary) -> tuple[Token, ...]:
    """Return the tokens with the title of each figure that a thing completes, where there are two."""
    if not any(token.stem in _joints() or token.text == "," for token in tokens):
        return tuple(tokens)
    tokens = _of_it(tokens, vocabulary)
    for start, end in _things(tokens):
        thing = tuple(token.stem for token in tokens[start:end])
        if not thing or vocabulary.lexicon.empty(thing[0]) or vocabulary.lexicon.empty(thing[-1]):
            continue
        parts = list(_parts(tokens, start, end, thing, vocabulary))
        if len({metric for *_, metric in parts}) > 1 and _are_joined(tokens, end, parts):
            return _said_in_full(tokens, (start, end), parts, vocabulary)
    return tuple(tokens)


def _of_it(tokens: Sequence[Token], vocabulary: Vocabulary) -> tuple[Token, ...]:
    """Name what is asked of a figure just named: of ``capital employed and the return on it`` that return."""
    place = next((k for k in range(2, len(tokens)) if _points_back(tokens, k)), 0)
    joint = next((k for k in range(place, 0, -1) if tokens[k].stem in _joints()), 0)
    for start in range(max(0, joint - _TOPIC), joint):
        thing = tuple(token.stem for token in tokens[start:joint])
        known = _exactly(thing, vocabulary)
        for first in range(joint + 1, len(tokens)) if known else ():
            for after in range(min(len(tokens), first + _PART), first, -1):
                said = tuple(token.stem for token in tokens[first:after])
                metric = _whole(thing, said, vocabulary) if not first <= place < after else None
                if metric is not None and metric not in known:
                    return _said_in_full(tokens, (place - 1, place + 1), [(first, after, metric)], vocabulary)
    return tuple(tokens)


def _points_back(tokens: Sequence[Token], place: int) -> bool:
    """Return whether ``of it`` stands at a place, or ``on them``."""
    return tokens[place].stem in words_of("pronouns", "far") and tokens[place - 1].stem in words_of("of_what")


def _exactly(words: tuple[str, ...], vocabulary: Vocabulary) -> set[str]:
    return {metric for (metric, _), score in vocabulary.names.fit(words).items() if score >= _EXACT}


def _things(tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """Yield from where to where a thing may be named: before a colon, before ``'s``, after ``of``."""
    for place in range(1, len(tokens)):
        if tokens[place].opens or tokens[place].text in _BREAKS or tokens[place].stem == "s":
            yield from ((start, place) for start in range(max(0, place - _TOPIC), place))
    for place, token in enumerate(tokens):
        if token.stem in words_of("of_what"):
            first = place + 1 + (place + 1 < len(tokens) and tokens[place + 1].stem in _determiners())
            yield from ((first, end) for end in range(min(len(tokens), first + _TOPIC), first, -1))


def _parts(
    tokens: Sequence[Token], start: int, end: int, thing: tuple[str, ...], vocabulary: Vocabulary
) -> Iterator[Place]:
    """Yield where something is said that the thing makes a figure of, and which."""
    determined = start > 0 and tokens[start - 1].stem in _determiners()
    before = start > 0 and tokens[start - 1 - determined].stem in words_of("of_what")
    place, stop = (0, start) if before else (end, len(tokens))
    while place < stop:
        for after in range(min(stop, place + _PART), place, -1):
            metric = _whole(thing, tuple(token.stem for token in tokens[place:after]), vocabulary)
            if metric is not None and not _is_of_another(tokens, (start, end), place, after, vocabulary):
                yield place, after, metric
                place = after - 1
                break
        place += 1


def _is_of_another(
    tokens: Sequence[Token], thing: tuple[int, int], place: int, after: int, vocabulary: Vocabulary
) -> bool:
    """Return whether a word is of a name beside the thing: of ``net income and cost of sales``."""
    for first in range(max(0, place - _PART), place + 1):
        for last in range(after, min(len(tokens), after + _PART) + 1):
            apart = last <= thing[0] or first >= thing[1]
            if last - first > after - place and apart:
                fit = vocabulary.names.fit(tuple(token.stem for token in tokens[first:last]))
                if max(fit.values(), default=0.0) >= _EXACT:
                    return True
    return False


def _whole(thing: tuple[str, ...], part: tuple[str, ...], vocabulary: Vocabulary) -> str | None:
    """Return the one figure that a thing and a word are the name of; None: there is none."""
    idle = vocabulary.lexicon.stop
    if part[0] in idle or part[-1] in idle or set(part) & set(thing) or not part[-1].isalpha():
        return None
    joined = ((*part, joint, *thing) for joint in ("of", "on"))
    for words in ((*thing, *part), (*part, *thing), *joined):
        fit = vocabulary.names.fit(words)
        found = {metric for (metric, variant), score in fit.items() if score >= _EXACT and variant is None}
        if len(found) == 1:
            return found.pop()
    return None


def _joints() -> frozenset[str]:
    return words_of("additions", "oppositions")


def _determiners() -> frozenset[str]:
    return words_of("articles", "possessives") | {"all"}


def _are_joined(tokens: Sequence[Token], end: int, parts: Sequence[Place]) -> bool:
    """Return whether ``and`` stands between the figures, or a comma where a colon is before them."""
    between = tokens[parts[0][1] : parts[-1][0]]
    listed = end < len(tokens) and (tokens[end].opens or tokens[end].text == "-")
    return any(token.stem in _joints() or (listed and token.text == ",") for token in between)


def _said_in_full(
    tokens: Sequence[Token], thing: tuple[int, int], parts: Sequence[Place], vocabulary: Vocabulary
) -> tuple[Token, ...]:
    found = list(tokens)
    start, end = thing
    while start > 0 and found[start - 1].stem in words_of("of_what") | _determiners():
        start -= 1
    places = [(start, end, ""), *parts]
    for first, after, metric in sorted(places, reverse=True):
        words = _title(metric, vocabulary) if metric else ()
        found[first:after] = [replace(tokens[first], text=word, stem=word, opens=False) for word in words]
    return tuple(found)


def _title(metric: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Return what a figure is called, a number as one: what it counts may only be named."""
    known = vocabulary.metrics[metric]
    words = stems_of(known.title, vocabulary.lexicon.spelling)
    counted = known.unit is Unit.COUNT and not {"number", "count"} & set(words)
    return ("number", "of", *words) if counted else words
