"""What moved an unusual figure, and where it began, in sentences: each figure and each metric leads on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from symphonies.platform.semantics import Comparison, Filter, MetricQuery, Op, SemanticLayer
from symphonies.platform.vizier.ask import Saying
from symphonies.platform.vizier.explain import ChangeQuestion, Explanation, slices_of
from symphonies.platform.vizier.narrate import figure, load_language, place
from symphonies.platform.vizier.subgraph.sentences import told_saying
from symphonies.platform.vizier.watch import Anomaly, Origin, query_of

MOST_NAMED = 4


def told_change(found: Explanation, asked: ChangeQuestion, layer: SemanticLayer) -> dict[str, Any]:
    """Return how far a figure moved, and what each slice did for it."""
    now = MetricQuery((found.metric,), period=found.after_period, where=asked.where)
    moved = replace(now, compare=(Comparison.PREVIOUS_PERIOD,))

    def plain(value: float) -> str:
        return figure(value, found.unit, found.currency)

    def signed(value: float) -> str:
        told = figure(value, found.unit, found.currency, change=True)
        return f"+{told}" if value > 0 else told

    said = Saying().say("It changed by ").figure(signed(found.change), moved).say(" to ")
    said.figure(plain(found.after), now).say(", from ")
    said.figure(plain(found.before), replace(now, period=found.before_period)).say(
        " in as long a time before."
    )
    parts = []
    for each in found.drivers:
        where = (*asked.where, *(_filter(path, value) for path, value in each.values))
        name = place(slices_of(found.metric, each.values, each.label, layer), load_language())
        part = Saying().say(f"{name[:1].upper()}{name[1:]}: ")
        part.figure(signed(each.amount), replace(moved, where=where)).say(", ")
        parts.append(part.figure(figure(each.share, "ratio"), moved).say(" of the change."))
    return {"sentence": told_saying(said), "parts": [told_saying(each) for each in parts]}


def told_upstream(found: Explanation) -> dict[str, Any]:
    """Return the metrics upstream that moved it, and those of which that is not shown."""
    supports = [each for each in found.causes if each.supports]
    against = [(each.title, MetricQuery((each.metric,))) for each in found.causes if not each.supports]
    ways = [
        Saying().figure(each.title, MetricQuery((each.metric,))).say(f": {each.why}") for each in supports
    ]
    doubts = [_named(Saying().say("No proof of: "), against).say(".")] if against else []
    return {"ways": [told_saying(each) for each in (*ways, *doubts)]}


def told_origin(found: Origin, layer: SemanticLayer) -> dict[str, Any]:
    """Return where it began, or what there is instead of a single cause."""
    cause = found.cause
    if found.single:
        said = Saying().say("It began with ").figure(_title(cause, layer), query_of(cause, layer))
        day = cause.first_on
        return told_saying(said.say(f" in {_where(cause, layer)}, {day.day} {day:%B %Y}."))
    said = Saying().say("No single cause: ")
    if found.parts:
        parts = [(_where(each, layer), query_of(each, layer)) for each in found.parts]
        _named(said, parts).say(" moved alike")
    else:
        said.say("no part stands out")
    if found.rivals:
        rivals = [(_title(each, layer), query_of(each, layer)) for each in found.rivals]
        _named(said.say("; "), rivals).say(" moved by then too")
    return told_saying(said.say("."))


def told_elsewhere(metrics: Sequence[str], layer: SemanticLayer) -> dict[str, Any] | None:
    """Return in which other metrics it shows; None where it shows in none."""
    if not metrics:
        return None
    named = [(layer.catalog.metric(each).title, MetricQuery((each,))) for each in metrics]
    return told_saying(_named(Saying().say("It shows in "), named).say(" too."))


def _named(said: Saying, links: Sequence[tuple[str, MetricQuery]]) -> Saying:
    """Add names as a list, each leading to its metric; many are cut short."""
    shown = links[:MOST_NAMED]
    ends = list(_joints(len(shown), more=len(links) > len(shown)))
    for (name, query), joint in zip(shown, ends, strict=True):
        said.figure(name, query).say(joint)
    return said


def _joints(count: int, *, more: bool) -> Iterator[str]:
    """Yield what follows each name of a list."""
    joints = load_language().data["lists"]
    for left in range(count - 1, -1, -1):
        if left == 0:
            yield f"{joints['last']}others" if more else ""
        else:
            yield joints["separator"] if left > 1 or more else joints["last"]


def _title(found: Anomaly, layer: SemanticLayer) -> str:
    return layer.catalog.metric(found.metric).title


def _where(found: Anomaly, layer: SemanticLayer) -> str:
    return place(slices_of(found.metric, found.slice, found.label, layer), load_language())


def _filter(path: str, value: str | None) -> Filter:
    return Filter(path, Op.IS_NULL) if value is None else Filter(path, Op.EQ, (value,))
