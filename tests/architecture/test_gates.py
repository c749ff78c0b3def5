"""The gates of ``make check`` are awake: each finds a fault planted for it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent

FAULTS = {
    "types": (["pyrefly", "check", "--config"], "def days() -> int:\n    return 'ten'\n", "bad-return"),
    "annotations": (["ruff", "check", "--config"], '"""M."""\n\n\ndef days():\n    """D."""\n', "ANN201"),
    "docstrings": (["ruff", "check", "--config"], '"""M."""\n\n\ndef days() -> None:\n    print()\n', "D103"),
    "imports by name": (
        ["ruff", "check", "--config"],
        '"""M."""\n\nimport importlib\n\nimportlib.import_module("os")\n',
        "TID251",
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_gate_finds_its_planted_fault(name: str, tmp_path: Path) -> None:
    (tool, *arguments), text, rule = FAULTS[name]
    planted = tmp_path / "planted.py"
    planted.write_text(text)
    command = [str(BIN / tool), *arguments, str(ROOT / "pyproject.toml"), str(planted)]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stdout + done.stderr
    assert rule in done.stdout


def test_make_tells_every_target() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8").splitlines()
    phony = next(line for line in makefile if line.startswith(".PHONY:")).split()[1:]
    done = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True)
    told = {line.split()[1] for line in done.stdout.splitlines() if line.startswith("  make ")}
    assert told == set(phony)
    assert len(phony) < 12
