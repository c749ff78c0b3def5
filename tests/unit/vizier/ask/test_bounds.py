"""What a figure is held against is set aside where it bounds it, and left alone where it is a name or an amount."""

from __future__ import annotations

import pytest

from symphonies.platform.vizier.ask.language import tokenise
from symphonies.platform.vizier.ask.parsing.bounds import without_bound
from tests.unit.vizier.ask.world import LEXICON


@pytest.mark.parametrize(
    ("said", "left", "bound"),
    [
        ("cash versus the policy floor by entity", "cash by entity", "floor"),
        ("is the rate within its ceiling", "is the rate", "ceiling"),
        ("cash against the minimum required by policy", "cash", "minimum"),
        ("cash below the limit of 5", "cash below the limit of 5", ""),
        ("cash against the credit limit", "cash against the credit limit", ""),
    ],
)
def test_a_bound_is_set_aside(said: str, left: str, bound: str) -> None:
    tokens, found = without_bound(tokenise(said), LEXICON)
    assert (" ".join(token.text for token in tokens), found) == (left, bound)
