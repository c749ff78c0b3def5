"""Pin every dependency with its hashes: ``make lock`` writes ``requirements/run.txt`` and ``dev.txt``.

The files name no index and no path of a machine: each machine installs from the index it is set up for.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LOCKS = {
    "run.txt": ("--group", "build", "--extra", "postgres"),
    "dev.txt": ("--group", "build", "--group", "dev", "--extra", "postgres"),
}
PLACE = re.compile(r"[a-z]+://|^--?(find-links|f|i|index-url|extra-index-url)\b", re.MULTILINE)


def main() -> int:
    """Write both locks; returns 1 if one would name an address."""
    for name, selection in LOCKS.items():
        target = ROOT / "requirements" / name
        compile_lock(target, *selection, *sys.argv[1:])
        if found := PLACE.search(target.read_text("utf-8")):
            print(f"{target.name}: names an address ({found[0]}); it must not", file=sys.stderr)
            return 1
    return 0


def compile_lock(target: Path, *options: str) -> None:
    """Resolve for every platform and Python from 3.11 on, keeping pins that still hold."""
    command = [
        *(sys.executable, "-m", "uv", "pip", "compile", "pyproject.toml", "--quiet", "--universal"),
        *("--python-version", "3.11", "--generate-hashes", "--no-emit-index-url", "--no-annotate"),
        *("--custom-compile-command", "make lock", "--output-file", str(target), *options),
    ]
    subprocess.run(command, cwd=ROOT, env=os.environ, check=True)


if __name__ == "__main__":
    sys.exit(main())
