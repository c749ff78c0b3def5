"""A few words after a supposition."""

from __future__ import annotations

import pytest

from symphonies.platform.vizier.ask import Intent, Reading
from symphonies.platform.vizier.ask.answering.continued import continued
from symphonies.platform.vizier.ask.language import load_lexicon

SUPPOSED = Reading("what if customers pay 5 days later?", intent=Intent.WHAT_IF)


@pytest.mark.parametrize(
    ("question", "whole"),
    [
        ("and with 10 days?", "what if customers pay 10 days later?"),
        ("and 10?", "what if customers pay 10 days later?"),
        ("and 3 days earlier?", "what if customers pay 3 days earlier?"),
        ("only Germany", "what if customers pay 5 days later in Germany?"),
        ("revenue by region", None),
    ],
)
def test_what_they_change_goes_into_the_whole_question(question: str, whole: str | None) -> None:
    assert continued(SUPPOSED, question, load_lexicon()) == whole


def test_after_a_figure_they_are_no_supposition() -> None:
    assert continued(Reading("revenue"), "and with 10 days?", load_lexicon()) is None
