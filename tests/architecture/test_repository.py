"""The repository speaks of itself alone and installs from whatever index a machine is set up for."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT, tracked

# Written in two halves, so that this file does not contain what it looks for.
PLACES = [
    "pypi" + r"\.org",
    "python" + r"hosted\.org",
    "registry\\." + r"npmjs\.org",
    "deb\\." + r"debian\.org",
    "/root" + "/",
    "/work" + "/",
    "/opt" + "/pypi",
]
UNFINISHED = ["TO" + "DO", "FIX" + "ME", "X" * 3 + r"\b", "NotImplemented" + "Error"]
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))


def lines_with(patterns: list[str], suffixes: tuple[str, ...] = ()) -> list[str]:
    wanted = re.compile("|".join(patterns).encode())
    found = []
    for path in tracked():
        content = (ROOT / path).read_bytes() if path.endswith(suffixes or "") else b""
        if b"\0" not in content[:8000]:
            found += [f"{path}:{n}" for n, line in enumerate(content.splitlines(), 1) if wanted.search(line)]
    return found


def test_no_file_names_a_registry_or_a_path_of_a_machine() -> None:
    assert lines_with([rf"(?<![\w.~-]){place}" for place in PLACES]) == []


def test_nothing_is_left_for_later() -> None:
    assert lines_with([rf"\b{word}" for word in UNFINISHED], (".py", ".ts", ".tsx", ".sql")) == []


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_every_pinned_package_has_hashes(lock: Path) -> None:
    text = re.sub(r"^\s*#.*$", "", lock.read_text("utf-8"), flags=re.MULTILINE)
    pins = [line for line in text.replace("\\\n", " ").splitlines() if line.strip()]
    assert pins
    assert [
        pin.split()[0] for pin in pins if not re.match(r"[\w.-]+==\S+ .*--hash=sha256:[0-9a-f]{64}", pin)
    ] == []
    assert not re.search(r"://|find-links|index-url|file:", text)


def test_the_run_lock_is_part_of_the_dev_lock() -> None:
    pins = [set(re.findall(r"^[\w.-]+==\S+", lock.read_text("utf-8"), re.MULTILINE)) for lock in LOCKS]
    dev, run = pins
    assert [lock.name for lock in LOCKS] == ["dev.txt", "run.txt"]
    assert run <= dev


def test_the_npm_lock_has_hashes_and_no_addresses() -> None:
    packages = json.loads((ROOT / "package-lock.json").read_text("utf-8"))["packages"]
    installed = {name: it for name, it in packages.items() if "node_modules/" in name and not it.get("link")}
    assert installed
    assert [name for name, it in installed.items() if "integrity" not in it or "resolved" in it] == []
