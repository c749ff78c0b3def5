"""Sessions are opaque and fall back to the default persona."""

from __future__ import annotations

import pytest

from symphonies.app.sessions import Sessions
from symphonies.kernel import NotFoundError
from symphonies.platform.security import Principal

PEOPLE = {"cfo": Principal("cfo", "Maya"), "auditor": Principal("auditor", "Haruki")}


def test_strangers_are_the_default_and_the_holder_of_a_cookie_is_whom_they_chose() -> None:
    sessions = Sessions(PEOPLE)
    cookie = sessions.choose("auditor")
    assert sessions.principal(cookie).id == "auditor"
    assert sessions.principal(None).id == "cfo"
    assert sessions.principal("forged").id == "cfo"
    assert cookie not in repr(sessions)


def test_an_unknown_persona_is_refused_with_near_misses() -> None:
    with pytest.raises(NotFoundError, match="'auditer'") as refused:
        Sessions(PEOPLE).choose("auditer")
    assert "'auditor'" in refused.value.hint
