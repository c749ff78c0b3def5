"""The number check over composed texts: none is refused, and none survives one lie."""

from __future__ import annotations

from collections import Counter
from random import Random

from symphonies.platform.vizier.check import Names, check
from symphonies.platform.vizier.narrate import Length, Style, Tone, load_language, narrate

from .corruptions import lies
from .facts_world import EVERYWHERE, METRICS, world

NAMES = Names({title: metric for metric, (title, *_) in METRICS.items()}, EVERYWHERE)
PAGES = 80


def test_no_lie_of_five_hundred_passes_and_no_truth_is_refused() -> None:
    told: Counter[str] = Counter()
    for seed in range(PAGES):
        facts, chance = world(seed), Random(seed)
        text = narrate(facts, style=Style(chance.choice(list(Length)), chance.choice(list(Tone))))
        assert check(text.plain, facts, names=NAMES).stands, text.plain
        for lie in lies(text, facts, chance):
            told[lie.kind] += 1
            assert not check(lie.text, facts, names=NAMES).stands, (lie.kind, lie.text, lie.truth)
    assert told.total() >= 500
    kinds = {"number", "sign", "direction", "period", "place", "reference", "scale", "metric", "role", "time"}
    assert set(told) == kinds


def test_german_texts_stand_too() -> None:
    german = load_language("de")
    for seed in range(20):
        facts = world(seed)
        text = narrate(facts, style=Style(language=german))
        assert check(text.plain, facts, german, NAMES).stands, text.plain
        assert "above" not in text.plain


def test_the_end_of_a_range_does_not_pass_for_what_is_most_likely() -> None:
    facts = world(100_105)
    told = narrate(facts, style=Style(Length.FULL)).plain
    assert "to €94.4m" in told
    assert "€80.2m to €113m" in told
    assert check(told, facts).stands
    for end in ("€113m", "€113.3m", "€80.2m"):
        assert not check(told.replace("to €94.4m", f"to {end}"), facts).stands, end
