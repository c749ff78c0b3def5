"""A dash before a number that stands apart is no sign, unless what follows is measured."""

from __future__ import annotations

import pytest

from symphonies.platform.vizier.ask.language import amount_at, load_lexicon, tokenise


@pytest.mark.parametrize(
    ("text", "place", "expected"),
    [
        ("revenue -5%", 1, -0.05),
        ("revenue - 5%", 1, -0.05),
        ("revenue - 5 percent", 1, -0.05),
        ("overdue share - five worst customers", 2, None),
        ("+ 5 days", 0, 5.0),
    ],
)
def test_only_the_sign_of_a_number_is_part_of_it(text: str, place: int, expected: float | None) -> None:
    found = amount_at(tokenise(text), place, load_lexicon("en"))
    assert (None if found is None else found.value) == expected
