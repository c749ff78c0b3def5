"""Who may read a document; what is not permitted is forbidden."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from symphonies.platform.retrieval.errors import DocumentAccessInvalidError
from symphonies.platform.security import Principal


@dataclass(frozen=True)
class Access:
    """The readers of one document.

    Attributes:
        owner: the id of the principal it belongs to, who may always read it.
        people: ids of others who may.
        roles: whoever has one of these may, if the attributes fit.
        attributes: values a principal with such a role must share, one at least of each.
    """

    owner: str
    people: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()
    attributes: Mapping[str, tuple[str, ...]] | None = None

    def allows(self, principal: Principal) -> bool:
        """Tell whether a principal may read the document."""
        if principal.id == self.owner or principal.id in self.people:
            return True
        return bool(self.roles & principal.roles) and all(
            set(values) & set(_values(principal.attributes.get(name)))
            for name, values in (self.attributes or {}).items()
        )


class Declared(BaseModel):
    """What a side-car or the front of a text declares of a document."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str | None = Field(default=None, min_length=1)
    owner: str | None = Field(default=None, min_length=1)
    people: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()
    attributes: dict[str, tuple[str, ...]] = {}
    about: dict[str, str] = {}
    """Keys of what it speaks of, by ``product.table``."""

    def access(self, loader: str) -> Access:
        """Return the readers; without an owner it belongs to whoever loads it."""
        return Access(self.owner or loader, self.people, self.roles, self.attributes)


def parse_declared(given: Any, where: str) -> Declared:
    """Read what is declared of a document.

    Args:
        given: as YAML holds it; None declares nothing.
        where: the file, for messages.

    Raises:
        DocumentAccessInvalidError: it is not of that shape; nothing is guessed about readers.
    """
    try:
        return Declared.model_validate({} if given is None else given)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"])) or "the declaration"
        raise DocumentAccessInvalidError(
            f"{where}: {place}: {first['msg']}",
            hint=f"Known are {', '.join(Declared.model_fields)}; people, roles and values are lists.",
        ) from error


def _values(given: str | tuple[str, ...] | None) -> tuple[str, ...]:
    if given is None:
        return ()
    return (given,) if isinstance(given, str) else given
