"""A question about the days to come -> which levers, or which topic."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from symphonies.platform.vizier.foresight.amounts import Amount, amount_in, units_of
from symphonies.platform.vizier.foresight.naming import named_in
from symphonies.platform.vizier.foresight.ports import Foresight, Movable, Move, Unclear, Viewpoint
from symphonies.platform.vizier.foresight.wording import language, words

_JOINT = re.compile(r"[,;]\s+|\s+(?:and|und|while|plus|sowie)\s+", re.IGNORECASE)
_LONGEST = 600
_SHARES = ("ratio", "points")
"""Units of what may rise as well as fall."""


@dataclass(frozen=True)
class WhatIf:
    """Levers of one engine were asked for."""

    foresight: Foresight
    moves: tuple[Move, ...]


@dataclass(frozen=True)
class Look:
    """A topic of one engine was asked for."""

    foresight: Foresight
    topic: str


def read_question(text: str, foresights: Sequence[Foresight], view: Viewpoint) -> WhatIf | Look | None:
    """Return what is asked of which engine; None for a question of another sort.

    Raises:
        Unclear: it asks what if, but of what or by how much is not clear.
    """
    if len(text) > _LONGEST or not foresights:
        return None
    supposed = _supposed(text)
    if supposed is None:
        return _topic(text, foresights)
    asked = [each for each in foresights if _is_about(supposed.on, each)]
    if not asked:
        return None
    for foresight in asked:
        try:
            moves = _moves(supposed.condition, foresight, view)
        except Unclear:
            if supposed.openly:
                raise
            continue
        if moves:
            return WhatIf(foresight, moves)
    if not supposed.openly:
        return None
    topic = _topic(text, asked)
    if topic is not None:  # "if nothing changes, when do we run out of cash"
        return topic
    examples = [movable.example for each in asked for movable in each.speech.levers.values()]
    subjects = " and ".join(each.speech.subject for each in asked)
    raise Unclear(
        f"I cannot answer that because none of the levers of {subjects} is named in it. "
        "What can be moved, each with an example:",
        examples,
        refused=True,
    )


@dataclass(frozen=True)
class _Supposed:
    condition: str
    openly: bool
    """Whether the words can mean nothing else."""
    on: str
    """What it is asked for, such as ``our cash``; empty where nothing is said."""


def _supposed(text: str) -> _Supposed | None:
    """Return what a question supposes; None where it supposes nothing."""
    plain = " ".join(re.sub(r",(?=\s+(?:wenn|if|dass)\b)", "", text, flags=re.IGNORECASE).split()).strip(
        " ?.!"
    )
    patterns: list[str] = language()["what_if"]
    for pattern in patterns:
        found = re.search(rf"(?:^|\W){pattern}", plain, re.IGNORECASE)
        if found is not None:
            groups = found.groupdict()
            condition = groups.get("if") or groups["of"]
            return _Supposed(condition.strip(" ,"), "if" in groups, (groups.get("on") or "").strip())
    return None


def _is_about(on: str, foresight: Foresight) -> bool:
    said = words(on)
    return not said or any(word in said for word in foresight.speech.about)


def _topic(text: str, foresights: Sequence[Foresight]) -> Look | None:
    said = f" {' '.join(words(text))} "
    if any(f" {word} " in said for word in language()["past"]):
        return None
    for foresight in foresights:
        for name, topic in foresight.speech.topics.items():
            if all(any(f" {phrase.lower()} " in said for phrase in group) for group in topic.words):
                return Look(foresight, name)
    return None


def _moves(condition: str, foresight: Foresight, view: Viewpoint) -> tuple[Move, ...]:
    """Return the levers of a condition; a piece that names none belongs to the one before it."""
    pieces: list[str] = []
    for piece in _JOINT.split(condition):
        if pieces and (_lever(piece, foresight, view) is None or _lever(pieces[-1], foresight, view) is None):
            pieces[-1] = f"{pieces[-1]} and {piece}"
        else:
            pieces.append(piece)
    found = [(piece, _lever(piece, foresight, view)) for piece in pieces]
    return tuple(_move(piece, kind, foresight, view) for piece, kind in found if kind is not None)


def _lever(piece: str, foresight: Foresight, view: Viewpoint) -> str | None:
    """Return the lever whose longest phrase is said in a piece, or whose target alone is."""
    said = words(piece)
    best: tuple[int, int, str] | None = None
    for kind, movable in foresight.speech.levers.items():
        for phrase in movable.names:
            parts = words(phrase)
            if _in_order(parts, said):
                rank = (len(parts), len(phrase), kind)
                best = rank if best is None or rank[:2] > best[:2] else best
    if best is not None:
        return best[2]
    for kind, movable in foresight.speech.levers.items():
        if movable.named and named_in(piece, foresight.targets(movable.target or "", piece, view)):
            return kind
    return None


def _move(piece: str, kind: str, foresight: Foresight, view: Viewpoint) -> Move:
    movable = foresight.speech.levers[kind]
    targets = named_in(piece, foresight.targets(movable.target, piece, view)) if movable.target else ()
    rest = piece
    for _, name in targets:
        rest = re.sub(re.escape(name), " ", rest, flags=re.IGNORECASE)
    amount = amount_in(rest, units_of(movable.unit))
    return Move(kind, _value(movable, amount, rest), tuple(target for target, _ in targets))


def _value(movable: Movable, amount: Amount | None, piece: str) -> float:
    """Return the signed value of a lever in its own unit.

    Raises:
        Unclear: no amount is said, or none that the lever takes.
    """
    if amount is None:
        if movable.alone is not None:
            return movable.alone
        raise Unclear(f"By how much? Say it in {_SAID[movable.unit]}, for example:", (movable.example,))
    if amount.level:
        raise Unclear(
            f"I move this by an amount, not to a level. Say by how much, in {_SAID[movable.unit]}:",
            (movable.example,),
        )
    if amount.value is None:
        raise Unclear(f"This moves in {_SAID[movable.unit]}, for example:", (movable.example,))
    return amount.value * (amount.sign or _way(movable, piece))


_SAID = {"days": "days or weeks", "weeks": "weeks", "ratio": "percent", "points": "percentage points"}


def _way(movable: Movable, piece: str) -> int:
    """Return 1 for up and -1 for down, by the first word that says so; later, of days, where none does.

    Raises:
        Unclear: no word says whether a share rises or falls.
    """
    good = 1 if movable.good == "up" else -1
    ways = {"up": 1, "down": -1, "better": good, "worse": -good}
    for word in words(piece):
        for name, sign in ways.items():
            if word in language()[name]:
                return sign
    if movable.unit in _SHARES and movable.alone is None:
        raise Unclear("Does it rise or fall by that? Say which, for example:", (movable.example,))
    return 1


def _in_order(parts: Sequence[str], said: Sequence[str]) -> bool:
    rest = iter(said)
    return all(any(_same(part, word) for word in rest) for part in parts)


def _same(part: str, word: str) -> bool:
    return word == part or (len(part) > 3 and word in (f"{part}s", f"{part}es", f"{part}n"))
