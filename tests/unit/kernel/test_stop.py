"""A wish that work ends reaches whoever does it, once."""

from __future__ import annotations

import threading

from symphonies.kernel import Stop


def test_what_is_to_be_called_is_called_once_and_only_while_it_matters() -> None:
    stop, called = Stop(), []
    with stop.calling(lambda: called.append("over")):
        pass
    with stop.calling(lambda: called.append("during")):
        assert not stop.asked
        stop.ask()
        stop.ask()
    assert (called, stop.asked) == (["during"], True)


def test_who_comes_late_is_told_at_once() -> None:
    stop, called = Stop(), []
    stop.ask()
    with stop.calling(lambda: called.append("late")):
        assert called == ["late"]


def test_waiting_ends_when_the_end_is_asked_for() -> None:
    stop = Stop()
    assert not stop.wait(0.0)
    threading.Timer(0.01, stop.ask).start()
    assert stop.wait(60.0)
