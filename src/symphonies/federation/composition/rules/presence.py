"""What must exist somewhere: a query, the base of an extension, the fields and keys interfaces promise."""

from __future__ import annotations

from collections.abc import Mapping

from symphonies.federation.composition.merged import MergedType
from symphonies.federation.composition.scene import Scene, Source, list_names
from symphonies.federation.subgraph import Element, ExpandedSubgraph, SubType
from symphonies.federation.subgraph.spec import MERGED

ROOTS = frozenset({"Query", "Mutation", "Subscription"})


def check_presence(scene: Scene) -> None:
    """Checks queries, extensions and interface objects before anything is merged."""
    check_imports(scene)
    if not any(t.fields for _, t in scene.sources("Query")):
        scene.fail(
            "NO_QUERIES", "No queries found in any subgraph: a supergraph must have a query root type."
        )
    for name in scene.type_names:
        sources = scene.sources(name)
        if name not in ROOTS:
            _check_base(scene, name, sources)
        if all(t.is_interface_object for _, t in sources):
            shown = list_names([s.name for s, _ in sources])
            scene.fail(
                "INTERFACE_OBJECT_USAGE_ERROR",
                f'Type "{name}" is declared with @interfaceObject in all the subgraphs in which it is '
                "defined (it is "
                f"defined in {shown} but should be defined as an interface in at least one subgraph)",
                *sources,
            )
        _check_interface_keys(scene, name, sources)
        _check_subscription_fields(scene, name, sources)


def check_imports(scene: Scene) -> None:
    """Directives the supergraph keeps must go by one name in every subgraph."""
    for canonical in MERGED:
        names: dict[str, str] = {}
        places: list[tuple[ExpandedSubgraph, Element]] = []
        for subgraph in scene.subgraphs:
            for link in subgraph.names.links:
                local = link.imports.get(f"@{canonical}")
                if local is not None:
                    names[subgraph.name] = local
                    places.append((subgraph, Element(link.name, None, (), link.node)))
        if len(set(names.values())) > 1:
            shown = " but ".join(f'"{local}" in subgraph "{name}"' for name, local in names.items())
            scene.fail(
                "LINK_IMPORT_NAME_MISMATCH",
                f'The "@{canonical}" directive is imported with mismatched name between subgraphs: it '
                "is imported as "
                f"{shown}",
                *places,
            )


def _check_base(scene: Scene, name: str, sources: list[Source]) -> None:
    for subgraph, type_ in sources:
        if not _is_extension(subgraph, type_):
            continue
        others = [t for s, t in sources if s is not subgraph or not subgraph.names.is_first_version]
        if not any(t.has_definition for t in others):
            scene.fail(
                "EXTENSION_WITH_NO_BASE",
                f'[{subgraph.name}] Type "{name}" is an extension type, but there is no type definition '
                f'for "{name}" '
                "in any subgraph.",
                (subgraph, type_),
            )


def _is_extension(subgraph: ExpandedSubgraph, type_: SubType) -> bool:
    return not type_.has_definition or (subgraph.names.is_first_version and type_.has("extends"))


def _check_interface_keys(scene: Scene, name: str, sources: list[Source]) -> None:
    """An interface with a key must know all implementations wherever it is entered."""
    keyed = [(s, t) for s, t in sources if t.kind == "interface" and t.keys]
    if not keyed:
        return
    everywhere = {
        t.name
        for s in scene.subgraphs
        for t in s.types.values()
        if name in t.interfaces and t.kind == "object"
    }
    for subgraph, type_ in keyed:
        missing = sorted(everywhere - {t.name for t in subgraph.types.values() if name in t.interfaces})
        if missing:
            shown = ", ".join(f'"{m}"' for m in missing)
            scene.fail(
                "INTERFACE_KEY_MISSING_IMPLEMENTATION_TYPE",
                f'[{subgraph.name}] Interface type "{name}" has a resolvable key '
                f'(@key(fields: "{type_.keys[0].arguments.get("fields")}")) in subgraph '
                f'"{subgraph.name}" but that '
                f'subgraph is missing some of the supergraph implementation types of "{name}". Subgraph '
                f'"{subgraph.name}" should define {shown} (and have it implement "{name}").',
                (subgraph, type_),
            )


def _check_subscription_fields(scene: Scene, name: str, sources: list[Source]) -> None:
    if name != "Subscription":
        return
    for subgraph, type_ in sources:
        for field in type_.fields.values():
            if field.has("shareable") or type_.has("shareable"):
                message = "Fields on root level subscription object cannot be marked as shareable"
                scene.fail("INVALID_FIELD_SHARING", message, (subgraph, field))


def check_interfaces(scene: Scene, types: Mapping[str, MergedType]) -> None:
    """Checks that merged types have every field their merged interfaces promise."""
    for type_ in types.values():
        for interface in type_.interfaces:
            promised = types.get(interface)
            if promised is None or promised.kind != "interface":
                continue
            for field in promised.fields:
                if field not in type_.fields:
                    _missing(scene, type_, interface, field)


def _missing(scene: Scene, type_: MergedType, interface: str, field: str) -> None:
    declaring = [s.name for s, t in scene.sources(interface) if field in t.fields]
    implementing = [s.name for s, t in scene.sources(type_.name) if interface in t.interfaces]
    scene.fail(
        "INTERFACE_FIELD_NO_IMPLEM",
        f'Interface field "{interface}.{field}" is declared in {list_names(declaring)} but type '
        f'"{type_.name}", which '
        f'implements "{interface}" only in {list_names(implementing)} does not have field "{field}".',
        *scene.defined(f"{interface}.{field}"),
        *scene.defined(type_.name),
    )
