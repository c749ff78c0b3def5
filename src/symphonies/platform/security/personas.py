"""The people of a company without an identity provider: ``personas.yaml``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from symphonies.platform.security.errors import PersonaInvalidError
from symphonies.platform.security.principal import Principal

LOCAL_OWNER = Principal("owner", "Owner", "Owner of this installation", frozenset({"owner"}))
"""Who reads when nobody else is declared: the person at the machine, who sees everything."""


class _Persona(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(min_length=1)
    title: str = ""
    roles: frozenset[str] = frozenset()
    attributes: dict[str, str | tuple[str, ...]] = {}


class _Personas(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    personas: dict[str, _Persona] = Field(min_length=1)


def load_principals(path: Path) -> tuple[Principal, ...]:
    """Read the principals of a personas file; the first is the default.

    Args:
        path: A YAML file ``personas: {id: {name, title, roles, attributes}}``. A file that does
            not exist means one local owner.

    Raises:
        PersonaInvalidError: The file is not of that shape.
    """
    if not path.exists():
        return (LOCAL_OWNER,)
    try:
        declared: Any = yaml.safe_load(path.read_text(encoding="utf-8"))
        personas = _Personas.model_validate(declared).personas
    except yaml.YAMLError as error:
        raise PersonaInvalidError(
            f"{path} is no YAML: {str(error).splitlines()[0]}", hint="Check the indentation."
        ) from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise PersonaInvalidError(
            f"{path}: {where or 'the file'}: {first['msg']}",
            hint="Expected personas: {id: {name: ..., title: ..., roles: [...], attributes: {...}}}.",
        ) from error
    return tuple(
        Principal(id, persona.name, persona.title, persona.roles, persona.attributes)
        for id, persona in personas.items()
    )
