"""Splits by a yes-or-no dimension: ``auto-renewing or not``, ``by whether they were rejected``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from symphonies.platform.vizier.ask.language import Token, phrases_of, stands_at, stems_of, words_of
from symphonies.platform.vizier.ask.linking import Flag, Vocabulary

_LONGEST = 5
"""No side of such a dimension is said in more words."""
_NEAR = 6
"""What ``whether`` asks stands at most so many words behind it."""
_WHETHER = "whether"
_DENIALS = frozenset({"not", "non"})


def split_by_both_sides(tokens: Sequence[Token], vocabulary: Vocabulary) -> tuple[Token, ...]:
    """Return the tokens with such splits said with ``by``."""
    found = list(tokens)
    for start in range(len(found) - 1, -1, -1):
        if start < len(found) and found[start].stem == _WHETHER:
            _whether(found, start, vocabulary)
        elif start < len(found):
            _will(found, start, vocabulary)
            _with_and_without(found, start, vocabulary)
            _or_not(found, start, vocabulary)
    return tuple(found)


def _whether(tokens: list[Token], start: int, vocabulary: Vocabulary) -> None:
    """Reword what ``whether`` asks: ``by whether or not they are mitigated``."""
    for first in range(start + 1, min(start + _NEAR, len(tokens))):
        if tokens[first].opens:
            return
        found = _side(tokens, first, vocabulary)
        if found is not None:
            flag, end = found
            begin = start - next(
                (len(each) for each in phrases_of("splitting") if stands_at(tokens, start - len(each), each)),
                0,
            )
            _split(tokens, begin, _after_choice(tokens, end), flag)
            return


def _will(tokens: list[Token], start: int, vocabulary: Vocabulary) -> None:
    """Take out a ``will`` that foretells nothing: ``contracts that will not renew automatically``."""
    if (
        tokens[start].stem != "will"
        or not start
        or tokens[start - 1].stem not in words_of("relative_pronouns")
    ):
        return
    first = start + 1 + (start + 1 < len(tokens) and tokens[start + 1].stem == "not")
    if _side(tokens, first, vocabulary) is not None:
        del tokens[start]


def _with_and_without(tokens: list[Token], start: int, vocabulary: Vocabulary) -> None:
    """Reword both sides of what things have: ``payments with and without manual intervention``."""
    said = [token.stem for token in tokens[start : start + 3]]
    joined = len(said) == 3 and said[1] in words_of("between_sides")
    if joined and {said[0], said[2]} == {"with", "without"}:
        found = _side(tokens, start + 3, vocabulary)
        if found is not None:
            _split(tokens, start, found[1], found[0])


def _or_not(tokens: list[Token], start: int, vocabulary: Vocabulary) -> None:
    """Reword a side with its opposite: ``mitigated or not``, ``mitigated vs unmitigated``.

    What both are stands first then: the invoices of ``disputed invoices against undisputed ones``.
    """
    found = _side(tokens, start, vocabulary)
    if found is None:
        return
    flag, end = found
    joint = end + 1 < len(tokens) and tokens[end + 1].stem in words_of("oppositions")
    if joint and _side(tokens, end + 2, vocabulary) is not None and not tokens[end].opens:
        tokens.insert(start, tokens.pop(end))
        start, end = start + 1, end + 1
    chosen = _after_choice(tokens, end)
    if chosen > end:
        again = _side(tokens, chosen, vocabulary)
        _split(
            tokens, start, again[1] if again is not None and again[0].column == flag.column else chosen, flag
        )
    elif end < len(tokens) and tokens[end].stem in words_of("between_sides"):
        again = end + 1
        while again < len(tokens) and tokens[again].stem in words_of("denied_again"):
            again += 1
        denied = any(token.stem in _DENIALS for token in tokens[end:again])
        other = _side(tokens, again, vocabulary)
        if other is not None and other[0].column == flag.column and (other[0].key != flag.key) != denied:
            _split(tokens, start, other[1], flag)


def _after_choice(tokens: Sequence[Token], place: int) -> int:
    """Return where ``or not`` ends; the place itself where it does not stand there."""
    return place + next((len(each) for each in phrases_of("or_not") if stands_at(tokens, place, each)), 0)


def _side(tokens: Sequence[Token], start: int, vocabulary: Vocabulary) -> tuple[Flag, int] | None:
    """Return the side that is named at a place, and where its name ends."""
    for end in range(min(start + _LONGEST, len(tokens)), start, -1):
        flags = vocabulary.values.flags.fit([token.stem for token in tokens[start:end]])
        if flags and not any(token.opens for token in tokens[start + 1 : end]):
            return min(flags, key=lambda flag: (flag.key, flag.column)), end
    return None


def _split(tokens: list[Token], start: int, end: int, flag: Flag) -> None:
    """Put a split by a dimension in the place of tokens."""
    here = tokens[start]
    words = ("by", *stems_of(flag.name))
    tokens[start:end] = [replace(here, text=word, stem=word, opens=False) for word in words]
