"""Orders to do something, plain or polite, and questions what should be done: neither asks for a figure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from symphonies.platform.vizier.ask.language import (
    Lexicon,
    Token,
    is_plural,
    phrases_of,
    stands_at,
    stem_at,
    words_of,
)

_DETERMINERS = ("articles", "possessives", "near", "far", "distributives", "universals")


def is_order(tokens: Sequence[Token], lexicon: Lexicon) -> bool:
    """Return whether a text orders something to be done: ``please release the payment run``.

    Figures may be ordered, too: ``could you release the cash figures`` and ``send me the DSO`` are questions.

    Args:
        tokens: The text.
        lexicon: Its language.
    """
    return any(
        _hands_over(tokens, place, lexicon)
        or _commands(tokens, place, lexicon, polite=polite)
        or _does(tokens, place, lexicon, polite=polite)
        for place, polite in _openings(tokens)
    )


def ordered(tokens: Sequence[Token]) -> int:
    """Return where a text goes on behind the words of politeness that it opens with."""
    return _behind_entreaties(tokens, 0)[0]


def asks_advice(tokens: Sequence[Token]) -> bool:
    """Return whether a text asks what should be done: ``should we sell``, ``would you invest in us``."""
    places = {0, ordered(tokens)}
    if any(
        stands_at(tokens, place, phrase)
        and stem_at(tokens, place + len(phrase)) not in words_of("not_to_advise")
        for place in places
        for phrase in phrases_of("asking_advice")
    ):
        return True
    return any(
        stands_at(tokens, place, phrase) and stem_at(tokens, place + len(phrase)) in words_of("doing")
        for place in range(1, len(tokens))
        for phrase in phrases_of("asking_advice")[:2]
    )


def _openings(tokens: Sequence[Token]) -> Iterator[tuple[int, bool]]:
    """Yield where an order may open: at the beginning, and where one is asked behind something else."""
    closing = stem_at(tokens, len(tokens) - 1) in words_of("entreating")
    for start, token in enumerate(tokens):
        inside = start > 0
        if inside and not (token.opens or tokens[start - 1].text in ",;-"):
            continue
        place, polite = _behind_entreaties(tokens, start)
        if not inside or polite:
            yield place, polite or closing


def _behind_entreaties(tokens: Sequence[Token], start: int) -> tuple[int, bool]:
    """Return where a text goes on behind ``please``, ``could you`` and such, and whether there were any."""
    place, polite = start, False
    while place < len(tokens):
        phrase = next((each for each in phrases_of("entreaties") if stands_at(tokens, place, each)), None)
        if phrase is not None:
            place, polite = place + len(phrase), True
        elif not tokens[place].stem.isalnum() or tokens[place].stem in words_of("leading_in", "greetings"):
            place += 1
        else:
            break
    return place, polite


def _commands(tokens: Sequence[Token], place: int, lexicon: Lexicon, *, polite: bool) -> bool:
    """Return whether a verb stands there that no question opens with."""
    after = stem_at(tokens, place + 1)
    if not _opens_with(tokens, place, lexicon.commands, lexicon) or after in words_of("after_a_noun") | {
        "from",
        "to",
    }:
        return False
    return not (polite and after in words_of("speaker", "first_persons"))


def _opens_with(tokens: Sequence[Token], place: int, verbs: frozenset[str], lexicon: Lexicon) -> bool:
    """Return whether one of some verbs stands there, or its form in ``would you mind sending``."""
    verb = stem_at(tokens, place)
    if stem_at(tokens, place - 1) in words_of("before_gerunds"):
        return lexicon.root(verb) in map(lexicon.root, verbs)
    return verb in verbs


def _hands_over(tokens: Sequence[Token], place: int, lexicon: Lexicon) -> bool:
    """Return whether something is to be sent or told to others than those who ask."""
    after = stem_at(tokens, place + 1)
    if after in words_of("speaker", "first_persons"):
        return False
    behind = tokens[place + 1 :]
    determined = after in words_of(*_DETERMINERS)
    noun = stem_at(tokens, place + 2) if determined else after
    if _opens_with(tokens, place, words_of("reminding"), lexicon):
        return bool(after) and after not in words_of("after_a_noun")
    if not _opens_with(tokens, place, lexicon.handings | words_of("telling_others"), lexicon):
        return False
    party = determined and noun in words_of("parties")
    to_others = any(
        token.stem == "to" and stem_at(behind, k + 1) not in words_of("today", "first_persons", "speaker")
        for k, token in enumerate(behind)
    )
    return party or to_others


def _does(tokens: Sequence[Token], place: int, lexicon: Lexicon, *, polite: bool) -> bool:
    """Return whether a verb of doing has an object that is no figure to be shown.

    Without a word of politeness it needs an object with an article: ``block by reason`` is none.
    """
    phrase = next((each for each in phrases_of("doing") if stands_at(tokens, place, each)), ())
    if not phrase and not _opens_with(tokens, place, words_of("doing"), lexicon):
        return False
    articles = words_of(*_DETERMINERS) - words_of("far")
    end = place + (len(phrase) or 1)
    if articles & set(phrase):  # "make the payments"
        return not _shows(tokens[end:])
    after = stem_at(tokens, end)
    if (
        is_plural(tokens[end - 1])
        or not after.isalnum()
        or after in words_of("speaker", "first_persons", "pronouns", "particles", "limiting", "of_what")
    ):
        return False
    behind = tokens[end:]
    pointed = stem_at(behind, 1)
    if after in words_of("near", "far") and (not pointed.isalpha() or pointed in lexicon.stop):
        return False  # "reduce this to Germany" is about the answer before
    return (polite or after in articles) and not _shows(behind)


def _shows(tokens: Sequence[Token]) -> bool:
    """Return whether something is to be shown: a table, a limit, one thing against another, a split."""
    shown = words_of("to_be_shown", "limits", "oppositions")
    return any(token.stem in shown for token in tokens) or _splits(tokens)


def _splits(tokens: Sequence[Token]) -> bool:
    """Return whether something is to be told by what it is split by, as no order is: ``by region``."""
    return any(
        token.stem in words_of("splitting_prepositions")
        and (after := stem_at(tokens, place + 1)).isalpha()
        and after not in words_of("deadlines")
        for place, token in enumerate(tokens)
    )
