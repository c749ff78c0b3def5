"""Every import rule bites: one copy of the source with a break of each rule, and all of them are named."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

BREAKS: dict[str, tuple[str, dict[str, str], str]] = {
    "a platform area imports the application": (
        "Storeys import downwards only",
        {"platform/observability/planted_up.py": "import symphonies.app"},
        "symphonies.platform.observability.planted_up -> symphonies.app",
    ),
    "the kernel imports the platform": (
        "Storeys import downwards only",
        {"kernel/planted_up.py": "import symphonies.platform.security"},
        "symphonies.kernel.planted_up -> symphonies.platform.security",
    ),
    "the gateway imports the kernel": (
        "Storeys import downwards only",
        {"federation/planted_kernel.py": "import symphonies.kernel"},
        "symphonies.federation.planted_kernel -> symphonies.kernel",
    ),
    "a symphony imports a product": (
        "Storeys import downwards only",
        {
            "suite/planted_a/__init__.py": "import symphonies.products.planted_a",
            "products/planted_a/__init__.py": "",
        },
        "symphonies.suite.planted_a -> symphonies.products.planted_a",
    ),
    "a package stands outside the storeys": (
        "Storeys import downwards only",
        {"planted/__init__.py": ""},
        "symphonies.planted",
    ),
    "an area imports one above it": (
        "Areas of the platform import downwards only",
        {"platform/lakehouse/planted_up.py": "import symphonies.platform.semantics"},
        "symphonies.platform.lakehouse.planted_up -> symphonies.platform.semantics",
    ),
    "an area imports its neighbour": (
        "Areas of the platform import downwards only",
        {"platform/vizier/planted_side.py": "import symphonies.platform.subgraphs"},
        "symphonies.platform.vizier.planted_side -> symphonies.platform.subgraphs",
    ),
    "an area stands outside the order": (
        "Areas of the platform import downwards only",
        {"platform/planted/__init__.py": ""},
        "symphonies.platform.planted",
    ),
    "a product imports another": (
        "Products do not know each other",
        {
            "products/planted_b/__init__.py": "import symphonies.products.planted_c",
            "products/planted_c/__init__.py": "",
        },
        "symphonies.products.planted_b -> symphonies.products.planted_c",
    ),
    "a symphony imports another": (
        "Symphonies do not know each other",
        {
            "suite/planted_b/__init__.py": "import symphonies.suite.planted_c",
            "suite/planted_c/__init__.py": "",
        },
        "symphonies.suite.planted_b -> symphonies.suite.planted_c",
    ),
    "an adapter is imported": (
        "Adapters are opened by settings, never imported",
        {
            "platform/connectors/adapters/__init__.py": "",
            "platform/connectors/adapters/planted.py": "",
            "platform/connectors/planted_open.py": "import symphonies.platform.connectors.adapters.planted",
        },
        "symphonies.platform.connectors.planted_open",
    ),
    "two siblings need each other": (
        "Siblings have no cycles",
        {
            "kernel/planted_egg.py": "import symphonies.kernel.planted_hen",
            "kernel/planted_hen.py": "import symphonies.kernel.planted_egg",
        },
        ".planted_egg",
    ),
    "a product touches a driver": (
        "Products, symphonies and kernel touch no driver",
        {"products/planted_d/__init__.py": "import duckdb"},
        "symphonies.products.planted_d -> duckdb",
    ),
    "a symphony calls a model provider": (
        "Products, symphonies and kernel touch no driver",
        {"suite/planted_d/__init__.py": "import openai"},
        "symphonies.suite.planted_d -> openai",
    ),
    "the gateway touches a store": (
        "The gateway touches no store",
        {"federation/planted_store.py": "import sqlalchemy"},
        "symphonies.federation.planted_store -> sqlalchemy",
    ),
    "the application reaches behind a front door": (
        "An area is entered by its front door",
        {
            "app/planted_door.py": "from symphonies.platform.semantics import planted_inner",
            "platform/semantics/planted_inner.py": "",
        },
        "symphonies.app.planted_door reaches behind the front door: symphonies.platform.semantics.planted_inner",
    ),
}


def lint_imports(source: Path) -> subprocess.CompletedProcess[str]:
    """Run the import rules of the repository over the packages in ``source``."""
    paths = os.pathsep.join([str(source), str(ROOT)])
    code = "import sys; from importlinter.cli import lint_imports_command as run; sys.exit(run())"
    return subprocess.run(
        [sys.executable, "-c", code, "--config", str(ROOT / "pyproject.toml"), "--no-cache"],
        env=os.environ | {"PYTHONPATH": paths, "COLUMNS": "500"},
        cwd=source,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> str:
    source = tmp_path_factory.mktemp("planted")
    without = shutil.ignore_patterns("ui", "static", "__pycache__", "*.sql", "*.yaml")
    shutil.copytree(ROOT / "src" / "symphonies", source / "symphonies", ignore=without)
    for _, files, _ in BREAKS.values():
        for name, text in files.items():
            planted = source / "symphonies" / name
            planted.parent.mkdir(parents=True, exist_ok=True)
            (planted.parent / "__init__.py").touch()
            planted.write_text(text + "\n")
    done = lint_imports(source)
    assert done.returncode == 1, done.stdout + done.stderr
    return done.stdout


def test_the_source_keeps_every_rule() -> None:
    done = lint_imports(ROOT / "src")
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("name", BREAKS)
def test_a_planted_break_is_named(name: str, report: str) -> None:
    contract, _, trace = BREAKS[name]
    assert f"{contract} BROKEN" in report
    details = report.split("Broken contracts", 1)[1]
    start = details.index("\n" + contract + "\n")
    ends = [at for other, _, _ in BREAKS.values() if (at := details.find("\n" + other + "\n", start + 1)) > 0]
    assert trace in details[start : min(ends, default=len(details))]


def test_every_rule_has_a_planted_break(report: str) -> None:
    rules = set(re.findall(r"^(.+) (?:BROKEN|KEPT)\b", report, re.MULTILINE))
    assert rules == {contract for contract, _, _ in BREAKS.values()}
