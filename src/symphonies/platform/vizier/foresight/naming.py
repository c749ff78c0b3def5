"""Which customers, suppliers, currencies or invoices a text names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

_LEGAL = re.compile(
    r"\b(gmbh|ag|kg|se|co|inc|ltd|llc|plc|sa|s\.a|nv|n\.v|bv|b\.v|spa|s\.p\.a|srl|sarl|oy|ab|aps|as|corp|group)\b\.?",
    re.IGNORECASE,
)
_LEAST = 4
"""Letters a first word must have to stand for the whole name."""


def named_in(text: str, targets: Mapping[str, tuple[str, ...]]) -> tuple[tuple[str, str], ...]:
    """Return the targets that a text names, in its order, each with the words that name it.

    A name may be written without its legal form, or by its first word where no other name begins so.

    Args:
        text: what was written.
        targets: id -> names.
    """
    said = text.casefold()
    found: list[tuple[int, int, str]] = []
    for name, target in _spoken(targets).items():
        if name in said:
            match = re.search(rf"(?<!\w){re.escape(name)}(?!\w)", said)
            if match is not None:
                found.append((match.start(), match.end(), target))
    found.sort(key=lambda each: (each[0] - each[1], each[0]))
    kept: list[tuple[int, int, str]] = []
    for start, end, target in found:
        free = all(end <= other[0] or start >= other[1] for other in kept)
        if free and target not in {other[2] for other in kept}:
            kept.append((start, end, target))
    return tuple((target, text[start:end]) for start, end, target in sorted(kept))


def _spoken(targets: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """Return every way of naming a target, in lower case, with its id; ways that fit two are left out."""
    short = {
        target: [_LEGAL.sub("", name).strip(" ,.&-").casefold() for name in names]
        for target, names in targets.items()
    }
    first = {target: {name.split()[0] for name in names if name} for target, names in short.items()}
    taken = Counter(word for names in first.values() for word in names)
    ways: dict[str, str] = {}
    doubled: set[str] = set()
    for target, names in targets.items():
        own = {target.casefold(), *(name.casefold() for name in names), *short[target]}
        own |= {word for word in first[target] if len(word) >= _LEAST and taken[word] == 1}
        for way in own - {""}:
            if way in ways and ways[way] != target:
                doubled.add(way)
            ways[way] = target
    return {way: target for way, target in ways.items() if way not in doubled}
