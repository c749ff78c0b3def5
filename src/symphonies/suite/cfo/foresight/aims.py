"""What levers are aimed at, as people call it, and moves as levers of the cash desk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from symphonies.platform.scenarios import Lever
from symphonies.platform.vizier import Move, Speech, Unclear, figure
from symphonies.suite.cfo.graphql.targets import targets_of
from symphonies.suite.cfo.graphql.viewer import Viewer
from symphonies.suite.cfo.pinnacle.levers import LEVERS
from symphonies.suite.cfo.pinnacle.position import Names, Position

_LARGEST = {
    "customer": ("largest customer", "biggest customer", "top customer", "größter kunde", "größte kunde"),
    "supplier": (
        "largest supplier",
        "biggest supplier",
        "top supplier",
        "größter lieferant",
        "größte lieferant",
    ),
    "invoice": ("largest invoice", "biggest invoice", "größte rechnung"),
}
_OFFERED = 3


def aims_of(position: Position, kind: str, text: str, viewer: Viewer) -> Mapping[str, tuple[str, ...]]:
    """Return what may be aimed at, by id; names only where the viewer may read them."""
    if kind == "currency":
        return {code: _currency_names(code) for code in position.markets.currencies}
    if kind == "rate":
        return {name: (name, name.split("_")[0]) for name in position.markets.rates}
    if kind == "invoice":
        said = {word.strip(".,?!;:").casefold() for word in text.split()}
        aims: dict[str, tuple[str, ...]] = {
            name: (name,) for name in position.receivables.ids if name.casefold() in said
        }
    elif kind == "customer":
        aims = _people(position.customers.ids, position.customers.names, reads=viewer.reads_customers)
    else:
        aims = _people(position.suppliers.ids, position.suppliers.names, reads=viewer.reads_suppliers)
    for heaviest in targets_of(position, kind, viewer, 1):
        aims[heaviest["id"]] = (*aims.get(heaviest["id"], ()), *_LARGEST[kind])
    return aims


def _people(ids: Names, names: Names, *, reads: bool) -> dict[str, tuple[str, ...]]:
    return {key: (name,) for key, name in zip(ids, names, strict=True)} if reads else {}


def _currency_names(code: str) -> tuple[str, ...]:
    from babel.numbers import get_currency_name, get_currency_symbol

    told = {get_currency_name(code, locale=locale) for locale in ("en", "de")}
    last = {name.replace("-", " ").split()[-1] for name in told}
    return (code, *sorted(told | last), get_currency_symbol(code, locale="en"))


def levers_of_moves(
    moves: Sequence[Move], position: Position, speech: Speech, viewer: Viewer
) -> tuple[Lever, ...]:
    """Return moves as levers.

    Raises:
        Unclear: nothing is named that the lever could be aimed at.
    """
    found: list[Lever] = []
    for move in moves:
        target = speech.levers[move.kind].target
        if move.kind == "fx":
            found += _exchange(move, position)
        elif move.kind == "rates":
            found += [Lever(kind="rates", value=move.value, target=each) for each in move.targets or (None,)]
        elif target is None:
            found.append(Lever(kind=move.kind, value=float(round(move.value, 6))))
        elif move.targets:
            found += [Lever(kind=move.kind, value=move.value, target=each) for each in move.targets]
        else:
            raise _which(move, target, position, viewer)
    for lever in found:
        _in_range(lever, speech)
    return tuple(found)


def _in_range(lever: Lever, speech: Speech) -> None:
    kind = LEVERS[lever.kind]
    if not kind.minimum <= lever.value <= kind.maximum:
        low, high, asked = (_told(value, kind.unit) for value in (kind.minimum, kind.maximum, lever.value))
        raise Unclear(
            f"{kind.title} can be moved by {low} to {high}, not by {asked}.",
            [speech.levers[lever.kind].example],
            refused=True,
        )


def _told(value: float, unit: str) -> str:
    if unit in ("ratio", "points"):
        return figure(value, "ratio", change=unit == "points")
    return f"{value:g} {unit}"


def _exchange(move: Move, position: Position) -> list[Lever]:
    """Return a move of a currency, of the base against all, or of one in another (EUR/USD)."""
    base, others = (
        position.base_currency,
        [c for c in position.markets.currencies if c != position.base_currency],
    )
    turned = 1 / (1 + move.value) - 1 if move.value > -1 else np.inf
    match move.targets:
        case (one,) if one == base:
            return [Lever(kind="fx", target=other, value=turned) for other in others]
        case (one,):
            return [Lever(kind="fx", target=one, value=move.value)]
        case (one, other) if one == base:
            return [Lever(kind="fx", target=other, value=turned)]
        case (one, other) if other == base:
            return [Lever(kind="fx", target=one, value=move.value)]
    choices = [f"what if {other} falls by 5 %?" for other in others]
    raise Unclear(f"Which currency moves? I hold them against {base}.", choices)


def _which(move: Move, target: str, position: Position, viewer: Viewer) -> Unclear:
    names = [each["name"] or each["id"] for each in targets_of(position, target, viewer, _OFFERED)]
    asked = {
        "default": "what if {} defaults?",
        "outage": "what if {} cannot deliver for 4 weeks?",
        "invoice": "what if invoice {} is paid 20 days late?",
    }[move.kind]
    found = [name for name in names if name]
    return Unclear(
        f"Which {target}? I find none of that name that you may see.", [asked.format(n) for n in found]
    )
