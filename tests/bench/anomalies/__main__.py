"""The detectors of the Vizier on two public benchmarks, beside the published scores.

    python -m tests.bench.anomalies

Reads the data sets from SYMPHONIES_DATASETS (default ../shared/data); says so where they are not.
"""

from __future__ import annotations

import sys

from tests.bench.anomalies import nab, skab
from tests.bench.report import say
from tests.conftest import DATASETS


def main() -> int:
    """Print both tables; 1 when a floor is missed."""
    missed: list[str] = []
    for name, benchmark in (("nab", nab), ("skab", skab)):
        folder = DATASETS / "cio" / name
        if folder.exists():
            missed += benchmark.measure(folder)
        else:
            say(f"{name} is not at {folder}; SYMPHONIES_DATASETS names the folder of data sets.")
    say("\n".join(missed) or "Every floor is held.")
    return int(bool(missed))


if __name__ == "__main__":
    sys.exit(main())
