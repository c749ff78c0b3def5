"""What one operation carries through its levels: rights, rows, and the errors met."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from symphonies.kernel import SymphonyError
from symphonies.platform.subgraphs.context import RequestContext
from symphonies.platform.subgraphs.model import Entity, GraphModel
from symphonies.platform.subgraphs.rows import RowReader
from symphonies.platform.subgraphs.selection import Collector

Path = Sequence[str | int]


def graphql_error(error: SymphonyError, path: Path | None = None) -> dict[str, Any]:
    """Return an expected failure as an entry of a response's ``errors``."""
    extensions = {**error.facts, "code": error.code}
    if error.hint:
        extensions["hint"] = error.hint
    shown: dict[str, Any] = {"message": error.message, "extensions": extensions}
    return {**shown, "path": list(path)} if path is not None else shown


@dataclass
class Run:
    """One operation in one product's subgraph."""

    model: GraphModel
    product: str
    collector: Collector
    reader: RowReader
    context: RequestContext
    errors: list[dict[str, Any]] = field(default_factory=list)
    _told: set[tuple[str, ...]] = field(default_factory=set)
    _notices: dict[str, dict[str, str | None] | None] = field(default_factory=dict)

    def tell_masked(self, entity: Entity, name: str) -> None:
        """Note once for each field of a type that its values are hidden; they are null."""
        self._tell(
            ("FIELD_MASKED", entity.name, name),
            f"{entity.name}.{name} is hidden from you",
            "Its value never leaves the store; ask for the right to read it.",
            {"code": "FIELD_MASKED", "type": entity.name, "field": name},
        )

    def tell_forbidden(self, entity: Entity) -> None:
        """Note once for each type that its rows are forbidden; they are null."""
        self._tell(
            ("FORBIDDEN", entity.name),
            f"{entity.name} is not open to you",
            f"Ask for the right to read {entity.table}.",
            {"code": "FORBIDDEN", "type": entity.name},
        )

    def _tell(self, about: tuple[str, ...], message: str, hint: str, extensions: dict[str, str]) -> None:
        if about not in self._told:
            self._told.add(about)
            self.errors.append(
                {"message": message, "extensions": {**extensions, "hint": hint, "kind": "note"}}
            )

    def notice(self, entity: Entity) -> dict[str, str | None] | None:
        """Return why a list of an entity type has nothing to show; None when it may have rows."""
        if entity.name not in self._notices:
            self._notices[entity.name] = self._notice(entity)
        return self._notices[entity.name]

    def _notice(self, entity: Entity) -> dict[str, str | None] | None:
        if not self.reader.readable(entity):
            reason = f"{entity.name} is not open to you."
            return {
                "code": "FORBIDDEN",
                "reason": reason,
                "nextStep": f"Ask for the right to read {entity.table}.",
            }
        status = self.context.status(entity.product)
        if status.connected:
            return None
        reason = status.reason or f"{entity.product} has no data."
        return {"code": "NOT_CONNECTED", "reason": reason, "nextStep": status.next_step}
