"""Groups of words and phrases by name."""

from __future__ import annotations

import pytest

from symphonies.platform.vizier.ask.language import phrases_of, words_of


def test_groups_are_read_alone_and_together() -> None:
    assert words_of("articles") == {"a", "an", "the"}
    assert words_of("articles", "distributives") == {"a", "an", "the", "each", "every"}


def test_phrases_come_word_by_word_the_longest_first() -> None:
    assert phrases_of("instead") == (("rather", "than"), ("instead", "of"), ("not",))


@pytest.mark.parametrize("read", [words_of, phrases_of])
def test_an_unknown_group_is_no_empty_one(read) -> None:
    with pytest.raises(KeyError, match="figures_of_speech"):
        read("figures_of_speech")
