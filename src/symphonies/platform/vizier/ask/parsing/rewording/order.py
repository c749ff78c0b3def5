"""Words inside a name they are no part of go before it: ``open USD position``, ``made the most money``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from symphonies.platform.vizier.ask.language import Token, words_of
from symphonies.platform.vizier.ask.linking import CALLED, Vocabulary

_WIDEST = 8
"""The most words from the first to the last of a name that is parted."""
_LONGEST = 5
"""No name of a party is looked for in more words."""
_SEVERAL = 2
_NEXT = 5
"""So near stands the next word of a phrase that is parted."""
_PLACING = frozenset({"in", "on"})
_EXACT = 0.98
_NEAR = 0.9
"""How well the name of a value must fit to be taken out of another name."""


def in_order(tokens: Sequence[Token], vocabulary: Vocabulary) -> tuple[Token, ...]:
    """Return the tokens with parted phrases brought together; what stood between comes first."""
    found = _parties_first(list(tokens), vocabulary)
    found = _values_first(found, vocabulary)
    _share_noun(found, vocabulary)
    any(_join_phrase(found, start, vocabulary) for start in range(len(found)))
    for start in range(len(found)):
        for place in range(start + 1, min(start + _WIDEST, len(found)) - 1):
            if _stands_inside(found, start, place, vocabulary):
                found.insert(_unasked(found, start, vocabulary), found.pop(place))
                break
    return tuple(found)


def _unasked(tokens: Sequence[Token], start: int, vocabulary: Vocabulary) -> int:
    """Return where a phrase begins that goes on into a name: the ``how many`` of ``how many days``."""
    for first in range(max(0, start - 2), start):
        if tuple(token.stem for token in tokens[first : start + 1]) in vocabulary.lexicon.senses:
            return first
    return start


def _parties_first(tokens: list[Token], vocabulary: Vocabulary) -> list[Token]:
    """Read a saying about customers of one customer, too: ``how much does Copperhill owe us``."""
    for start in range(len(tokens)):
        for end in range(min(start + _LONGEST, len(tokens)), start, -1):
            party = _party(tokens[start:end], vocabulary)
            if not party:
                continue
            for noun in party:
                said = _saying_around(tokens, start, end, noun, vocabulary)
                if said is not None:
                    return said
            break
    return tokens


def _values_first(tokens: list[Token], vocabulary: Vocabulary) -> list[Token]:
    """Read values of several words before the name they part: ``invoices the retail sector paid late``."""
    for first in range(1, len(tokens) - 1):
        for last in range(min(first + _LONGEST, len(tokens) - 1), first, -1):
            stems = [token.stem for token in tokens]
            said = vocabulary.names.sayings.surround(stems, first, last)
            if said or not _is_value(tokens[first:last], vocabulary):
                continue
            start = first - (tokens[first - 1].stem in words_of("articles", "possessives", "before_verbs"))
            party = vocabulary.lexicon.alike.get((tokens[last - 1].stem,)) in words_of("parties")
            start -= party and tokens[start - 1].stem == "of"
            around = _parted_name(tokens, start, last, vocabulary)
            if around is not None:
                begin, end = around
                parts = (
                    tokens[:begin],
                    tokens[first:last],
                    tokens[begin:start],
                    tokens[last:end],
                    tokens[end:],
                )
                return [token for part in parts for token in part]
            break
    return tokens


def _share_noun(tokens: list[Token], vocabulary: Vocabulary) -> None:
    """Say a noun twice that ends a yes-or-no and begins a figure: the controls of ``key controls tests``."""
    names, flags = vocabulary.names, vocabulary.values.flags
    for place in range(1, len(tokens) - 1):
        flag = tuple(token.stem for token in tokens[place - 1 : place + 1])
        figure = tuple(token.stem for token in tokens[place : place + 2])
        alone = _best(names.fit((*flag, figure[1]))) < _EXACT and _best(names.fit((figure[1],))) < _EXACT
        if alone and flags.fit(flag) and not flags.fit(figure) and _best(names.fit(figure)) >= _EXACT:
            tokens.insert(place, tokens[place])
            return


def _is_value(tokens: Sequence[Token], vocabulary: Vocabulary) -> bool:
    """Return whether words are a value, or one and what it describes: ``hospitality clients``."""
    stems = tuple(token.stem for token in tokens)
    if len(stems) < _SEVERAL or any(token.opens for token in tokens[1:]):
        return False
    described = stems[-1:] in vocabulary.dimensions and vocabulary.values.fit(stems[:-1])
    return max((described or vocabulary.values.fit(stems)).values(), default=0.0) >= _NEAR


def _parted_name(
    tokens: Sequence[Token], start: int, last: int, vocabulary: Vocabulary
) -> tuple[int, int] | None:
    """Return from where to where a name goes that is parted by what stands inside; the longest one."""
    for begin in range(max(0, start - _LONGEST), start):
        for end in range(min(len(tokens), last + _LONGEST), last, -1):
            around = (*tokens[begin:start], *tokens[last:end])
            broken = any(token.opens or token.text in ",;" for token in (*around[1:], tokens[last]))
            if not broken and _best(vocabulary.names.fit([token.stem for token in around])) >= _EXACT:
                return begin, end
    return None


def _party(tokens: Sequence[Token], vocabulary: Vocabulary) -> list[str]:
    """Return what those are whose name some words are: a customer, a supplier, or both."""
    stems = tuple(token.stem for token in tokens)
    if vocabulary.lexicon.empty(stems[0]) or vocabulary.lexicon.empty(stems[-1]):
        return []
    fits = vocabulary.values.fit(stems)
    best = max(fits.values(), default=0.0)
    columns = [term.column for term, fit in fits.items() if fit == best >= CALLED]
    tables = {
        table.rsplit(".", 1)[-1] for table, column in columns if column.startswith(table.rsplit(".", 1)[-1])
    }
    return sorted(tables & words_of("parties"))


def _saying_around(
    tokens: Sequence[Token], start: int, end: int, noun: str, vocabulary: Vocabulary
) -> list[Token] | None:
    """Return the tokens with a party before the saying that its noun completes; None: it completes none."""
    named = replace(tokens[start], text=noun, stem=noun)
    for first in range(max(0, start - _WIDEST), start + 1):
        for last in range(min(len(tokens), end + _WIDEST), end - 1, -1):
            around = [*tokens[first:start], named, *tokens[end:last]]
            words = tuple(token.stem for token in around)
            if len(around) > 1 and vocabulary.names.sayings.holds(words):
                party = [replace(token, opens=False) for token in tokens[start:end]]
                return [*tokens[:first], *party, *around, *tokens[last:]]
    return None


def _join_phrase(tokens: list[Token], start: int, vocabulary: Vocabulary) -> bool:
    """Bring ``make … money`` together; return whether it stood there."""
    roots = [vocabulary.lexicon.root(token.stem) for token in tokens]
    begun = (phrase for phrase in vocabulary.lexicon.together if phrase[0] == roots[start])
    found = [places for phrase in begun if (places := _places(roots, start, phrase))]
    found = [places for places in found if not _places_what_follows(tokens, places)]
    if not found:
        return False
    places = min(found, key=lambda each: (-len(each), each))
    if any(token.opens for token in tokens[start + 1 : places[-1] + 1]):
        return False
    moved = [tokens[place] for place in places]
    between = [tokens[place] for place in range(start, places[-1]) if place not in places]
    tokens[start : places[-1] + 1] = [*between, *moved]
    return True


def _places_what_follows(tokens: Sequence[Token], places: Sequence[int]) -> bool:
    """Return whether a parted phrase only seems to end in ``in``: ``cash flow negative in 2026``."""
    parted = places[-1] - places[0] >= len(places) and places[-1] - places[-2] > 1  # no "money we bring in"
    return parted and tokens[places[-1]].stem in _PLACING and places[-1] + 1 < len(tokens)


def _places(roots: Sequence[str], start: int, phrase: tuple[str, ...]) -> list[int]:
    """Return where the words of a phrase stand, the nearest ones in order; nothing where one is missing."""
    places = [start]
    for word in phrase[1:]:
        opens = len(places) == 1 and len(phrase) > _SEVERAL
        far = _WIDEST if opens else _NEXT  # "money did the German companies bring in"
        ahead = range(places[-1] + 1, min(places[-1] + far, len(roots)))
        place = next((each for each in ahead if roots[each] == word), None)
        if place is None:
            return []
        places.append(place)
    return places


def _stands_inside(tokens: Sequence[Token], start: int, place: int, vocabulary: Vocabulary) -> bool:
    """Return whether the words around a value or a comparative are one name, which they are not with it."""
    word = tokens[place].stem
    value = max(vocabulary.values.fit((word,)).values(), default=0.0) >= _NEAR
    if word not in vocabulary.lexicon.comparatives and (not value or vocabulary.lexicon.empty(word)):
        return False
    if _best(vocabulary.names.fit((word,))) >= _EXACT:
        return False
    for end in range(place + 2, min(start + _WIDEST, len(tokens)) + 1):
        if tokens[end - 1].stem in _PLACING and end < len(tokens):
            continue  # "cash flow negative in 2026" is no "cash flow in"
        words = tuple(token.stem for token in tokens[start:end])
        without = (*words[: place - start], *words[place - start + 1 :])
        names = vocabulary.names
        if _best(names.fit(without)) >= _EXACT > _best(names.fit(words)):
            return True
    return False


def _best(fit: dict[tuple[str, str | None], float]) -> float:
    return max(fit.values(), default=0.0)
