"""How many numbers of 2,000 texts no fact supports, and how many planted lies pass: ``python -m tests.bench.narrate``."""

from __future__ import annotations

import argparse
import time
from collections import Counter
from random import Random

from symphonies.platform.vizier.check import Names, check
from symphonies.platform.vizier.narrate import Length, Style, Tone, load_language, narrate
from tests.unit.vizier.corruptions import lies
from tests.unit.vizier.facts_world import EVERYWHERE, METRICS, world

NAMES = Names({title: metric for metric, (title, *_) in METRICS.items()}, EVERYWHERE)
FIRST_SEED = 100_000
"""Worlds that the tests do not use."""


def main() -> None:
    """Compose texts of worlds made up by a seed, check each, and plant lies in the English ones."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--texts", type=int, default=2000)
    wanted = parser.parse_args().texts
    refused, planted, passed = Counter[str](), Counter[str](), Counter[str]()
    figures, started = 0, time.process_time()
    for seed in range(FIRST_SEED, FIRST_SEED + wanted):
        facts, chance = world(seed), Random(seed)
        code = chance.choice(["en", "en", "de"])
        language = load_language(code)
        style = Style(chance.choice(list(Length)), chance.choice(list(Tone)), language)
        text = narrate(facts, style=style)
        figures += sum(1 for said in text.sentences for span in said.spans if span.metric)
        refused[code] += not check(text.plain, facts, language, NAMES).stands
        if code != "en":
            continue
        for lie in lies(text, facts, chance):
            planted[lie.kind] += 1
            passed[lie.kind] += check(lie.text, facts, language, NAMES).stands
    print(f"{wanted} texts with {figures} figures; refused: {refused.total()} ({dict(refused)})")
    print(f"{planted.total()} lies planted; passed: {passed.total()}")
    for kind, count in planted.most_common():
        print(f"  {kind:10} {passed[kind]:4} of {count}")
    print(
        f"{(time.process_time() - started) / (wanted + planted.total()) * 1e3:.1f} ms of processor time a check"
    )


if __name__ == "__main__":
    main()
