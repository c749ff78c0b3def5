"""Hooks from Python files and modules that a configuration names."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Iterable, Mapping
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

from symphonies.federation.authorization import decide_policies
from symphonies.federation.hooks import Hooks

from .fill import ConfigurationInvalid, unknown

STAGES = tuple(Hooks.__dataclass_fields__)
FUNCTIONS = {f"on_{stage}": stage for stage in STAGES}
POLICIES = "decide_policies"


def hook_files(named: Iterable[str], folder: Path) -> list[Path]:
    """Returns those of the named hooks that are files."""
    return [folder / name for name in named if name.endswith(".py")]


def load_hooks(named: Iterable[str], folder: Path, policies: frozenset[str] = frozenset()) -> Hooks:
    """Loads hooks: functions called ``on_`` and a stage, and ``decide_policies``.

    Args:
        named: files, which end in ``.py``, and modules by their dotted name.
        folder: what files are relative to.
        policies: the policies that the supergraph demands.

    Raises:
        ConfigurationInvalid: when one cannot be loaded, or has no hook in it.
    """
    hooks = Hooks()
    for name in named:
        module = _from_file(folder / name) if name.endswith(".py") else _from_path(name)
        hooks += _of_module(module, name, policies)
    return hooks


def _of_module(module: ModuleType, name: str, policies: frozenset[str]) -> Hooks:
    found: dict[str, tuple[Any, ...]] = {}
    for called, function in vars(module).items():
        if called.startswith("on_") and callable(function):
            if called not in FUNCTIONS:
                raise ConfigurationInvalid(unknown(called, f"hooks: {name}", FUNCTIONS))
            found[FUNCTIONS[called]] = (_checked(function, called, name),)
    decide = getattr(module, POLICIES, None)
    is_own = getattr(decide, "__module__", None) == module.__name__
    if decide is not None and is_own:
        hook = decide_policies(policies, _checked(decide, POLICIES, name))
        found["request"] = (*found.get("request", ()), hook)
    if not found:
        known = ", ".join((*FUNCTIONS, POLICIES))
        raise ConfigurationInvalid(f"hooks: {name} has none of the functions {known}.")
    return Hooks(**found)


def _checked(function: Callable[..., Any], called: str, name: str) -> Callable[..., Any]:
    if not inspect.iscoroutinefunction(function):
        raise ConfigurationInvalid(f"hooks: {called} of {name} must be an async function.")
    return function


def _from_file(path: Path) -> ModuleType:
    called = f"symphonies_hooks_{path.stem}"
    spec = spec_from_file_location(called, path)
    if spec is None or not path.is_file():
        raise ConfigurationInvalid(f"hooks: {path} is not a Python file that can be read.")
    return _run(spec, str(path))


def _from_path(name: str) -> ModuleType:
    if name in sys.modules:
        return sys.modules[name]
    try:
        spec = find_spec(name)
    except (ImportError, ValueError):
        spec = None
    if spec is None:
        raise ConfigurationInvalid(f"hooks: there is no module {name!r}.")
    return _run(spec, name)


def _run(spec: Any, shown: str) -> ModuleType:
    module = module_from_spec(spec)
    before: Mapping[str, ModuleType] = {spec.name: sys.modules[spec.name]} if spec.name in sys.modules else {}
    sys.modules[spec.name] = module
    try:
        spec.loader.exec_module(module)
    except Exception as error:  # whatever is wrong in it, the gateway does not start with half of it
        sys.modules.pop(spec.name)
        sys.modules.update(before)
        raise ConfigurationInvalid(f"hooks: {shown} fails with {type(error).__name__}: {error}") from error
    return module
