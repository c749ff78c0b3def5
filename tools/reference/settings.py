"""The page of settings, from the settings model and its docstrings."""

from __future__ import annotations

import ast
import inspect
from itertools import pairwise
from typing import get_origin

from pydantic import BaseModel

from symphonies.app.settings import Settings
from tools.reference.markdown import code, table

HEAD = """# Settings

`symphonies.toml` in the working folder, absent by default; the environment wins over the file, the command
line over both. The key `port` of section `server` is `SYMPHONIES_SERVER__PORT` in the environment. A name
that is not listed here is refused.
"""


def page() -> str:
    """Every section with its keys, defaults and meaning."""
    text, top = HEAD, []
    for name, field in Settings.model_fields.items():
        section = field.annotation
        if isinstance(section, type) and issubclass(section, BaseModel):
            text += f"\n## {name}\n\n{inspect.getdoc(section)}\n\n" + _keys(
                section, list(section.model_fields)
            )
        else:
            top.append(name)
    return text + "\n## Top level\n\n" + _keys(Settings, top)


def _keys(model: type[BaseModel], names: list[str]) -> str:
    told = _attribute_docstrings(model)
    chosen = {name: field for name, field in model.model_fields.items() if name in names}
    rows = [
        (code(name), _type(field.annotation), code(_default(field.get_default())), told.get(name, ""))
        for name, field in chosen.items()
    ]
    return table(("Key", "Type", "Default", "Meaning"), rows)


def _type(annotation: object) -> str:
    if isinstance(annotation, type) and get_origin(annotation) is None:
        return annotation.__name__
    return str(annotation).replace("typing.", "").replace("pathlib.", "")


def _default(value: object) -> str:
    return "[]" if value == () else str(value)


def _attribute_docstrings(model: type[BaseModel]) -> dict[str, str]:
    """The string that follows each field in the bodies of the class and those it builds on."""
    told: dict[str, str] = {}
    for kind in reversed(model.__mro__[: model.__mro__.index(BaseModel)]):
        body = ast.parse(inspect.getsource(kind)).body[0]
        assert isinstance(body, ast.ClassDef)
        for field, text in pairwise(body.body):
            if isinstance(field, ast.AnnAssign) and isinstance(text, ast.Expr):
                assert isinstance(field.target, ast.Name)
                assert isinstance(text.value, ast.Constant)
                told[field.target.id] = str(text.value.value)
    return told
