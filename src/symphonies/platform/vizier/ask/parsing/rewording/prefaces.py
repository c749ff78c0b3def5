"""What is said of the occasion, not of the figure: ``for the auditors``, ``before my board call - ``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from symphonies.platform.vizier.ask.language import (
    DateGrammar,
    Sense,
    Token,
    named_period,
    stands_at,
    words_of,
)
from symphonies.platform.vizier.ask.linking import Vocabulary

_OPENED = 5
"""Among so many first words somebody hears or thinks."""
_CLOSED = 3
"""Or among so many last ones: ``…, I hear``."""
_LONGEST = 7
"""For whom something is takes no more words."""
_WIDEST = 5
"""No name that would be one of a figure or a value is looked for in more words."""
_NAMED = 0.95
_DASH = "-"


def without_prefaces(
    tokens: Sequence[Token], vocabulary: Vocabulary, dates: DateGrammar
) -> tuple[tuple[Token, ...], list[str]]:
    """Return the tokens without what is said of the occasion, and that as written.

    A sentence, or what stands before a colon or a dash, is a preface where it names who asks or an occasion,
    and no figure, value, period or split but what says of what kind the occasion is: ``the dunning call``.
    """
    kept, aside = list(tokens), []
    end = (
        next((stop for start, stop in _for_whom(kept, vocabulary) if start == 0), 0)
        or _preface(kept, vocabulary, dates)
        or _hearsay(kept, vocabulary, dates)
        or _who_asks(kept, vocabulary)
    )
    if end:
        aside.append(_text(kept[:end]))
        kept = kept[end:]
    for start, stop in reversed(list(_for_whom(kept, vocabulary))):
        aside.append(_text(kept[start:stop]))
        del kept[start:stop]
    return tuple(kept), aside


def _preface(tokens: Sequence[Token], vocabulary: Vocabulary, dates: DateGrammar) -> int:
    """Return where what only opens a question ends; 0 where nothing does."""
    breaks = (place for place in range(1, len(tokens) - 1) if _breaks(tokens, place))
    end = next(breaks, 0) or _and_needs(tokens, vocabulary) or _comma(tokens, vocabulary)
    said = tokens[:end]
    known = vocabulary.lexicon.audiences | vocabulary.lexicon.persons | words_of("speaker")
    if not any(token.stem in known for token in said):
        return 0
    asks = any(_asks(said, place, vocabulary, dates) for place in range(end))
    return 0 if asks else end + (tokens[end].text in (",", "-", "and", "so"))


def _hearsay(tokens: Sequence[Token], vocabulary: Vocabulary, dates: DateGrammar) -> int:
    """Return where a sentence ends that says what somebody heard or thinks: ``I'm told nobody does``.

    The question behind it names its own figure, and the sentence no value or date that it may be limited to.
    """
    end = next((place for place in range(1, len(tokens) - 1) if tokens[place].opens), 0)
    said, asked = tokens[:end], tokens[end:]
    speakers = (
        words_of("speaker")
        | words_of("others_who_speak")
        | vocabulary.lexicon.persons
        | vocabulary.lexicon.audiences
    )
    around = ({token.stem for token in said[:_OPENED]}, {token.stem for token in said[-_CLOSED:]})
    if not any(each & speakers and each & words_of("hearsay") for each in around):
        return 0
    figure = any(
        _is_figure([token.stem for token in asked[start:stop]], vocabulary)
        for start in range(len(asked))
        for stop in range(start + 1, min(start + _WIDEST, len(asked)) + 1)
    )
    return end if figure and not any(_narrows(said, place, vocabulary, dates) for place in range(end)) else 0


def _is_figure(stems: Sequence[str], vocabulary: Vocabulary) -> bool:
    """Return whether words are the name of a figure, or a verb for one."""
    named = max(vocabulary.names.fit(stems).values(), default=0.0) >= _NAMED
    return named or tuple(map(vocabulary.lexicon.root, stems)) in vocabulary.lexicon.verbs


def _narrows(said: Sequence[Token], place: int, vocabulary: Vocabulary, dates: DateGrammar) -> bool:
    """Return whether a date or a value stands at a place, or a name that nobody knows."""
    stems = tuple(token.stem for token in said)
    if named_period(said, place, dates) is not None:
        return True
    if place and said[place].text[0].isupper() and stems[place] not in words_of("speaker") | vocabulary.words:
        return True
    ends = range(place + 1, min(place + _WIDEST, len(stems)) + 1)
    pieces = [stems[place:end] for end in ends if not all(map(vocabulary.lexicon.empty, stems[place:end]))]
    return any(
        max(vocabulary.values.fit(piece).values(), default=0.0) >= _NAMED
        and piece not in vocabulary.dimensions
        and not _is_figure(piece, vocabulary)
        for piece in pieces
    )


def _and_needs(tokens: Sequence[Token], vocabulary: Vocabulary) -> int:
    """Return where ``and need`` begins after an occasion: ``I'm preparing the pack and need``."""
    for place in range(2, len(tokens) - 1):
        before = {token.stem for token in tokens[:place]}
        after = [
            token.stem for token in tokens[place + 1 : place + 3] if token.stem not in words_of("speaker")
        ]
        wanted = bool(after) and (after[0] in vocabulary.lexicon.wanting or after[0] == "would")
        if tokens[place].stem in ("and", "so") and wanted and before & words_of("speaker"):
            return place if before & vocabulary.lexicon.audiences else 0
    return 0


def _comma(tokens: Sequence[Token], vocabulary: Vocabulary) -> int:
    """Return where the first comma ends what a speaker says of an occasion; 0 where it ends no such thing."""
    end = next((place for place, token in enumerate(tokens) if token.text == ","), 0)
    stems = {token.stem for token in tokens[:end]}
    return end if stems & words_of("speaker") and stems & vocabulary.lexicon.audiences else 0


def _who_asks(tokens: Sequence[Token], vocabulary: Vocabulary) -> int:
    """Return where the question of somebody else begins: after ``our lender`` of ``our lender wants``."""
    if not tokens or tokens[0].stem not in _determiners():
        return 0
    known, verbs = vocabulary.lexicon.audiences | vocabulary.lexicon.persons, vocabulary.lexicon.wanting
    ends = range(2, min(len(tokens), _WIDEST))
    return next((k for k in ends if tokens[k - 1].stem in known and tokens[k].stem in verbs), 0)


def _determiners() -> frozenset[str]:
    return words_of("articles", "possessives", "deictics")


def _breaks(tokens: Sequence[Token], place: int) -> bool:
    return tokens[place].opens or tokens[place].text == _DASH


def _asks(said: Sequence[Token], place: int, vocabulary: Vocabulary, dates: DateGrammar) -> bool:
    """Return whether something begins at a place that the question itself says."""
    senses = vocabulary.lexicon.senses.get((said[place].stem,), ())
    date = named_period(said, place, dates)
    day = said[place].stem in vocabulary.lexicon.weekdays
    if Sense.BY in senses or (date is not None and not day):
        return True
    for end in range(min(len(said), place + _WIDEST), place, -1):
        if _is_name(said[place:end], vocabulary):
            return not _of_occasion(said, end, vocabulary)
    return False


def _is_name(said: Sequence[Token], vocabulary: Vocabulary) -> bool:
    """Return whether words name a figure or a value, and are no idle ones."""
    words = tuple(token.stem for token in said)
    people = vocabulary.lexicon.audiences | vocabulary.lexicon.persons
    if all(map(vocabulary.lexicon.empty, words)) or set(words) <= people:
        return False
    fits = (vocabulary.names.fit(words), vocabulary.values.fit(words))
    return any(max(fit.values(), default=0.0) >= _NAMED for fit in fits)


def _of_occasion(said: Sequence[Token], end: int, vocabulary: Vocabulary) -> bool:
    """Return whether a name says of what kind an occasion is: the covenant of ``covenant certificate``."""
    return any(token.stem in vocabulary.lexicon.audiences for token in said[end - 1 : end + 2])


def _for_whom(tokens: Sequence[Token], vocabulary: Vocabulary) -> Iterator[tuple[int, int]]:
    """Yield from where to where it is said for whom something is: ``for the lender pack``."""
    known = vocabulary.lexicon.audiences | vocabulary.lexicon.persons
    for start in range(len(tokens) - 1):
        opened = next((each for each in vocabulary.lexicon.occasioned if stands_at(tokens, start, each)), ())
        first = start + len(opened)
        for end in range(min(len(tokens), first + _LONGEST), first, -1) if opened else ():
            last = end == len(tokens) or tokens[end].opens or tokens[end].text in ",;-"
            last |= (
                not last and start == 0 and tokens[end].stem in words_of("opening_behind_occasion")
            )  # "for the weekly call I need"
            words = tokens[first:end]
            if last and words[-1].stem in known and not _limits(words, vocabulary):
                yield start, end + (end < len(tokens) and tokens[end].text in ",;-")
                break


def _limits(words: Sequence[Token], vocabulary: Vocabulary) -> bool:
    """Return whether words for whom something is name what it is limited to or another figure."""
    said = [token for token in words if token.stem not in _determiners() and token.stem != "s"]
    if any(token.text in ",;-" or token.opens or token.stem == "for" for token in words[1:]):
        return True
    if words[0].stem in words_of("distributives") and (words[-1].stem,) in vocabulary.dimensions:
        return True  # "for each lender"
    names = [
        (start, end)
        for start in range(len(said))
        for end in range(start + 1, len(said) + 1)
        if _is_name(said[start:end], vocabulary)
    ]
    return any(not _of_occasion(said, end, vocabulary) or end == len(said) for _, end in names)


def _text(tokens: Sequence[Token]) -> str:
    return " ".join(token.text for token in tokens if token.text not in ",;-")
