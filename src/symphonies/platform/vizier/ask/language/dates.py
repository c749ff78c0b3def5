"""The grammar of dates: what span of days a phrase names, seen from the as-of day.

``last n days``, weeks and months end on the as-of day; ``last n quarters`` and years are the whole ones
that are over. A month or quarter without a year is the newest that has begun. Periods are half-open.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from symphonies.kernel import Calendar, Grain, Period
from symphonies.platform.vizier.ask.language.edges import edge, whole
from symphonies.platform.vizier.ask.language.feasts import feast
from symphonies.platform.vizier.ask.language.lengths import (
    bare_length,
    count_at,
    length_over,
    running_length,
)
from symphonies.platform.vizier.ask.language.lexicon import Lexicon
from symphonies.platform.vizier.ask.language.middles import is_middle
from symphonies.platform.vizier.ask.language.neighbours import ends_two_times
from symphonies.platform.vizier.ask.language.points import named_period
from symphonies.platform.vizier.ask.language.ranges import date_range, joined
from symphonies.platform.vizier.ask.language.text import Token, stem_at
from symphonies.platform.vizier.ask.language.when import BEGINNING, When, forward, rolling
from symphonies.platform.vizier.ask.language.wholes import (
    first_months,
    full_period,
    half_of_month,
    named_in_full,
    same_part,
)
from symphonies.platform.vizier.ask.language.words import phrases_of, words_of

_SHORT = {"m": "month", "mo": "month", "q": "quarter", "y": "year", "w": "week", "d": "day"}
"""Units after a number: ``last 6m``."""
_LETTER = {"y": Grain.YEAR, "m": Grain.MONTH, "q": Grain.QUARTER, "w": Grain.WEEK}


@dataclass(frozen=True)
class DateGrammar:
    """Reads dates in one language for one company."""

    lexicon: Lexicon
    calendar: Calendar
    as_of: date

    def at(self, tokens: Sequence[Token], start: int) -> tuple[When, int] | None:
        """Return what the longest date that begins at a token names, and the token after it."""
        tries = (
            self._ending,
            self._range,
            self._joined,
            self._since,
            self._until,
            self._instant,
            self._at_edge,
            self.atom,
        )
        found = [read for read in (attempt(tokens, start) for attempt in tries) if read is not None]
        return max(found, key=lambda read: read[1]) if found else None

    def _range(self, tokens: Sequence[Token], at: int) -> tuple[When, int] | None:
        return date_range(self, tokens, at)

    def _joined(self, tokens: Sequence[Token], at: int) -> tuple[When, int] | None:
        return joined(self, tokens, at)

    def _ending(self, tokens: Sequence[Token], at: int) -> tuple[When, int] | None:
        """Read so many periods up to another: ``12 months to October``, ``the week before Christmas``."""
        at += stem_at(tokens, at) == "the" and stem_at(tokens, at + 2) == "before"
        ended = words_of("ended") | (
            {"to"} if stem_at(tokens, at - 1) == "the" else set()
        )  # "the year to September"
        lone = self.lexicon.units.get(stem_at(tokens, at)) and stem_at(tokens, at + 1) in ended
        at -= bool(lone)
        count = 1 if lone else count_at(tokens, at, self.lexicon)
        unit = self.lexicon.units.get(stem_at(tokens, at + 1))
        if count is None or unit is None or stem_at(tokens, at + 2) not in words_of("ending", "ended"):
            return None
        last = edge(self, tokens, at + 3) or self.atom(tokens, at + 3)
        if last is None or last[0].future:
            return None
        before = stem_at(tokens, at + 2) == "before"
        end = last[0].period.start if before else last[0].period.end
        return When(Period(self.calendar.shift_boundary(end, -count, Grain(unit)), end), Grain(unit)), last[1]

    def _since(self, tokens: Sequence[Token], at: int) -> tuple[When, int] | None:
        word = stem_at(tokens, at)
        if word not in words_of("since"):
            return None
        found = edge(self, tokens, at + 1) or self.atom(tokens, at + 1)
        if found is None:
            return None
        onwards = stem_at(tokens, found[1]) in words_of("onwards")
        if word == "from" and not onwards:
            return None
        middle = word == "since" and is_middle(tokens, at + 1)  # "since mid-year"
        start = found[0].period.end if word == "after" or middle else found[0].period.start
        if found[0].edge is not None and found[0].future:  # "since year end", of which there was one
            current = self.calendar.period_of(found[0].period.start, found[0].edge)
            start = self.calendar.shift(current, -1, found[0].edge).end
        end = self.as_of + timedelta(days=1)
        if start >= end:
            return None
        return When(Period(start, end), None, offset=found[0].offset, since=True), found[1] + onwards

    def _until(self, tokens: Sequence[Token], at: int) -> tuple[When, int] | None:
        word = stem_at(tokens, at)
        two = word == "up" and stem_at(tokens, at + 1) == "to"
        until = word in words_of("until") or word == "before" or two
        if not until or ends_two_times(self, tokens, at):
            return None
        found = edge(self, tokens, at + 1 + two) or self.atom(tokens, at + 1 + two)
        if found is None:
            return None
        period = found[0].period
        end = period.start if word == "before" else period.end
        if end > self.as_of + timedelta(days=1):
            return When(period, found[0].grain, future=True), found[1]
        if word == "before":
            return When(Period(BEGINNING, end), None, yearless=found[0].yearless), found[1]
        return replace(
            found[0], period=Period(end - timedelta(days=1), end), grain=Grain.DAY, instant=True, upto=True
        ), found[1]

    def _instant(self, tokens: Sequence[Token], at: int) -> tuple[When, int] | None:
        word, after = stem_at(tokens, at), stem_at(tokens, at + 1)
        skip = (
            2
            if word == "as" and after in words_of("on_a_day") | {"of"}
            else 1
            if word in words_of("on_a_day")
            else 0
        )
        if not skip:
            return None
        found = edge(self, tokens, at + skip) or self.atom(tokens, at + skip)
        if found is None or (skip == 1 and found[0].grain is not Grain.DAY):
            return None
        if found[0].grain is not Grain.DAY and skip == 2:
            return found
        return replace(found[0], instant=True), found[1]

    def _at_edge(self, tokens: Sequence[Token], at: int) -> tuple[When, int] | None:
        return edge(self, tokens, at)

    def atom(self, tokens: Sequence[Token], at: int) -> tuple[When, int] | None:
        """Read one period that begins at a token: a named one, or one as seen from the as-of day."""
        place = at + (stem_at(tokens, at) == "the")
        return (
            self._so_far_in(tokens, place)
            or half_of_month(self, tokens, place)
            or named_in_full(self, tokens, place)
            or same_part(self, tokens, place)
            or self._to_date(tokens, place)
            or self._half_year(tokens, place)
            or self._relative(tokens, place)
            or full_period(self, tokens, place)
            or self._ago(tokens, place)
            or first_months(self, tokens, place)
            or self._first_of(tokens, place)
            or self._from_now(tokens, place)
            or bare_length(self, tokens, place)
            or length_over(self, tokens, place)
            or running_length(self, tokens, place)
            or self._single(tokens, place)
            or feast(tokens, place, self)
        )

    def _to_date(self, tokens: Sequence[Token], at: int) -> tuple[When, int] | None:
        word = stem_at(tokens, at)
        if len(word) == 3 and word.endswith("td") and word[0] in _LETTER:
            return self._up_to(tokens, _LETTER[word[0]], at + 1)
        unit = self.lexicon.units.get(word)
        if unit is not None and [stem_at(tokens, at + k) for k in (1, 2)] == ["to", "date"]:
            return self._up_to(tokens, Grain(unit), at + 3)
        place = at + (word in words_of("current"))
        current = self.lexicon.units.get(stem_at(tokens, place))
        if current is not None and _phrase(tokens, place + 1, 2) in phrases_of("so_far"):
            return self._so_far(Grain(current)), place + 3
        return None

    def _so_far_in(self, tokens: Sequence[Token], at: int) -> tuple[When, int] | None:
        """Read ``so far this year``, ``so far in 2026`` and ``2026 so far``."""
        if _phrase(tokens, at, 2) not in phrases_of("so_far"):
            running = named_period(tokens, at, self)
            ends = running is not None and _phrase(tokens, running[1], 2) in phrases_of("so_far")
            return self._running(running[0], running[1] + 2) if running is not None and ends else None
        place = at + 2 + (stem_at(tokens, at + 2) == "in")
        found = named_period(tokens, place, self) or self._relative(tokens, place)
        if found is None:
            return (self._so_far(Grain.YEAR), at + 2) if stem_at(tokens, at) == "so" else None
        return self._running(*found)

    def _running(self, when: When, end: int) -> tuple[When, int] | None:
        """Return a period up to today, where that lies in it, and the token after it."""
        today = self.as_of + timedelta(days=1)
        if not when.period.start < today <= when.period.end:
            return None
        return When(Period(when.period.start, today), None), end

    def _up_to(self, tokens: Sequence[Token], grain: Grain, at: int) -> tuple[When, int]:
        """Read what follows ``year to date`` as its last month: ``YTD June``."""
        place = at + (stem_at(tokens, at) in words_of("upto"))
        place += stem_at(tokens, place) in ("of", "at")
        last = named_period(tokens, place, self)
        if last is None or last[0].grain is not Grain.MONTH or last[0].future or grain is Grain.MONTH:
            return self._so_far(grain), at
        start = self.calendar.period_of(last[0].period.start, grain).start
        return When(Period(start, last[0].period.end), None), last[1]

    def _so_far(self, grain: Grain) -> When:
        start = self.calendar.period_of(self.as_of, grain).start
        return When(Period(start, self.as_of + timedelta(days=1)), None)

    def _relative(self, tokens: Sequence[Token], at: int) -> tuple[When, int] | None:
        word = stem_at(tokens, at)
        if word in ("ltm", "ttm"):
            return self._twelve_to(tokens, at + 1)
        short = re.fullmatch(r"[lr](\d{1,2})", word)
        letter = _SHORT.get(stem_at(tokens, at + 1))
        if short and letter:
            return rolling(self, int(short[1]), Grain(letter)), at + 2
        place = at + 1
        place += stem_at(tokens, place) in words_of("kinds_of_year", "whole")
        count = count_at(tokens, place, self.lexicon)
        named = stem_at(tokens, place + (count is not None))
        unit = self.lexicon.units.get(named) or (_SHORT.get(named) if count is not None else None)
        if unit is None:
            return None
        grain, end = Grain(unit), place + (count is not None) + 1
        if word == "past" and count is None and grain is Grain.YEAR:
            grain, count = Grain.MONTH, 12
        if word in _last():
            if count is None and word not in words_of("rolling"):
                moved = self.calendar.shift(self.calendar.period_of(self.as_of, grain), -1, grain)
                return When(moved, grain, offset=grain), end
            return rolling(self, count or 1, grain), end
        if word in words_of("current"):
            return self.current(grain), end
        if word in words_of("coming"):
            return (self._next(grain) if count is None else forward(self, count, grain)), end
        return None

    def _twelve_to(self, tokens: Sequence[Token], at: int) -> tuple[When, int]:
        """Read what follows ``LTM`` as the end of its twelve months: ``LTM Sep 26``."""
        place = at + (stem_at(tokens, at) in words_of("upto"))
        place += stem_at(tokens, place) in ("of", "at")
        last = named_period(tokens, place, self)
        if last is None or last[0].future or last[0].grain not in (Grain.DAY, Grain.MONTH, Grain.QUARTER):
            return rolling(self, 12, Grain.MONTH), at
        end = last[0].period.end
        return When(Period(self.calendar.shift_boundary(end, -12, Grain.MONTH), end), Grain.MONTH), last[1]

    def _half_year(self, tokens: Sequence[Token], at: int) -> tuple[When, int] | None:
        """Read ``the past half year`` as six months."""
        if stem_at(tokens, at) not in _last() or _phrase(tokens, at + 1, 2) != ("half", "year"):
            return None
        return rolling(self, 6, Grain.MONTH), at + 3

    def _next(self, grain: Grain) -> When:
        """Return the whole period after the current one; tomorrow of days."""
        following = self.calendar.shift(self.calendar.period_of(self.as_of, grain), 1, grain)
        return When(following, grain, future=True)

    def _ago(self, tokens: Sequence[Token], at: int) -> tuple[When, int] | None:
        count = 1 if stem_at(tokens, at) in ("a", "one") else count_at(tokens, at, self.lexicon)
        unit = self.lexicon.units.get(stem_at(tokens, at + 1))
        twice = self.lexicon.units.get(stem_at(tokens, at))
        if twice is not None and _phrase(tokens, at + 1, 2) == ("before", "last"):
            current = self.calendar.period_of(self.as_of, Grain(twice))
            return When(self.calendar.shift(current, -2, Grain(twice)), Grain(twice)), at + 3
        if count is None or unit is None or stem_at(tokens, at + 2) not in words_of("ago"):
            return None
        grain = Grain(unit)
        moved = self.calendar.shift(self.calendar.period_of(self.as_of, grain), -count, grain)
        year = {Grain.MONTH: 12, Grain.QUARTER: 4, Grain.WEEK: 52, Grain.DAY: 365}.get(grain) == count
        return When(moved, grain, offset=Grain.YEAR if year else grain if count == 1 else None), at + 3

    def _first_of(self, tokens: Sequence[Token], at: int) -> tuple[When, int] | None:
        """Read ``first nine months``, of this year or of another: ``first two months of 2025``."""
        bare = stem_at(tokens, at - 1) == "the" and count_at(tokens, at, self.lexicon) in (6, 9)
        at = at - 1 if bare else at
        count, unit = count_at(tokens, at + 1, self.lexicon), self.lexicon.units.get(stem_at(tokens, at + 2))
        first = bare or stem_at(tokens, at) == "first"
        if not first or count is None or unit is None or Grain(unit) is Grain.YEAR:
            return None
        end = at + 3
        said = whole(self, tokens, end + 1) if stem_at(tokens, end) in ("of", "in") else None
        year, after = said or (self.current(Grain.YEAR), end)
        start = year.period.start
        stop = self.calendar.shift_boundary(start, count, Grain(unit))
        return When(Period(start, stop), None, future=start > self.as_of), after

    def _from_now(self, tokens: Sequence[Token], at: int) -> tuple[When, int] | None:
        """Read ``in six months`` and ``six months from now``."""
        opened = stem_at(tokens, at) in ("in", "within")
        count, unit = (
            count_at(tokens, at + opened, self.lexicon),
            self.lexicon.units.get(stem_at(tokens, at + opened + 1)),
        )
        if count is None or unit is None:
            return None
        end = at + opened + 2
        ahead = [stem_at(tokens, end + k) for k in (0, 1)] == ["from", "now"]
        early = stem_at(tokens, end) in words_of("from_now")
        if not (ahead or early or opened):
            return None
        return forward(self, count, Grain(unit)), end + (2 if ahead else 1 if early else 0)

    def _single(self, tokens: Sequence[Token], at: int) -> tuple[When, int] | None:
        word = stem_at(tokens, at)
        day = {"today": self.as_of, "yesterday": self.as_of - timedelta(days=1)}.get(word)
        if day is not None:
            return When(Period(day, day + timedelta(days=1)), Grain.DAY), at + 1
        return (forward(self, 1, Grain.DAY), at + 1) if word == "tomorrow" else None

    def current(self, grain: Grain) -> When:
        """Return the period that is running."""
        return When(self.calendar.period_of(self.as_of, grain), grain)


def _phrase(tokens: Sequence[Token], at: int, count: int) -> tuple[str, ...]:
    return tuple(stem_at(tokens, at + place) for place in range(count))


def _last() -> frozenset[str]:
    return words_of("prior", "lately", "rolling")
