"""Reading declaration files: YAML with line numbers, checked against a schema.

Only ``true`` and ``false`` are booleans here, so that ``NO`` stays Norway and ``Yes`` a word.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from pathlib import Path
from typing import Any, TypeVar, get_args, get_origin

import yaml
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from symphonies.kernel import DeclarationError, did_you_mean

M = TypeVar("M", bound=BaseModel)
_BOOL = "tag:yaml.org,2002:bool"
_FAST: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_FAST):
    """The safe loader with the booleans of YAML 1.2."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != _BOOL or first in "tTfF"]
    for first, resolvers in _FAST.yaml_implicit_resolvers.items()
}


class Declaration:
    """A YAML file as values, each of which knows the line it stands on."""

    def __init__(self, path: Path, text: str, error: type[DeclarationError] = DeclarationError) -> None:
        """Parse ``text``.

        Raises:
            DeclarationError: of the type ``error``, when it is no YAML, holds a key twice or no mapping.
        """
        self.path = path
        self._error = error
        self._root = self._compose(text)
        loader = _Loader("")
        try:
            self.value: dict[str, Any] = loader.construct_document(self._root)
        except (yaml.YAMLError, ValueError) as problem:
            raise error(f"{path}: {problem}", hint="Mend the YAML.") from problem
        finally:
            loader.dispose()

    def line(self, *keys: str | int) -> int:
        """Return the line (from 1) of the value under ``keys``, or of its nearest parent."""
        node, line = self._root, 1
        for key in keys:
            found = _child(node, key)
            if found is None:
                break
            name, node = found
            line = name.start_mark.line + 1
        return line

    def where(self, *keys: str | int) -> str:
        """Return ``file:line`` of the value under ``keys``."""
        return f"{self.path}:{self.line(*keys)}"

    def refuse(self, message: str, *keys: str | int, hint: str = "") -> DeclarationError:
        """Return the error that blames the value under ``keys``."""
        return self._error(f"{self.where(*keys)}: {message}", hint=hint, path=str(self.path))

    def read_as(self, model: type[M]) -> M:
        """Check the values against ``model`` and return it.

        Raises:
            DeclarationError: naming every fault with its line.
        """
        try:
            return model.model_validate(self.value)
        except ValidationError as problem:
            told = [self._tell(model, detail) for detail in problem.errors()]
            hints = dict.fromkeys(hint for _, hint in told if hint)
            raise self._error(
                "\n".join(message for message, _ in told), hint=" ".join(hints), path=str(self.path)
            ) from None

    def _compose(self, text: str) -> yaml.Node:
        try:
            root = yaml.compose(text, Loader=_Loader)
        except yaml.MarkedYAMLError as problem:
            line = problem.problem_mark.line + 1 if problem.problem_mark else 1
            raise self._error(f"{self.path}:{line}: {problem.problem}", hint="Mend the YAML.") from None
        except yaml.YAMLError as problem:
            raise self._error(f"{self.path}: {problem}", hint="Mend the YAML.") from None
        if not isinstance(root, yaml.MappingNode):
            raise self._error(
                f"{self.path}: expected names and values, found {'nothing' if root is None else root.id}."
            )
        self._refuse_twins(root)
        return root

    def _refuse_twins(self, node: yaml.Node) -> None:
        if isinstance(node, yaml.SequenceNode):
            for item in node.value:
                self._refuse_twins(item)
        if isinstance(node, yaml.MappingNode):
            seen: dict[str, int] = {}
            for key, value in node.value:
                line = key.start_mark.line + 1
                if key.value in seen:
                    raise self._error(
                        f"{self.path}:{line}: {key.value!r} is given twice, first on line {seen[key.value]}.",
                        hint="Keep one of them.",
                    )
                seen[key.value] = line
                self._refuse_twins(value)

    def _tell(self, model: type[BaseModel], detail: ErrorDetails) -> tuple[str, str]:
        keys = detail["loc"]
        path = ".".join(str(key) for key in keys)
        line = f"{self.where(*keys)}: " + (f"{path}: " if path else "")
        if detail["type"] == "extra_forbidden":
            known = _fields(model, keys[:-1])
            return f"{line}unknown name.", did_you_mean(str(keys[-1]), known) if known else ""
        if detail["type"] == "missing":
            return f"{line}is missing.", ""
        found = detail["input"]
        shown = "" if isinstance(found, (Mapping, list, BaseModel)) else f", found {found!r}"
        message = detail["msg"].removeprefix("Value error, ")
        return f"{line}{message[0].lower()}{message[1:]}{shown}.", ""


def read_declaration(path: Path, error: type[DeclarationError] = DeclarationError) -> Declaration:
    """Read a YAML file.

    Raises:
        DeclarationError: of the type ``error``, when the file is missing, no UTF-8 or no YAML.
    """
    try:
        return Declaration(path, path.read_text(encoding="utf-8"), error)
    except OSError as problem:
        raise error(f"{path}: cannot be read ({problem.strerror}).", hint="Check the path.") from problem
    except UnicodeDecodeError as problem:
        raise error(f"{path}: byte {problem.start} is no UTF-8.", hint="Save it as UTF-8.") from None


def _child(node: yaml.Node, key: str | int) -> tuple[yaml.Node, yaml.Node] | None:
    if isinstance(node, yaml.MappingNode):
        return next(((name, value) for name, value in node.value if name.value == str(key)), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(key, int) and key < len(node.value):
        return node.value[key], node.value[key]
    return None


def _fields(model: type[BaseModel], keys: tuple[str | int, ...]) -> list[str]:
    """Return the names a declaration may use under ``keys``."""
    found: list[Any] = [model]
    for key in keys:
        found = [deeper for kind in found for deeper in _step(kind, key)]
    return [
        alias
        for kind in found
        if isinstance(kind, type) and issubclass(kind, BaseModel)
        for alias in _names(kind)
    ]


def _names(model: type[BaseModel]) -> list[str]:
    return [field.alias or name for name, field in model.model_fields.items()]


def _step(kind: object, key: Hashable) -> list[object]:
    """Return the types that may stand under ``key`` of a value of the type ``kind``."""
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        fields = {field.alias or name: field.annotation for name, field in kind.model_fields.items()}
        return _flat(fields.get(str(key)))
    origin, inner = get_origin(kind), get_args(kind)
    if origin in (dict, Mapping):
        return _flat(inner[1])
    if origin in (list, tuple):
        return _flat(inner[0])
    return _flat(kind) if str(getattr(kind, "__name__", "")) == str(key) else []


def _flat(kind: object) -> list[object]:
    if kind is None or kind is type(None):
        return []
    if get_origin(kind) in (dict, Mapping, list, tuple) or isinstance(kind, type):
        return [kind]
    return [part for inner in get_args(kind) for part in _flat(inner)]
