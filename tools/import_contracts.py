"""Our own rule for import-linter: an area is entered by its front door.

The front door is the package itself. What lies behind it may be imported by the area's own modules only;
``doors`` names the inner modules that are open to all (``settings``, ``testing``).
"""

from __future__ import annotations

from typing import Any, cast

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output
from importlinter.domain.helpers import module_expressions_to_modules


class FrontDoor(Contract):
    """Names every import that reaches behind the front door of a package."""

    type_name = "front_door"

    packages = fields.ListField(subfield=fields.ModuleExpressionField())
    doors = fields.ListField(subfield=fields.StringField(), required=False, default=[])

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        """Look at every module behind a door for importers from outside its package."""
        trespasses: list[tuple[str, str, int | None]] = []
        packages = cast("list[Any]", self.packages)
        for module in module_expressions_to_modules(graph, packages, as_packages=False):
            trespasses += self._trespasses(graph, module.name)
        return ContractCheck(kept=not trespasses, metadata={"trespasses": sorted(trespasses)})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Print each trespass with its line."""
        for importer, imported, line in check.metadata["trespasses"]:
            output.print_error(f"{importer} reaches behind the front door: {imported} (l.{line})", bold=False)

    def _trespasses(self, graph: ImportGraph, package: str) -> list[tuple[str, str, int | None]]:
        found: list[tuple[str, str, int | None]] = []
        inside = {package, *graph.find_descendants(package)}
        for module in inside - {package}:
            if module.removeprefix(package + ".").split(".")[0] in cast("list[str]", self.doors):
                continue
            for importer in graph.find_modules_that_directly_import(module) - inside:
                details = graph.get_import_details(importer=importer, imported=module)
                found.append((importer, module, details[0]["line_number"] if details else None))
        return found
