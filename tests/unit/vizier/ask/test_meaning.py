"""When a name that is near in meaning is taken, offered, or neither."""

from __future__ import annotations

from symphonies.platform.vizier.ask.linking import Likeness, meant, worth_offering


def _found(*scores: float) -> list[Likeness]:
    return [Likeness(f"m.{place}", "name", score) for place, score in enumerate(scores)]


def test_the_nearest_is_meant_where_no_other_is_near() -> None:
    assert meant(_found(0.8, 0.49)) is not None
    assert meant(_found(0.93, 0.78)) is not None
    assert meant(_found(0.84, 0.62)) is None
    assert meant([]) is None


def test_the_near_are_offered() -> None:
    assert len(worth_offering(_found(0.7, 0.65, 0.62, 0.61))) == 3
    assert worth_offering(_found(0.5)) == []
