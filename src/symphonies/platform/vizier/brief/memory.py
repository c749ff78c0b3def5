"""What each reader was told and saw, kept from visit to visit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from symphonies.kernel import Clock
from symphonies.platform.records import RecordNotFoundError, Records
from symphonies.platform.vizier.brief.briefing import Briefing
from symphonies.platform.vizier.facts import Level, Reader, Seen, value_of

KIND = "visit"
APART = timedelta(hours=4)
"""Who comes back sooner is still on the same visit."""


@dataclass(frozen=True)
class View:
    """What somebody may see, and of which day.

    Attributes:
        audience: equal for those who see the same.
        as_of: the last day of the figures.
    """

    audience: str
    as_of: date

    def follows(self, other: View) -> bool:
        """Whether figures of another view can be set beside those of this one, as earlier ones."""
        return self.audience == other.audience and self.as_of >= other.as_of


@dataclass(frozen=True)
class Visit:
    """One visit of one reader to one symphony.

    Attributes:
        at: when the reader was last there.
        view: what the reader could see.
        said: fact key -> the figure it was told with.
        seen: metric id -> what was seen of it.
    """

    at: datetime
    view: View
    said: Mapping[str, float]
    seen: Mapping[str, Seen]


class ReaderMemory:
    """Remembers two visits of each reader to each symphony: this one, and the one before it.

    Args:
        records: where visits are kept.
        clock: tells when.
    """

    def __init__(self, records: Records, clock: Clock) -> None:
        self._records = records
        self._clock = clock

    def before(self, principal: str, symphony: str, view: View) -> Visit | None:
        """Return the visit before this one; None without one, or when the reader had another view then."""
        now, earlier = self._visits(principal, symphony)
        found = now if now is not None and self._is_over(now) else earlier
        return found if found is not None and view.follows(found.view) else None

    def recall(self, reader: Reader, principal: str, symphony: str, view: View) -> Reader:
        """Return a reader with what they were told and saw at the visit before this one."""
        found = self.before(principal, symphony, view)
        return reader if found is None else replace(reader, said=found.said, seen=found.seen)

    def note(self, briefing: Briefing, principal: str, symphony: str, view: View) -> None:
        """Keep what a reader was told and saw now."""
        now, earlier = self._visits(principal, symphony)
        last = now if now is not None and self._is_over(now) else earlier
        told = {span.fact for said in briefing.text.sentences for span in said.spans}
        values = {fact.key: value_of(fact) for fact in briefing.facts if fact.id in told}
        visit = Visit(
            self._clock.now(),
            view,
            {key: value for key, value in values.items() if value is not None},
            {
                fact.subject.metric: Seen(fact.value, fact.subject.span.period.start)
                for fact in briefing.facts
                if isinstance(fact, Level) and not fact.subject.scope
            },
        )
        body = {"now": _body(visit), "before": None if last is None else _body(last)}
        self._records.put(KIND, f"{symphony}/{principal}", body, by=principal)

    def _is_over(self, visit: Visit) -> bool:
        return self._clock.now() - visit.at >= APART

    def _visits(self, principal: str, symphony: str) -> tuple[Visit | None, Visit | None]:
        try:
            body = self._records.get(KIND, f"{symphony}/{principal}").body
        except RecordNotFoundError:
            return None, None
        return _visit(body["now"]), _visit(body["before"])


def _body(visit: Visit) -> dict[str, Any]:
    seen = {metric: [found.value, found.start.isoformat()] for metric, found in visit.seen.items()}
    view = {"audience": visit.view.audience, "as_of": visit.view.as_of.isoformat()}
    return {"at": visit.at.isoformat(), "view": view, "said": dict(visit.said), "seen": seen}


def _visit(body: Mapping[str, Any] | None) -> Visit | None:
    if body is None:
        return None
    seen = {metric: Seen(value, date.fromisoformat(start)) for metric, (value, start) in body["seen"].items()}
    view = View(body["view"]["audience"], date.fromisoformat(body["view"]["as_of"]))
    return Visit(datetime.fromisoformat(body["at"]), view, body["said"], seen)
