"""Composition beside two reference composers, over every recorded input.

    python -m tests.bench.federation.composition [--small]

Reads the recordings from SYMPHONIES_FEDERATION (default ../shared/federation); says so where they are not.
"""

from __future__ import annotations

import sys
import time

from tests.integration.federation_audit import ABSENT
from tests.integration.federation_corpus import REFERENCES, WHOLE, Verdict, cases, judge

FLOORS = (0.99, 0.95)
"""Agreement on success, and on error codes, with at least one reference."""


def say(line: str) -> None:
    """Write a line of the report."""
    sys.stdout.write(line + "\n")


def main() -> int:
    """Print the table; 1 when a floor is missed."""
    if not WHOLE.exists():
        say(ABSENT)
        return 0
    started = time.process_time()
    verdicts = [judge(case) for case in cases(small="--small" in sys.argv)]
    spent_s = time.process_time() - started
    success = share(verdicts, [v.agrees for v in verdicts])
    codes = share(verdicts, [v.same_codes for v in verdicts])
    compared = [v.same_sdl for v in verdicts if v.same_sdl is not None]
    say(f"| {len(verdicts):,} inputs | with either reference | between the references |")
    say("|---|---|---|")
    say(f"| composes or fails alike | {success:.2%} | {between(verdicts, codes=False):.2%} |")
    say(f"| error codes alike | {codes:.2%} | {between(verdicts, codes=True):.2%} |")
    say(f"| supergraph alike | {sum(compared) / len(compared):.2%} of {len(compared):,} | |")
    say(f"| CPU for an input | {1000 * spent_s / len(verdicts):.1f} ms | |")
    return int(success < FLOORS[0] or codes < FLOORS[1])


def share(verdicts: list[Verdict], kept: list[bool]) -> float:
    """Return which part of the verdicts holds."""
    return sum(kept) / len(verdicts)


def between(verdicts: list[Verdict], *, codes: bool) -> float:
    """Return how far the references agree with each other where both answered."""
    both = [tuple(v.theirs.values()) for v in verdicts if len(v.theirs) == len(REFERENCES)]
    alike = [one == other if codes else bool(one) == bool(other) for one, other in both]
    return sum(alike) / len(both)


if __name__ == "__main__":
    sys.exit(main())
