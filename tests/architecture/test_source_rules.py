"""What the import rules cannot see: packages, imports by name, walks through a package, docstrings."""

from __future__ import annotations

import ast
import importlib
import inspect
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.sources import SOURCE, module_name, modules, where

AREAS = sorted(path.name for path in (SOURCE / "platform").iterdir() if (path / "__init__.py").is_file())
DOORS = ["symphonies.kernel", "symphonies.federation", *(f"symphonies.platform.{area}" for area in AREAS)]
OPENERS = ("symphonies.app.wiring", "symphonies.app.cli", "symphonies.platform.lakehouse.contracts.discovery")
"""The modules that may import by name: wiring and product discovery; adapters are opened by settings."""


def test_every_folder_of_modules_is_a_package() -> None:
    bare = {path.parent for path in modules() if not (path.parent / "__init__.py").is_file()}
    assert {str(folder.relative_to(SOURCE)) for folder in bare} == set()


def test_only_wiring_and_discovery_import_by_name() -> None:
    found = [
        where(path, node.lineno)
        for path, tree in modules().items()
        if not module_name(path).startswith(OPENERS) and not module_name(path).endswith(".settings")
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and _called(node) in {"import_module", "__import__"}
    ]
    assert found == []


def test_no_walk_through_an_area_into_its_inside() -> None:
    found = [place for path, tree in modules().items() for place in _walks(path, tree)]
    assert found == []


def test_a_planted_walk_is_seen() -> None:
    inner = next(path.stem for path in (SOURCE / "platform" / "semantics").glob("[a-z]*.py"))
    tree = ast.parse(f"from symphonies.platform import semantics\nsemantics.{inner}.hidden()\n")
    assert _walks(SOURCE / "app" / "planted.py", tree) == ["src/symphonies/app/planted.py:2"]


@pytest.mark.parametrize("door", DOORS)
def test_a_front_door_explains_what_it_offers(door: str) -> None:
    package = importlib.import_module(door)
    assert package.__doc__
    offered = [getattr(package, name) for name in getattr(package, "__all__", ())]
    silent = [
        it.__name__ for it in offered if (inspect.isclass(it) or inspect.isfunction(it)) and not it.__doc__
    ]
    assert silent == []


def _called(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def _walks(path: Path, tree: ast.Module) -> list[str]:
    """Places where ``area.inner.name`` is reached through the imported package object."""
    bound = dict(_bound_areas(tree))
    return [
        where(path, node.lineno)
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and isinstance(inner := node.value, ast.Attribute)
        and isinstance(inner.value, ast.Name)
        and (area := bound.get(inner.value.id))
        and ((area / inner.attr).is_dir() or (area / f"{inner.attr}.py").is_file())
    ]


def _bound_areas(tree: ast.Module) -> Iterator[tuple[str, Path]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module in {"symphonies", "symphonies.platform"}:
            home = SOURCE.parent.joinpath(*node.module.split("."))
            yield from ((alias.asname or alias.name, home / alias.name) for alias in node.names)
        elif isinstance(node, ast.Import):
            for alias in node.names:
                if alias.asname and alias.name.startswith("symphonies."):
                    yield alias.asname, SOURCE.parent.joinpath(*alias.name.split("."))
