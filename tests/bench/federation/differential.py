"""Search for differences: ``python -m tests.bench.federation.differential [--cases 20000] [--seed 0] [--processes 2]``.

Draws worlds of several subgraphs and operations on them; each operation is answered by the gateway and by the
same resolvers as one schema. A difference is printed with the smallest operation that shows it.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from random import Random

from tests.integration.worlds.build import Built, build
from tests.integration.worlds.compare import difference, is_valid
from tests.integration.worlds.draw import draw_world
from tests.integration.worlds.operations import Operation, draw_operation
from tests.integration.worlds.shrink import shrink

OPERATIONS = 30
"""Operations asked of each world."""


async def search(cases: int, seed: int, step: int) -> Counter[str]:
    """Compares so many answers in every so many-th world; returns what was counted."""
    counted: Counter[str] = Counter()
    while counted["cases"] < cases:
        built = build(draw_world(Random(seed)))
        if isinstance(built, Built):
            counted["worlds"] += 1
            await _ask(built, seed, counted)
        else:
            counted["worlds that do not compose"] += 1
        seed += step
    return counted


async def _ask(built: Built, seed: int, counted: Counter[str]) -> None:
    rng = Random(seed)
    for _ in range(OPERATIONS):
        operation = draw_operation(built.monolith, rng)
        if not is_valid(built, operation):
            counted["invalid operations"] += 1
            continue
        counted["cases"] += 1
        if await difference(built, operation):
            counted["differences"] += 1
            await _show(built, seed, operation)


async def _show(built: Built, seed: int, operation: Operation) -> None:
    smallest = await shrink(built, operation)
    found = await difference(built, smallest)
    sys.stdout.write(f"world {seed}: {found}\n{smallest.text}\n{smallest.variables}\n\n")
    sys.stdout.flush()


def _search(cases: int, seed: int, step: int) -> Counter[str]:
    return asyncio.run(search(cases, seed, step))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=0, help="the first world's")
    parser.add_argument("--processes", type=int, default=1, help="how many share the worlds")
    given = parser.parse_args()
    count = given.processes
    with ProcessPoolExecutor(count) as pool:
        seeds = range(given.seed, given.seed + count)
        counted = sum(
            pool.map(_search, [-(-given.cases // count)] * count, seeds, [count] * count), Counter()
        )
    sys.stdout.write(", ".join(f"{number:,} {what}" for what, number in counted.items()) + "\n")
    sys.stdout.write(f"{counted['differences']} differences\n")
    sys.exit(bool(counted["differences"]))


if __name__ == "__main__":
    main()
